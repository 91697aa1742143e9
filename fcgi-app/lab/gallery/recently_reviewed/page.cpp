#include <set>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t first_year = 2010;

struct Reviewed {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&Reviewed::book_id);
};

struct Hit {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  std::string price;
  static constexpr auto columns = std::tuple(&Hit::id, &Hit::title, &Hit::year, &Hit::price);
};

// Reviews come in bursts, so the same book is often in the list twice.
std::set<std::int64_t> ids_of_reviewed(Database& db, std::int64_t n) {
  std::set<std::int64_t> ids;
  const auto newest =
      db.query<Reviewed>("SELECT book_id FROM review ORDER BY created_at DESC, id DESC LIMIT ?", n);
  for (const Reviewed& review : newest) ids.insert(review.book_id);
  return ids;
}

std::vector<Hit> hits_among(Database& db, const std::set<std::int64_t>& ids) {
  std::string sql = "SELECT id, title, year, price FROM book WHERE year >= ? AND id IN (";
  std::vector<Parameter> values{to_parameter(first_year)};
  for (const std::int64_t id : ids) {
    sql += values.size() == 1 ? "?" : ", ?";
    values.push_back(to_parameter(id));
  }
  Cursor cursor = db.run(sql + ") ORDER BY id", values);
  std::vector<Hit> hits;
  while (cursor.next()) hits.push_back(map_row<Hit>(cursor));
  return hits;
}

Response run(const Request& request, Services& services) {
  const std::set<std::int64_t> ids = ids_of_reviewed(services.db, request.knobs.n());
  std::vector<Hit> hits;
  if (!ids.empty()) hits = hits_among(services.db, ids);
  Rows rows({"id", "title", "year", "price"});
  for (const Hit& hit : hits) rows.add(hit.id, hit.title, hit.year, hit.price);
  Response response = services.page(
      Value::object({{"since", first_year}, {"reviewed", ids.size()}, {"books", std::move(rows)}}));
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage recently_reviewed() {
  return {
      .summary = "search results: the books of the newest reviews that were published since 2010",
      .why =
          "The ids of all reviewed books go back to the database as one IN list, which has no limit but "
          "the number of reviews asked for; a join would need none.",
      .knobs = {items_knob("newest reviews to look at"), dataset_knob()},
      .run = run,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
