#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view page_sql = R"(
  SELECT m.book_id, m.tag_id, b.title, t.name
    FROM (SELECT book_id, tag_id FROM book_tag
           WHERE book_id >= ? ORDER BY book_id, tag_id LIMIT ?) AS m
    LEFT JOIN book AS b ON b.id = m.book_id
    LEFT JOIN tag AS t ON t.id = m.tag_id
   ORDER BY m.book_id, m.tag_id)";
constexpr std::string_view total_sql = "SELECT COUNT(*), COUNT(DISTINCT book_id) FROM book_tag";

struct Mark {
  std::int64_t book_id, tag_id;
  std::string title, tag;
  static constexpr auto columns = std::tuple(&Mark::book_id, &Mark::tag_id, &Mark::title, &Mark::tag);
};

struct Totals {
  std::int64_t marks = 0, books = 0;
  static constexpr auto columns = std::tuple(&Totals::marks, &Totals::books);
};

std::string caption(const Totals& totals, std::size_t shown) {
  return std::to_string(shown) + " of " + grouped(totals.marks) + " bookmarks on " + grouped(totals.books) +
         " books";
}

Response show(const Request& request, Services& services) {
  const auto marks = services.db.query<Mark>(page_sql, request.knobs.integer("from"), request.knobs.n());
  const auto totals = services.db.query_one<Totals>(total_sql).value_or(Totals{});
  Rows rows({"book", "tag", "title", "name"});
  for (const Mark& mark : marks) rows.add(mark.book_id, mark.tag_id, mark.title, mark.tag);
  Value model = Value::object({{"caption", caption(totals, marks.size())}, {"marks", std::move(rows)}});
  if (!marks.empty()) model.set("next", marks.back().book_id + 1);
  return services.page(std::move(model)).set("Cache-Control", "private");
}

}  // namespace

GalleryPage shared_bookmarks() {
  return {
      .summary = "everybody's bookmarks, to be leafed through from a book on",
      .why =
          "The list starts in the primary key and stops after n rows, but its caption counts all "
          "bookmarks and the books under them each time. Nobody needs the two numbers to be exact.",
      .knobs =
          {items_knob("bookmarks on the page"),
           {.name = "from", .help = "id of the first book", .initial = 1, .minimum = 1, .maximum = 10'000},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
