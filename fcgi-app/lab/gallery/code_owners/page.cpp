#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view change_sql =
    "SELECT c.title, c.author, c.repository_id, r.name, SUBSTRING_INDEX(c.paths, '\\n', ?) "
    "FROM proposed_change AS c JOIN source_repository AS r ON r.id = c.repository_id WHERE c.id = ?";
constexpr std::string_view rules_sql =
    "SELECT folder, team FROM source_owner_rule WHERE repository_id = ? ORDER BY line_no";
constexpr std::string_view approvals_sql =
    "SELECT person, team FROM proposed_change_approval WHERE change_id = ? ORDER BY team, person";
constexpr std::string_view checks_sql =
    "SELECT name, state FROM proposed_change_check WHERE change_id = ? ORDER BY name";

struct Change {
  std::string title, author;
  std::int64_t repository;
  std::string repository_name, paths;  // one path in a line
  static constexpr auto columns = std::tuple(&Change::title, &Change::author, &Change::repository,
                                             &Change::repository_name, &Change::paths);
};

struct OwnerRule {
  std::string folder, team;
  static constexpr auto columns = std::tuple(&OwnerRule::folder, &OwnerRule::team);
};

struct Approval {
  std::string person, team;
  static constexpr auto columns = std::tuple(&Approval::person, &Approval::team);
};

struct Check {
  std::string name, state;
  static constexpr auto columns = std::tuple(&Check::name, &Check::state);
};

class Repository {
 public:
  Repository(Database& db, std::int64_t id) : db_(db), id_(id) {}

  // The last rule that fits decides, as in an OWNERS file.
  std::string owner_of(std::string_view path) const {
    std::string team = "anyone";
    for (OwnerRule& rule : db_.query<OwnerRule>(rules_sql, id_))
      if (path.starts_with(rule.folder)) team = std::move(rule.team);
    return team;
  }

 private:
  Database& db_;
  std::int64_t id_;
};

// In Markdown, as the bot posts it below the change.
Response comment(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("change");
  const auto change = db.query_one<Change>(change_sql, request.knobs.n(), id);
  if (!change) throw NotFound("there is no change " + std::to_string(id));
  const auto approvals = db.query<Approval>(approvals_sql, id);

  const Repository repository(db, change->repository);
  std::map<std::string, std::int64_t> files_of;
  for (const std::string_view path : lines_of(change->paths)) ++files_of[repository.owner_of(path)];

  std::string text = "# " + change->title + "\n\nby " + change->author + " in `" + change->repository_name +
                     "`\n\n| team | files | approved by |\n|---|--:|---|\n";
  for (const auto& [team, files] : files_of) {
    const auto approval = std::ranges::find(approvals, team, &Approval::team);
    text.append("| ").append(team).append(" | ").append(std::to_string(files)).append(" | ");
    text.append(approval == approvals.end() ? "**nobody yet**" : approval->person).append(" |\n");
  }
  text += "\n";
  for (const Check& each : db.query<Check>(checks_sql, id))
    text.append("- [").append(each.state == "passed" ? "x" : " ").append("] ").append(each.name).append("\n");
  return Response{.body = std::move(text)}
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage code_owners() {
  return {
      .summary = "the comment of a bot below a code change: which teams own its files, and who approved",
      .why =
          "The files are lines of a text and need no query. But for each of them the rules of the same "
          "repository are read again. They are the same for all files and could be read once.",
      .knobs = {items_knob("files of the change to look at", 640),
                {.name = "change", .help = "number of the change", .initial = 4, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = comment,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
