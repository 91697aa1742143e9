#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Genre {
  std::string name;
  std::int64_t copies, own_copies;
  static constexpr auto columns = std::tuple(&Genre::name, &Genre::copies, &Genre::own_copies);
};

constexpr std::string_view genres_of_quarter = R"(
  SELECT t.name, SUM(i.quantity), SUM(IF(b.publisher_id = ?, i.quantity, 0))
    FROM customer_order o
    STRAIGHT_JOIN order_item i ON i.order_id = o.id
    STRAIGHT_JOIN book b ON b.id = i.book_id
    STRAIGHT_JOIN book_tag x ON x.book_id = b.id
    STRAIGHT_JOIN tag t ON t.id = x.tag_id
   WHERE o.placed_at >= ? AND o.placed_at < ? + INTERVAL 3 MONTH AND o.status <> 'cancelled'
   GROUP BY t.id, t.name ORDER BY 2 DESC, t.id LIMIT 20)";

constexpr std::string_view quarters[] = {"2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01",
                                         "2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01"};

std::string report_for(const orm::Publisher& publisher, Database& db) {
  std::string report = "Market report for " + std::string(publisher.name()) + "\n";
  for (const std::string_view quarter : quarters) {
    report.append("\nThree months from ").append(quarter).append("\n");
    for (const Genre& genre : db.query<Genre>(genres_of_quarter, publisher.id(), quarter, quarter))
      report += genre.name + ": " + std::to_string(genre.copies) + " copies, " +
                std::to_string(genre.own_copies) + " of them yours\n";
  }
  return report;
}

Response order_report(const Request& request, Services& services) {
  Database& db = services.db;
  const auto publisher = orm::Session(db).find<orm::Publisher>(request.knobs.integer("publisher"));
  if (!publisher) throw NotFound("there is no such publisher");
  db.execute("INSERT INTO report_request (publisher_id) VALUES (?)", publisher->id());
  const std::int64_t id = db.last_insert_id();
  const std::string report = report_for(*publisher, db);
  db.transaction([&] { services.destination.deliver(db, id, report); });
  return services.page(Value::object({{"publisher", publisher->name()}, {"number", id}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage market_report() {
  return {
      .summary = "a publisher orders a report on its share of each genre",
      .why =
          "The report on two years is computed and delivered before the page says that it was ordered. The "
          "publisher reads it later, so a background job could write it.",
      .knobs = {{.name = "publisher",
                 .help = "id of the publisher",
                 .initial = 58,
                 .minimum = 1,
                 .maximum = 1'000},
                dataset_knob()},
      .run = order_report,
      .labels = {{.name = "background-task"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
