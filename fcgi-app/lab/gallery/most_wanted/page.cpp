#include "lab/gallery_page.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t max_in_chart = 640;
constexpr int chart_kept_s = 600;

constexpr std::string_view chart_sql =
    "SELECT i.book_id FROM (SELECT id FROM customer_order ORDER BY id DESC LIMIT 2000) AS recent "
    "STRAIGHT_JOIN order_item AS i ON i.order_id = recent.id "
    "GROUP BY i.book_id ORDER BY SUM(i.quantity) DESC, i.book_id LIMIT 640";
constexpr std::string_view book_sql =
    "SELECT b.title, a.name, b.price FROM book AS b JOIN author AS a ON a.id = b.author_id WHERE b.id = ?";

struct ChartEntry {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&ChartEntry::book_id);
};

struct Book {
  std::string title, author, price;
  static constexpr auto columns = std::tuple(&Book::title, &Book::author, &Book::price);
};

// The chart is kept as its ids, "17 203 5 ", so that a title or a price is never out of date.
std::string chart_of_today(Services& services) {
  const CachedText kept{.key = "most wanted " + std::string(name_of(services.db.dataset())),
                        .depends = {},
                        .lifetime_s = chart_kept_s};
  return services.texts
      .get(kept,
           [&] {
             std::string ids;
             for (const ChartEntry& entry : services.db.query<ChartEntry>(chart_sql))
               ids += std::to_string(entry.book_id) + ' ';
             return ids;
           })
      .text;
}

Response show(const Request& request, Services& services) {
  const std::string chart = chart_of_today(services);
  Rows rows({"place", "title", "author", "price"});
  std::string_view rest = chart;
  std::int64_t place = 0;
  while (!rest.empty() && place < request.knobs.n()) {
    const std::string_view part = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    ++place;
    auto book = services.db.query_one<Book>(book_sql, whole_number(part).value_or(0));
    if (book) rows.add(place, std::move(book->title), std::move(book->author), std::move(book->price));
  }
  return services.page(Value::object({{"books", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage most_wanted() {
  return {
      .summary = "the most wanted books of the day, from a chart in the cache",
      .why =
          "The cache has only the ids of the chart, and each book is then read by its own query. One query "
          "with the ids of the page would do.",
      .knobs = {items_knob("books on the page", max_in_chart), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
