#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view issues_sql = R"(
  SELECT i.number, i.title, i.state, c.name, i.blocked_by
    FROM (SELECT number, title, state, assignee_id, blocked_by FROM tracker_issue
           ORDER BY number DESC LIMIT ?) AS i
    LEFT JOIN customer AS c ON c.id = i.assignee_id
   ORDER BY i.number DESC)";
constexpr std::string_view blocker_sql = "SELECT title, state FROM tracker_issue WHERE number = ?";

struct Issue {
  std::int64_t number;
  std::string title, state;
  std::optional<std::string> assignee;
  std::optional<std::int64_t> blocked_by;
  static constexpr auto columns =
      std::tuple(&Issue::number, &Issue::title, &Issue::state, &Issue::assignee, &Issue::blocked_by);
};

struct Blocker {
  std::string title, state;
  static constexpr auto columns = std::tuple(&Blocker::title, &Blocker::state);
};

// "waits for #17 Renew the certificate", or nothing if that is done.
std::string hint_for(const Issue& issue, Database& db) {
  if (issue.state != "blocked" || !issue.blocked_by) return "";
  const auto blocker = db.query_one<Blocker>(blocker_sql, *issue.blocked_by);
  if (!blocker || blocker->state == "done") return "can go on";
  return "waits for #" + std::to_string(*issue.blocked_by) + " " + blocker->title;
}

Response show(const Request& request, Services& services) {
  const auto issues = services.db.query<Issue>(issues_sql, request.knobs.n());
  Rows rows({"number", "title", "state", "assignee", "hint"});
  for (const Issue& each : issues)
    rows.add(each.number, each.title, each.state, each.assignee, hint_for(each, services.db));
  return services.page(Value::object({{"issues", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage issue_board() {
  return {
      .summary = "the newest issues of a project, and for blocked ones what they wait for",
      .why =
          "The issue that a blocked one waits for is loaded by its number, one query for each blocked issue. "
          "A "
          "LEFT JOIN of the table with itself brings its title and state with the list.",
      .knobs = {items_knob("issues on the page", 1'280), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"}},
  };
}

}  // namespace caseload::gallery
