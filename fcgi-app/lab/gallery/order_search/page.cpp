#include "lab/gallery_page.hpp"

#include <algorithm>

#include "core/errors.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::CustomerOrder;

constexpr std::size_t orders_per_page = 20;
constexpr std::int64_t last_page = 8'000;

constexpr std::string_view found_sql = "SELECT id FROM customer_order ORDER BY placed_at DESC, id DESC";

struct Hit {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Hit::id);
};

// As with a search service: the ids of all hits first, then the orders of the page.
std::vector<std::int64_t> ids_of_page(const std::vector<Hit>& hits, std::int64_t page) {
  std::vector<std::int64_t> ids;
  const std::size_t begin = static_cast<std::size_t>(page - 1) * orders_per_page;
  for (std::size_t at = begin; at < std::min(begin + orders_per_page, hits.size()); ++at)
    ids.push_back(hits[at].id);
  return ids;
}

Value link_to(Knobs knobs, std::int64_t page) {
  knobs.set("page", std::to_string(page));
  return "?" + knobs.query_string();
}

Response show(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  const auto hits = services.db.query<Hit>(found_sql);
  const auto ids = ids_of_page(hits, page);
  if (ids.empty()) throw NotFound("the list of orders ends before page " + std::to_string(page));

  orm::Session session(services.db);
  const auto orders = session.query<CustomerOrder>()
                          .only(&CustomerOrder::placed_at, &CustomerOrder::status)
                          .only(&CustomerOrder::customer, &orm::Customer::name, &orm::Customer::email)
                          .where_in(&CustomerOrder::id, ids)
                          .order_by_descending(&CustomerOrder::placed_at)
                          .all();
  Rows rows({"id", "placed_at", "status", "customer", "email"});
  for (const CustomerOrder& order : orders)
    rows.add(order.id(), order.placed_at().substr(0, 16), order.status(), order.customer().name(),
             order.customer().email());
  const bool has_next = static_cast<std::size_t>(page) * orders_per_page < hits.size() && page < last_page;
  return services
      .page(Value::object({{"page", page},
                           {"orders", std::move(rows)},
                           {"previous", page > 1 ? link_to(request.knobs, page - 1) : Value()},
                           {"next", has_next ? link_to(request.knobs, page + 1) : Value()}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage order_search() {
  return {
      .summary = "the orders of all customers, newest first, 20 on a page",
      .why =
          "Only the orders of the page are loaded, but to know which, the ids of all orders are fetched and "
          "sliced in code.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = show,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
