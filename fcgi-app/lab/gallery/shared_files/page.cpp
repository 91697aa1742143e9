#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct File {
  std::int64_t id;
  std::string name;
  std::int64_t owner_id, bytes;
  bool is_public;
  std::string owner;
  static constexpr auto columns =
      std::tuple(&File::id, &File::name, &File::owner_id, &File::bytes, &File::is_public, &File::owner);
};

struct Grant {
  std::string level;
  static constexpr auto columns = std::tuple(&Grant::level);
};

// What a member may do with a file. Every page and every download goes through this policy.
class FilePolicy {
 public:
  FilePolicy(Database& db, std::int64_t member) : db_(db), member_(member) {}

  std::string access_to(const File& file) const {
    if (file.owner_id == member_) return "owner";
    const auto grant = db_.query_one<Grant>(
        "select level from file_grant where file_id = ? and member_id = ?", file.id, member_);
    if (grant) return grant->level;
    return file.is_public ? "read" : "";
  }

 private:
  Database& db_;
  std::int64_t member_;
};

constexpr std::string_view newest_sql = R"(
  select f.id, f.name, f.owner_id, f.bytes, f.is_public, c.name
    from (select id, name, owner_id, bytes, is_public from drive_file order by id desc limit ?) f
    left join customer c on c.id = f.owner_id
   order by f.id desc)";

std::string size_text(std::int64_t bytes) {
  return bytes < 1'000'000 ? std::to_string(bytes / 1'000) + " kB"
                           : std::to_string(bytes / 1'000'000) + " MB";
}

Response run(const Request& request, Services& services) {
  const auto files = services.db.query<File>(newest_sql, request.knobs.n());
  const FilePolicy policy(services.db, request.knobs.integer("member"));
  Rows rows({"name", "owner", "size", "may", "can_open", "can_edit"});
  for (const File& file : files) {
    std::string level = policy.access_to(file);
    const bool can_open = !level.empty();
    const bool can_edit = level == "owner" || level == "write";
    rows.add(file.name, file.owner, size_text(file.bytes), can_open ? std::move(level) : "ask the owner",
             can_open, can_edit);
  }
  return services.page(Value::object({{"files", std::move(rows)}})).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage shared_files() {
  return {
      .summary = "a file server's list of the newest files: what a member may do with each",
      .why =
          "The policy asks the database for the member's grant on each file, and mostly finds none. One "
          "query for the grants on the files of the page, or a LEFT JOIN, would do.",
      .knobs = {items_knob("files on the page", 2'560),
                {.name = "member",
                 .help = "number of the member",
                 .initial = 131,
                 .minimum = 1,
                 .maximum = 2'500,
                 .ladder = {131, 616}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
