#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t ids_at_once = 50;

struct Part {
  std::int64_t id, level;
  std::string number, name;
  static constexpr auto columns = std::tuple(&Part::id, &Part::level, &Part::number, &Part::name);
};

struct Use {
  std::int64_t part_id, in_id, pieces;
  static constexpr auto columns = std::tuple(&Use::part_id, &Use::in_id, &Use::pieces);
};

using Ids = std::vector<std::int64_t>;

// The rows for these ids. Each query has fifty placeholders; the last id fills those that are left.
template <class Row>
std::vector<Row> rows_for(std::string_view select, const Ids& ids, Database& db) {
  std::vector<Row> rows;
  for (std::size_t from = 0; from < ids.size(); from += ids_at_once) {
    std::string sql(select);
    std::vector<Parameter> values;
    for (std::size_t at = from; at < from + ids_at_once; ++at) {
      sql += values.empty() ? "(?" : ", ?";
      values.push_back(to_parameter(ids[std::min(at, ids.size() - 1)]));
    }
    Cursor cursor = db.run(sql + ")", values);
    while (cursor.next()) rows.push_back(map_row<Row>(cursor));
  }
  return rows;
}

constexpr std::string_view parts_select = "SELECT id, level, number, name FROM tool_part WHERE id IN ";
constexpr std::string_view uses_select = "SELECT part_id, in_id, pieces FROM tool_part_use WHERE part_id IN ";

// How many of the part are in each of those it is built into, directly or not. Goes up level by level.
std::map<std::int64_t, std::int64_t> pieces_in_all(std::int64_t part, Database& db) {
  std::map<std::int64_t, std::int64_t> in_all, level{{part, 1}};
  while (!level.empty()) {
    Ids ids;
    for (const auto& [id, pieces] : level) ids.push_back(id);
    std::map<std::int64_t, std::int64_t> next;
    for (const Use& use : rows_for<Use>(uses_select, ids, db))
      next[use.in_id] += level[use.part_id] * use.pieces;
    in_all.merge(level);
    level = std::move(next);
  }
  return in_all;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = 1'000'000 + request.knobs.integer("screw");
  const auto pieces = pieces_in_all(id, services.db);
  Ids ids;
  for (const auto& [part, number] : pieces) ids.push_back(part);
  auto parts = rows_for<Part>(parts_select, ids, services.db);
  std::sort(parts.begin(), parts.end(), [](const Part& one, const Part& other) {
    return one.level != other.level ? one.level > other.level : one.number < other.number;
  });
  Rows rows({"number", "name", "pieces", "is_machine"});
  for (const Part& each : parts) {
    if (each.id == id) continue;
    constexpr std::int64_t machines = 5;
    rows.add(each.number, each.name, pieces.at(each.id), each.level == machines);
  }
  const auto screw = std::ranges::find(parts, id, &Part::id);
  if (screw == parts.end()) throw NotFound("there is no such screw");
  return services
      .page(Value::object({{"number", screw->number}, {"name", screw->name}, {"uses", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage where_used() {
  return {
      .summary = "where a screw is used: all parts, groups, units and machine tools that have it inside",
      .why =
          "Innocent: the queries run in a loop, but once for each of the five levels, with up to fifty ids "
          "in each. The names of all parts are loaded at the end in the same way. More data means other "
          "parts, not more of them.",
      .knobs =
          {{.name = "screw", .help = "number of the screw", .initial = 451, .minimum = 1, .maximum = 6'250},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
