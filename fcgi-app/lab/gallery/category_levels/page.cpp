#include <algorithm>
#include <span>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t max_ids = 500;  // in one IN list

struct Category {
  std::int64_t id, parent_id;
  std::string name;
  std::int64_t children;
  static constexpr auto columns =
      std::tuple(&Category::id, &Category::parent_id, &Category::name, &Category::children);
};

using Level = std::vector<Category>;
using ByParent = std::unordered_map<std::int64_t, Level>;

constexpr std::string_view departments =
    "SELECT id, 0, name, children FROM gallery_category WHERE parent_id IS NULL ORDER BY id LIMIT ?";
constexpr std::string_view children_in =
    "SELECT id, parent_id, name, children FROM gallery_category WHERE parent_id IN (";

void load_children(Database& db, std::span<const std::int64_t> parents, Level& level) {
  std::string sql(children_in);
  std::vector<Parameter> ids;
  for (const std::int64_t id : parents) {
    sql += ids.empty() ? "?" : ",?";
    ids.push_back(to_parameter(id));
  }
  Cursor cursor = db.run(sql + ") ORDER BY parent_id, id", ids);
  while (cursor.next()) level.push_back(map_row<Category>(cursor));
}

Level level_below(Database& db, const Level& above) {
  std::vector<std::int64_t> parents;
  for (const Category& category : above)
    if (category.children > 0) parents.push_back(category.id);
  Level level;
  for (std::size_t at = 0; at < parents.size(); at += max_ids)
    load_children(db, std::span(parents).subspan(at, std::min(max_ids, parents.size() - at)), level);
  return level;
}

Value branch(const Category& category, const ByParent& all) {
  Value children = Value::list();
  if (const auto found = all.find(category.id); found != all.end())
    for (const Category& child : found->second) children.add(branch(child, all));
  return Value::object({{"name", category.name}, {"children", std::move(children)}});
}

Response run(const Request& request, Services& services) {
  const Level top = services.db.query<Category>(departments, request.knobs.n());
  ByParent all;
  for (Level level = level_below(services.db, top); !level.empty(); level = level_below(services.db, level))
    for (const Category& category : level) all[category.parent_id].push_back(category);
  Value tree = Value::list();
  for (const Category& category : top) tree.add(branch(category, all));
  Response response = services.page(Value::object({{"tree", std::move(tree)}}));
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage category_levels() {
  return {
      .summary = "the category tree: departments, their sections and shelves",
      .why =
          "The tree is loaded level by level, with one query per 500 parents, so the number of queries "
          "follows its depth and not its size.",
      .knobs = {items_knob("departments on the page", 640), dataset_knob()},
      .run = run,
      .labels = {},
  };
}

}  // namespace caseload::gallery
