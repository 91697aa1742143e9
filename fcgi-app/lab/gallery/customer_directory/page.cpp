#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t customers_per_page = 30;
constexpr std::int64_t counted_to = 1'000;

// Both read the index on email: the first one from the last address shown, the second one a bounded part.
constexpr std::string_view customers_after =
    "SELECT c.email, c.name, c.id, k.name "
    "FROM (SELECT id, email, name, country_id FROM customer WHERE email > ? ORDER BY email LIMIT ?) AS c "
    "LEFT JOIN country AS k ON k.id = c.country_id ORDER BY c.email";
constexpr std::string_view count_after =
    "SELECT COUNT(*) FROM (SELECT 1 FROM customer WHERE email > ? ORDER BY email LIMIT ?) AS bounded";

struct Customer {
  std::string email, name;
  std::int64_t id;
  std::string country;
  static constexpr auto columns =
      std::tuple(&Customer::email, &Customer::name, &Customer::id, &Customer::country);
};

struct Count {
  std::int64_t customers;
  static constexpr auto columns = std::tuple(&Count::customers);
};

void check_after(std::string_view text) {
  if (text.size() > 200)
    throw BadRequest("the parameter after must be an email address of at most 200 bytes");
}

Response show(const Request& request, Services& services) {
  const std::string_view after = request.knobs.text("after");
  const auto customers =
      services.db.query<Customer>(customers_after, after, static_cast<std::int64_t>(customers_per_page) + 1);
  const auto count = services.db.query_one<Count>(count_after, after, counted_to + 1);

  Rows rows({"id", "name", "email", "country"});
  for (const Customer& customer : customers) {
    if (rows.size() == customers_per_page) break;
    rows.add(customer.id, customer.name, customer.email, customer.country);
  }
  Value next;
  if (customers.size() > customers_per_page) {
    Knobs there = request.knobs;
    there.set("after", customers[customers_per_page - 1].email);
    next = "?" + there.query_string();
  }
  const bool is_more = count->customers > counted_to;
  return services
      .page(Value::object({{"shown", rows.size()},
                           {"count", is_more ? counted_to : count->customers},
                           {"is_more", is_more},
                           {"customers", std::move(rows)},
                           {"next", std::move(next)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage customer_directory() {
  return {
      .summary = "the customers by email address, 30 on a page",
      .why =
          "It shows \"30 of more than 1,000\", but the count stops after 1,001 entries of an index, whatever "
          "the "
          "size of the shop. The next page continues after the last address shown.",
      .knobs = {{.name = "after",
                 .type = KnobType::text,
                 .help = "the last email address of the page before; empty: the first page",
                 .check_text = check_after},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
