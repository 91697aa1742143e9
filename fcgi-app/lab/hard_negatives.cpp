#include "lab/hard_negatives.hpp"

#include "io/json/json.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"
#include "shop/visitors.hpp"

namespace caseload {

namespace {

struct Line {
  std::string text;
  static constexpr auto columns = std::tuple(&Line::text);
};

constexpr std::string_view tiles[] = {
    "SELECT name FROM country WHERE id = ?",
    "SELECT name FROM publisher WHERE id = ?",
    "SELECT name FROM tag WHERE id = ?",
    "SELECT name FROM author WHERE id = ?",
    "SELECT title FROM book WHERE id = ?",
    "SELECT name FROM customer WHERE id = ?",
    "SELECT body FROM review WHERE id = ?",
    "SELECT name FROM product WHERE id = ?",
    "SELECT sku FROM indexed_product WHERE id = ?",
    "SELECT title FROM document WHERE id = ?",
    "SELECT status FROM customer_order WHERE id = ?",
    "SELECT CAST(quantity AS CHAR) AS quantity FROM order_item WHERE id = ?",
};

constexpr std::string_view newest_books =
    "SELECT title FROM book FORCE INDEX (PRIMARY) ORDER BY id DESC LIMIT ?";
constexpr std::string_view book_title = "SELECT title FROM book WHERE id = ?";
constexpr std::int64_t featured[] = {3, 14, 15, 92, 65, 35};

constexpr std::string_view cheap_rates =
    "SELECT CONCAT(zone, ' to ', up_to_grams, ' g: ', price) AS line FROM shipping_rate WHERE price < ? "
    "ORDER BY price, zone, up_to_grams";

constexpr std::string_view tags_by_first_letter =
    "SELECT CONCAT(LEFT(name, 1), ': ', COUNT(*)) AS line FROM tag GROUP BY LEFT(name, 1) ORDER BY line";

constexpr std::string_view orders_by_status_of =
    "SELECT CONCAT(status, ': ', COUNT(*)) AS line FROM customer_order WHERE customer_id = ? "
    "GROUP BY status ORDER BY status";

constexpr std::string_view turnover_by_year =
    "SELECT CONCAT(YEAR(customer_order.placed_at), ': ', SUM(order_item.quantity * order_item.price)) AS "
    "line "
    "FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id "
    "WHERE customer_order.status <> 'cancelled' GROUP BY YEAR(customer_order.placed_at) ORDER BY line";

constexpr std::string_view copies_sold_at_the_end =
    "SELECT CONCAT(order_item.book_id, ': ', SUM(order_item.quantity)) AS line "
    "FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id "
    "WHERE customer_order.placed_at >= '2025-12-24' GROUP BY order_item.book_id "
    "ORDER BY SUM(order_item.quantity) DESC, order_item.book_id LIMIT 20";

constexpr int bypass_cache_s = 2;

template <class... Args>
Value lines_of(Database& db, std::string_view sql, const Args&... args) {
  Value lines = Value::list();
  for (const Line& each : db.query<Line>(sql, args...)) lines.add(each.text);
  return lines;
}

// One list as HTML or JSON. It may not be cached unless the page says otherwise.
Response list_page(Services& services, Value lines) {
  return services.page(Value::object({{"lines", std::move(lines)}}));
}

// Twelve queries, but all are different and their number doesn't grow with the rows.
Response dashboard(const Request&, Services& services) {
  Value lines = Value::list();
  for (const std::string_view tile : tiles) {
    const auto found = services.db.query_one<Line>(tile, std::int64_t{7});
    lines.add(found ? found->text : "");
  }
  return list_page(services, std::move(lines));
}

// A list of n items and a box of six hand-picked ones: repeated queries, but never more than six.
Response six_lookups(const Request& request, Services& services) {
  Value lines = lines_of(services.db, newest_books, request.knobs.n());
  for (const std::int64_t id : featured) {
    if (const auto found = services.db.query_one<Line>(book_title, id)) lines.add(found->text);
  }
  return list_page(services, std::move(lines));
}

// The same query many times, once per 50 authors.
Response chunked_prefetch(const Request& request, Services& services) {
  constexpr std::size_t authors_per_chunk = 50;
  orm::Session session(services.db);
  const auto authors = session.query<orm::Author>().order_by(&orm::Author::id).limit(request.knobs.n()).all();
  Value lines = Value::list();
  std::vector<std::int64_t> chunk;
  for (std::size_t i = 0; i < authors.size(); ++i) {
    lines.add(authors[i].name());
    chunk.push_back(authors[i].id());
    if (chunk.size() < authors_per_chunk && i + 1 < authors.size()) continue;
    for (const orm::Book& book :
         session.query<orm::Book>().where_in(&orm::Book::author_id, chunk).order_by(&orm::Book::id).all()) {
      lines.add(book.title());
    }
    chunk.clear();
  }
  return list_page(services, std::move(lines));
}

// The column has no index and needs none, because the table has 20 rows in every dataset.
Response small_table(const Request&, Services& services) {
  return list_page(services, lines_of(services.db, cheap_rates, std::int64_t{8}));
}

// Too short to benefit from compression.
Response small_body(const Request&, Services&) {
  Response response;
  response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "no-store");
  response.body = "Open from 9 to 18, on Saturdays to 16.\n";
  return response;
}

// Only the first visitor, or the first after a minute, has to wait.
Response cold_first_request(const Request& request, Services& services) {
  const CachedText kept{.key = "tags by first letter " + std::string(name_of(request.knobs.dataset())),
                        .lifetime_s = 60};
  const auto result =
      services.texts.get(kept, [&] { return io::to_json(lines_of(services.db, tags_by_first_letter)); });
  return list_page(services, io::from_json(result.text).value()).set("Cache-Control", "public, max-age=60");
}

// The response differs for each visitor, so nothing can be cached for the next one.
Response personal(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  Value lines = Value::list();
  if (visitor) lines = lines_of(services.db, orders_by_status_of, visitor->id);
  lines.add("Orders of " + (visitor ? visitor->name : "nobody"));
  return list_page(services, std::move(lines))
      .set("Cache-Control", "private, max-age=30")
      .set("Vary", "Accept, Cookie");
}

// It has to read every order and must be exact, so it may not be cached.
Response honest_report(const Request&, Services& services) {
  return list_page(services, lines_of(services.db, turnover_by_year));
}

std::string write_mark(const Request& request) {
  return "wrote " + std::string(session_token(request).value_or("guest"));
}

// Cached for everyone, but visitors who have just written something bypass the cache, so that they see their
// own writes.
Response bypassed_after_write(const Request& request, Services& services) {
  const auto build = [&] { return io::to_json(lines_of(services.db, copies_sold_at_the_end)); };
  const Dataset dataset = request.knobs.dataset();
  const CachedText kept{.key = "copies sold at the end " + std::string(name_of(dataset)),
                        .depends = {orders_of(dataset)},
                        .lifetime_s = 60};
  const bool has_just_written = services.cache.get(write_mark(request)).has_value();
  const std::string text = has_just_written ? build() : services.texts.get(kept, build).text;
  return list_page(services, io::from_json(text).value()).set("Cache-Control", "private, max-age=60");
}

}  // namespace

const std::vector<HardNegative>& hard_negatives() {
  static const std::vector<HardNegative> all{
      {"dashboard-of-12-lookups", {dataset_knob()}, dashboard},
      {"6-lookups-of-one-shape", {items_knob("newest books"), dataset_knob()}, six_lookups},
      {"chunked-prefetch", {items_knob("authors"), dataset_knob()}, chunked_prefetch},
      {"full-scan-of-a-small-table", {dataset_knob()}, small_table},
      {"small-uncompressed-body", {dataset_knob()}, small_body},
      {"cold-first-request", {dataset_knob()}, cold_first_request},
      {"personal-page", {dataset_knob()}, personal},
      {"report-slow-for-a-good-reason", {dataset_knob()}, honest_report},
      {"cache-bypassed-after-a-write", {dataset_knob()}, bypassed_after_write},
  };
  return all;
}

void note_write(const Request& request, Cache& cache) {
  cache.set(write_mark(request), "1", bypass_cache_s);
}

}  // namespace caseload
