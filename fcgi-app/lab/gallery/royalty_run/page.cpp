#include "lab/gallery_page.hpp"

#include <unordered_map>

#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view publishers_sql =
    "SELECT p.id, p.name, c.code FROM publisher p LEFT JOIN country c ON c.id = p.country_id "
    "ORDER BY p.id LIMIT ?";
constexpr std::string_view sales_sql =
    "SELECT b.publisher_id, i.quantity, i.price "
    "FROM (SELECT id FROM publisher ORDER BY id LIMIT ?) p "
    "STRAIGHT_JOIN book b ON b.publisher_id = p.id "
    "STRAIGHT_JOIN order_item i ON i.book_id = b.id";

struct Publisher {
  std::int64_t id;
  std::string name;
  std::optional<std::string> country;
  static constexpr auto columns = std::tuple(&Publisher::id, &Publisher::name, &Publisher::country);
};

struct Sale {
  std::int64_t publisher_id, quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Sale::publisher_id, &Sale::quantity, &Sale::price);
};

struct Account {
  std::int64_t copies = 0, cents = 0;
};

// The publishers get 11 per cent of what their books were sold for.
std::int64_t royalty_of(const Account& account) {
  return account.cents * 11 / 100;
}

Response run(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n();
  const auto publishers = services.db.query<Publisher>(publishers_sql, n);
  std::unordered_map<std::int64_t, Account> accounts;
  for (const Sale& sale : services.db.query<Sale>(sales_sql, n)) {
    Account& account = accounts[sale.publisher_id];
    account.copies += sale.quantity;
    account.cents += sale.quantity * cents_of(sale.price);
  }
  Rows rows({"name", "country", "copies", "sold_for", "royalty"});
  for (const Publisher& publisher : publishers) {
    const Account& account = accounts[publisher.id];
    rows.add(publisher.name, publisher.country, account.copies, price_of(account.cents),
             price_of(royalty_of(account)));
  }
  return services.page(Value::object({{"publishers", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage royalty_run() {
  return {
      .summary = "what n publishers get: copies sold, turnover and royalty",
      .why =
          "Every order line of their books is fetched, only to be added up to two numbers for each "
          "publisher. SUM and GROUP BY would send one row for each.",
      .knobs = {items_knob("publishers on the page", 1'000), dataset_knob()},
      .run = run,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
