#include "io/cache/cached_response.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view months_sql =
    "SELECT MONTH(placed_at) AS month, COUNT(*) FROM customer_order "
    "WHERE placed_at >= '2025-01-01' AND placed_at < '2026-01-01' GROUP BY month ORDER BY month";
constexpr std::string_view genres_sql =
    "SELECT t.name, COUNT(*) AS books FROM book b JOIN book_tag x ON x.book_id = b.id "
    "JOIN tag t ON t.id = x.tag_id WHERE b.year = 2025 GROUP BY t.id, t.name "
    "ORDER BY books DESC, t.id LIMIT 10";

struct Month {
  std::int64_t month, orders;
  static constexpr auto columns = std::tuple(&Month::month, &Month::orders);
};

struct Genre {
  std::string name;
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Genre::name, &Genre::books);
};

Response brochure(Services& services) {
  Value months = Value::list(), genres = Value::list();
  for (const Month& each : services.db.query<Month>(months_sql))
    months.add(Value::object({{"month", each.month}, {"orders", each.orders}}));
  for (const Genre& each : services.db.query<Genre>(genres_sql))
    genres.add(Value::object({{"name", each.name}, {"books", each.books}}));
  return services
      .page(Value::object({{"year", 2025}, {"months", std::move(months)}, {"genres", std::move(genres)}}))
      .set("Cache-Control", "public, max-age=60, stale-while-revalidate=30");
}

Response show(const Request& request, Services& services) {
  const Dataset dataset = request.knobs.dataset();
  const std::string format = request.format == Format::json ? " json" : " html";
  // While one request builds the page again, the others get the previous one.
  const CachedText kept{.key = "year in numbers " + std::string(name_of(dataset)) + format,
                        .depends = {orders_of(dataset)},
                        .lifetime_s = 120,
                        .stale_s = 600};
  return cached_response(services.texts, kept, [&] { return brochure(services); });
}

}  // namespace

GalleryPage year_in_numbers() {
  return {
      .summary = "the year in numbers: orders of each month, books of each genre",
      .why =
          "Innocent: two queries over the whole year, but the page is cached. When it has expired or an "
          "order has dropped it, one request builds it. The others wait for that or get the previous one.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
