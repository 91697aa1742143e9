#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Every hour a job counts what each branch has on its shelves.
constexpr std::string_view totals_sql =
    "SELECT branch, COUNT(*), SUM(books), MAX(counted_at) FROM branch_total GROUP BY branch ORDER BY branch";
constexpr std::string_view newest_sql =
    "SELECT id, title, year FROM book ORDER BY year DESC, id DESC LIMIT ?";

struct Total {
  std::string branch;
  std::int64_t sections, books;
  std::string counted_at;
  static constexpr auto columns =
      std::tuple(&Total::branch, &Total::sections, &Total::books, &Total::counted_at);
};

struct Title {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Title::id, &Title::title, &Title::year);
};

Response show(const Request& request, Services& services) {
  const auto totals = services.db.query<Total>(totals_sql);
  const auto titles = services.db.query<Title>(newest_sql, request.knobs.n());
  std::int64_t books = 0;
  Rows branches({"branch", "sections", "books", "as_of"});
  for (const Total& each : totals) {
    books += each.books;
    branches.add(each.branch, each.sections, grouped(each.books), each.counted_at.substr(0, 16));
  }
  Rows rows({"id", "title", "year"});
  for (const Title& each : titles) rows.add(each.id, each.title, each.year);
  return services
      .page(Value::object({{"shown", titles.size()},
                           {"total", grouped(books)},
                           {"branches", std::move(branches)},
                           {"titles", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage library_totals() {
  return {
      .summary = "a library's newest titles, as \"100 of 10,000\", with the number of books in each branch",
      .why =
          "Innocent: the exact total is a sum over a hundred and twenty rows that a job keeps, and the "
          "titles come from an index in their order.",
      .knobs = {items_knob("titles on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
