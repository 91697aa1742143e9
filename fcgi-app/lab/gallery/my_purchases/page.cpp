#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Month {
  std::string month;
  std::int64_t orders, copies;
  std::string spent;
  static constexpr auto columns = std::tuple(&Month::month, &Month::orders, &Month::copies, &Month::spent);
};

struct Favourite {
  std::string author;
  std::int64_t copies;
  static constexpr auto columns = std::tuple(&Favourite::author, &Favourite::copies);
};

constexpr std::string_view months_sql =
    "SELECT DATE_FORMAT(o.placed_at, '%Y-%m') AS month, COUNT(DISTINCT o.id), SUM(i.quantity), "
    "SUM(i.quantity * i.price) FROM customer_order AS o JOIN order_item AS i ON i.order_id = o.id "
    "WHERE o.customer_id = ? AND o.status <> 'cancelled' GROUP BY month ORDER BY month DESC";
constexpr std::string_view favourites_sql =
    "SELECT a.name, SUM(i.quantity) AS copies FROM customer_order AS o "
    "JOIN order_item AS i ON i.order_id = o.id JOIN book AS b ON b.id = i.book_id "
    "JOIN author AS a ON a.id = b.author_id WHERE o.customer_id = ? AND o.status <> 'cancelled' "
    "GROUP BY a.id, a.name ORDER BY copies DESC, a.id LIMIT 5";

Response run(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"name", visitor ? Value(visitor->name) : Value()}});
  if (visitor) {
    Value months = Value::list(), favourites = Value::list();
    for (const Month& each : services.db.query<Month>(months_sql, visitor->id))
      months.add(Value::object(
          {{"month", each.month}, {"orders", each.orders}, {"copies", each.copies}, {"spent", each.spent}}));
    for (const Favourite& each : services.db.query<Favourite>(favourites_sql, visitor->id))
      favourites.add(Value::object({{"author", each.author}, {"copies", each.copies}}));
    model.set("months", std::move(months)).set("favourites", std::move(favourites));
  }
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage my_purchases() {
  return {
      .summary = "what the visitor bought: orders, copies and money by month, and favourite authors",
      .why =
          "Sums are computed on every visit, but only over the visitor's own orders, which are found by "
          "index. Nobody else could use the result, and it has to include the order of a minute ago.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
