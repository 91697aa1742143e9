#include "lab/gallery_page.hpp"

#include <algorithm>
#include <unordered_map>

#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lists_sql =
    "SELECT id, title, DATE_FORMAT(needed_on, '%Y-%m-%d') FROM gift_list ORDER BY needed_on, id LIMIT ?";
constexpr std::string_view entries_sql =
    "SELECT e.list_id, e.wanted, e.given, CAST(b.price * 100 AS SIGNED) "
    "FROM (SELECT id FROM gift_list ORDER BY needed_on, id LIMIT ?) AS l "
    "STRAIGHT_JOIN gift_list_entry AS e ON e.list_id = l.id STRAIGHT_JOIN book AS b ON b.id = e.book_id";

struct GiftList {
  std::int64_t id;
  std::string title, needed_on;
  static constexpr auto columns = std::tuple(&GiftList::id, &GiftList::title, &GiftList::needed_on);
};

struct Entry {
  std::int64_t list_id, wanted, given, cents;
  static constexpr auto columns = std::tuple(&Entry::list_id, &Entry::wanted, &Entry::given, &Entry::cents);
};

struct Progress {
  std::int64_t books = 0;
  std::int64_t missing_copies = 0;
  std::int64_t missing_cents = 0;
};

Response run(const Request& request, Services& services) {
  const auto lists = services.db.query<GiftList>(lists_sql, request.knobs.n());
  std::unordered_map<std::int64_t, Progress> progress_by_list;
  for (const Entry& entry : services.db.query<Entry>(entries_sql, request.knobs.n())) {
    Progress& progress = progress_by_list[entry.list_id];
    const std::int64_t missing = std::max<std::int64_t>(0, entry.wanted - entry.given);
    ++progress.books;
    progress.missing_copies += missing;
    progress.missing_cents += missing * entry.cents;
  }
  Rows rows({"title", "needed_on", "books", "missing", "value"});
  for (const GiftList& list : lists) {
    const Progress& progress = progress_by_list[list.id];
    rows.add(list.title, list.needed_on, progress.books, progress.missing_copies,
             price_of(progress.missing_cents));
  }
  return services.page(Value::object({{"lists", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage gift_lists_overview() {
  return {
      .summary = "gift lists with the number of books and the value of what is still missing",
      .why =
          "All entries of the lists are fetched to be counted and added up in code. The database could "
          "return one row per list.",
      .knobs = {items_knob("gift lists on the page", 2'500), dataset_knob()},
      .run = run,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
