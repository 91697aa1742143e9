#include <algorithm>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Tour {
  std::int64_t id;
  std::string name, starts_on;
  static constexpr auto columns = std::tuple(&Tour::id, &Tour::name, &Tour::starts_on);
};

struct Day {
  std::int64_t tour_id, number, guide_id;
  std::string town;
  static constexpr auto columns = std::tuple(&Day::tour_id, &Day::number, &Day::guide_id, &Day::town);
};

struct Guide {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Guide::id, &Guide::name);
};

constexpr std::size_t ids_per_query = 100;

// The rows for many ids. The last query repeats its last id, so that all of them are the same to the server.
template <class Row>
std::vector<Row> rows_for(Database& db, const std::string& select, const std::vector<std::int64_t>& ids) {
  std::vector<Row> rows;
  for (std::size_t from = 0; from < ids.size(); from += ids_per_query) {
    std::string sql = select + " IN (?";
    std::vector<Parameter> values{to_parameter(ids[from])};
    while (values.size() < ids_per_query) {
      sql += ",?";
      values.push_back(to_parameter(ids[std::min(from + values.size(), ids.size() - 1)]));
    }
    Cursor cursor = db.run(sql + ")", values);
    while (cursor.next()) rows.push_back(map_row<Row>(cursor));
  }
  return rows;
}

template <class Row>
std::vector<std::int64_t> distinct(const std::vector<Row>& rows, std::int64_t Row::*id) {
  std::vector<std::int64_t> ids;
  for (const Row& row : rows) ids.push_back(row.*id);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const auto tours =
      db.query<Tour>("SELECT id, name, starts_on FROM tour ORDER BY id DESC LIMIT ?", request.knobs.n());
  auto days = rows_for<Day>(db, "SELECT tour_id, number, guide_id, town FROM tour_day WHERE tour_id",
                            distinct(tours, &Tour::id));
  std::ranges::stable_sort(days, {}, &Day::number);
  std::unordered_map<std::int64_t, std::string> names;
  for (Guide& guide :
       rows_for<Guide>(db, "SELECT id, name FROM author WHERE id", distinct(days, &Day::guide_id)))
    names.emplace(guide.id, std::move(guide.name));

  std::unordered_map<std::int64_t, Rows> programmes;
  for (const Day& day : days)
    programmes.try_emplace(day.tour_id, Rows({"number", "town", "guide"}))
        .first->second.add(day.number, day.town, names[day.guide_id]);
  Rows rows({"name", "starts_on", "days"});
  for (const Tour& tour : tours)
    if (const auto programme = programmes.find(tour.id); programme != programmes.end())
      rows.add(tour.name, tour.starts_on, std::move(programme->second));
  return services.page(Value::object({{"tours", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage tour_programme() {
  return {
      .summary = "literary tours with their days, and who guides on each",
      .why =
          "Days and guides are looked up by id and the number of queries grows with the page, but each of "
          "them asks for the rows of a hundred ids.",
      .knobs = {items_knob("tours on the page", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
