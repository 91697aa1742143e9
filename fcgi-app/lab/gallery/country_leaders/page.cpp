#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Standing {
  std::int64_t customer_id;
  std::string name;
  std::int64_t orders = 0;
  std::string latest = {};
  std::int64_t place = 0;
};

bool comes_before(const Standing& one, const Standing& other) {
  return one.orders != other.orders ? one.orders > other.orders : one.customer_id < other.customer_id;
}

std::vector<Standing> standings_in(Database& db, std::int64_t country) {
  orm::Session session(db);
  std::vector<Standing> standings;
  for (const orm::Customer& customer : session.query<orm::Customer>()
                                           .only(&orm::Customer::name)
                                           .where(&orm::Customer::country_id, country)
                                           .all()) {
    Standing standing{.customer_id = customer.id(), .name = std::string(customer.name())};
    for (const orm::CustomerOrder& order :
         session.query<orm::CustomerOrder>()
             .only(&orm::CustomerOrder::placed_at, &orm::CustomerOrder::status)
             .where(&orm::CustomerOrder::customer_id, customer.id())
             .all()) {
      if (order.status() == "cancelled" || order.status() == "returned") continue;
      standing.orders += 1;
      standing.latest = std::max(standing.latest, std::string(order.placed_at().substr(0, 10)));
    }
    if (standing.orders > 0) standings.push_back(std::move(standing));
  }
  return standings;
}

Response show(const Request& request, Services& services) {
  const auto country = orm::Session(services.db).find<orm::Country>(request.knobs.integer("country"));
  if (!country) throw NotFound("there is no such country");

  std::vector<Standing> standings = standings_in(services.db, country->id());
  std::int64_t all_orders = 0;
  for (const Standing& standing : standings) all_orders += standing.orders;
  const auto customers = static_cast<std::int64_t>(standings.size());
  std::erase_if(standings, [&](const Standing& each) { return each.orders * customers <= all_orders; });
  std::sort(standings.begin(), standings.end(), comes_before);

  Rows rows({"place", "name", "orders", "latest"});
  const Standing* previous = nullptr;
  for (Standing& standing : standings) {
    const bool is_tied = previous != nullptr && previous->orders == standing.orders;
    standing.place = is_tied ? previous->place : static_cast<std::int64_t>(rows.size()) + 1;
    rows.add(standing.place, standing.name, standing.orders, standing.latest);
    previous = &standing;
  }
  return services
      .page(Value::object(
          {{"country", country->name()}, {"buyers", customers}, {"customers", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage country_leaders() {
  return {
      .summary = "the customers of a country who order more than its average customer, ranked",
      .why =
          "It loads every customer of the country and all of their orders through the ORM, then counts, "
          "filters "
          "and ranks them in code. One query with grouping and window functions returns the same rows.",
      .knobs = {{.name = "country",
                 .help = "number of the country",
                 .initial = 5,
                 .minimum = 1,
                 .maximum = 120,
                 .ladder = {5, 17, 48}},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "raw-sql"}},
  };
}

}  // namespace caseload::gallery
