#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A file has one of a few sets of permissions. Those of the member's groups are loaded once.
constexpr std::string_view rights_sql = R"(
  SELECT r.permission_set, MAX(r.level)
    FROM folder_membership m JOIN folder_right r ON r.group_id = m.group_id
   WHERE m.member_id = ?
   GROUP BY r.permission_set)";
constexpr std::string_view files_sql =
    "SELECT id, name, owner, bytes, permission_set FROM folder_file WHERE folder_id = ? ORDER BY name, id "
    "LIMIT ?";

struct Right {
  std::int64_t permission_set, level;
  static constexpr auto columns = std::tuple(&Right::permission_set, &Right::level);
};

struct File {
  std::int64_t id;
  std::string name, owner;
  std::int64_t bytes, permission_set;
  static constexpr auto columns =
      std::tuple(&File::id, &File::name, &File::owner, &File::bytes, &File::permission_set);
};

enum Level : std::int64_t { none, see, read, write };

class Rights {
 public:
  Rights(Database& db, std::int64_t member) {
    for (const Right& each : db.query<Right>(rights_sql, member)) levels_[each.permission_set] = each.level;
  }
  std::int64_t level_on(const File& file) const {
    const auto found = levels_.find(file.permission_set);
    return found == levels_.end() ? Level::none : found->second;
  }

 private:
  std::map<std::int64_t, std::int64_t> levels_;
};

Response show(const Request& request, Services& services) {
  const Rights rights(services.db, request.knobs.integer("member"));
  constexpr std::int64_t folder = 2;
  const auto files = services.db.query<File>(files_sql, folder, request.knobs.n());
  std::int64_t hidden = 0;
  Rows rows({"id", "name", "owner", "size", "can_read", "can_write"});
  for (const File& file : files) {
    const std::int64_t level = rights.level_on(file);
    if (level == Level::none)
      ++hidden;
    else
      rows.add(file.id, file.name, file.owner, bytes_text(static_cast<double>(file.bytes)),
               level >= Level::read, level >= Level::write);
  }
  return services.page(Value::object({{"hidden", hidden}, {"files", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage shared_drive() {
  return {
      .summary = "a folder of a shared drive, with what the member may do with each file",
      .why =
          "Permission is checked for each file, but in memory: one query has the member's rights on the few "
          "sets of permissions. Some files are fetched and not listed, because the page says how many are "
          "hidden.",
      .knobs =
          {items_knob("files to look at", 640),
           {.name = "member", .help = "number of the member", .initial = 8, .minimum = 1, .maximum = 200},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
