#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Entry {
  std::string name;
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Entry::name, &Entry::number);
};

struct List {
  std::string_view title, unit, sql;
};

constexpr List lists[] = {
    {"Authors whose books sold best", "copies",
     "SELECT a.name, f.copies FROM (SELECT b.author_id, SUM(i.quantity) AS copies FROM order_item i "
     "JOIN book b ON b.id = i.book_id GROUP BY b.author_id ORDER BY copies DESC, b.author_id LIMIT 10) AS f "
     "JOIN author a ON a.id = f.author_id ORDER BY f.copies DESC, a.id"},
    {"Books loved most", "times five stars",
     "SELECT b.title, f.times FROM (SELECT book_id, COUNT(*) AS times FROM review WHERE rating = 5 "
     "GROUP BY book_id ORDER BY times DESC, book_id LIMIT 10) AS f "
     "JOIN book b ON b.id = f.book_id ORDER BY f.times DESC, b.id"},
    {"Busiest readers", "reviews",
     "SELECT c.name, f.reviews FROM (SELECT customer_id, COUNT(*) AS reviews FROM review "
     "GROUP BY customer_id ORDER BY reviews DESC, customer_id LIMIT 10) AS f "
     "JOIN customer c ON c.id = f.customer_id ORDER BY f.reviews DESC, c.id"},
};

Response show(const Request&, Services& services) {
  Value sections = Value::list();
  for (const List& list : lists) {
    Value entries = Value::list();
    for (const Entry& each : services.db.query<Entry>(list.sql))
      entries.add(Value::object({{"name", each.name}, {"number", each.number}}));
    sections.add(
        Value::object({{"title", list.title}, {"unit", list.unit}, {"entries", std::move(entries)}}));
  }
  return services.page(Value::object({{"sections", std::move(sections)}}))
      .set("Cache-Control", "public, max-age=300, stale-while-revalidate=60");
}

}  // namespace

GalleryPage hall_of_fame() {
  return {
      .summary = "the hall of fame: authors, books and readers of all time",
      .why =
          "Three aggregates read whole tables, but nginx keeps the page for five minutes, so that they run "
          "once in that time, however many people look at it.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {},
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
