#include "lab/gallery_page.hpp"
#include "shop/best_sellers.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Entry {
  std::string name;
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Entry::name, &Entry::number);
};

constexpr std::string_view most_read_sql = R"(
  SELECT a.name, read_by.readers
    FROM (SELECT b.author_id, COUNT(DISTINCT r.customer_id) AS readers
            FROM review AS r JOIN book AS b ON b.id = r.book_id
           GROUP BY b.author_id ORDER BY readers DESC, b.author_id LIMIT 10) AS read_by
    JOIN author AS a ON a.id = read_by.author_id
   ORDER BY read_by.readers DESC, a.id)";
constexpr std::string_view keenest_sql = R"(
  SELECT c.name, written.reviews
    FROM (SELECT customer_id, COUNT(*) AS reviews FROM review
           GROUP BY customer_id ORDER BY reviews DESC, customer_id LIMIT 10) AS written
    JOIN customer AS c ON c.id = written.customer_id
   ORDER BY written.reviews DESC, c.id)";
constexpr std::string_view own_sql =
    "SELECT b.title, r.rating FROM review AS r JOIN book AS b ON b.id = r.book_id "
    "WHERE r.customer_id = ? ORDER BY r.id DESC LIMIT 5";

Value block(std::string_view heading, const std::vector<Entry>& entries) {
  Value list = Value::list();
  for (const Entry& each : entries) list.add(Value::object({{"name", each.name}, {"number", each.number}}));
  return Value::object({{"heading", heading}, {"entries", std::move(list)}});
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const auto visitor = visitor_of(request, db);
  Value model = Value::object({{"visitor", visitor ? Value(visitor->name) : Value()}});
  if (visitor) model.set("own", block("What you read last", db.query<Entry>(own_sql, visitor->id)));
  Value blocks = Value::list();
  blocks.add(block("Most read authors", db.query<Entry>(most_read_sql)));
  blocks.add(block("Keenest readers", db.query<Entry>(keenest_sql)));
  model.set("blocks", std::move(blocks));
  model.set("sold", best_sellers_of_the_quarter(db, 10));
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage club_portal() {
  return {
      .summary = "a book club's portal: what the member read last, and what the club reads and buys",
      .why =
          "Only the greeting and the member's own books are personal. The three blocks below add up all "
          "reviews and a quarter's orders and are queried and rendered for each visit, though they could "
          "be cached.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "fragment-cache"}},
  };
}

}  // namespace caseload::gallery
