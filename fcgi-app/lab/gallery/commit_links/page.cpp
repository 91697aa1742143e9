#include <algorithm>
#include <map>
#include <span>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view branch_sql =
    "SELECT b.name, r.name FROM vcs_branch AS b JOIN vcs_repository AS r ON r.id = b.repository_id WHERE "
    "b.id = ?";
constexpr std::string_view commits_sql =
    "SELECT LEFT(hash, 8), author, message FROM vcs_commit WHERE branch_id = ? ORDER BY position DESC LIMIT "
    "?";
constexpr std::string_view tasks_sql = "SELECT task_key, title, is_closed FROM vcs_task WHERE task_key IN (";
constexpr std::size_t tasks_in_one_query = 200;

struct Branch {
  std::string name, repository;
  static constexpr auto columns = std::tuple(&Branch::name, &Branch::repository);
};

struct Commit {
  std::string hash, author, message;
  static constexpr auto columns = std::tuple(&Commit::hash, &Commit::author, &Commit::message);
};

struct Task {
  std::string key, title;
  bool is_closed;
  static constexpr auto columns = std::tuple(&Task::key, &Task::title, &Task::is_closed);
};

// PAY-1204, but not the end of a longer word.
const io::BacktrackingPattern task_key(R"(\b[A-Z]{2,5}-\d{1,6}\b)");

// A part of a message: text, or the key of a task.
struct Part {
  std::string_view text;
  bool is_key;
};

std::vector<Part> parts_of(std::string_view message, Matcher& matcher) {
  std::vector<Part> parts;
  while (const auto found = matcher.find(task_key, message)) {
    parts.push_back({.text = message.substr(0, found->at), .is_key = false});
    parts.push_back({.text = message.substr(found->at, found->length), .is_key = true});
    message.remove_prefix(found->at + found->length);
  }
  parts.push_back({.text = message, .is_key = false});
  return parts;
}

using Tasks = std::map<std::string, Task, std::less<>>;

Tasks tasks_of(std::span<const std::string_view> keys, Database& db) {
  Tasks tasks;
  for (std::size_t from = 0; from < keys.size(); from += tasks_in_one_query) {
    std::string sql(tasks_sql);
    std::vector<Parameter> parameters;
    for (const std::string_view key : keys.subspan(from, std::min(tasks_in_one_query, keys.size() - from))) {
      sql += parameters.empty() ? "?" : ", ?";
      parameters.push_back(to_parameter(key));
    }
    for (Cursor found = db.run(sql + ")", parameters); found.next();) {
      Task task = map_row<Task>(found);
      const std::string key = task.key;
      tasks.emplace(key, std::move(task));
    }
  }
  return tasks;
}

// A key that no task has is only text.
std::string html_of(const std::vector<Part>& parts, const Tasks& tasks) {
  std::string html;
  for (const Part& part : parts) {
    const auto task = part.is_key ? tasks.find(part.text) : tasks.end();
    if (task != tasks.end()) {
      html += "<a href=\"/tasks/" + task->first + "\" title=\"";
      append_html_escaped(task->second.title, html);
      html += task->second.is_closed ? "\" class=\"closed\">" : "\">";
    }
    append_html_escaped(part.text, html);
    if (task != tasks.end()) html += "</a>";
  }
  return html;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("branch");
  const auto branch = db.query_one<Branch>(branch_sql, id);
  if (!branch) throw NotFound("there is no branch " + std::to_string(id));
  const auto commits = db.query<Commit>(commits_sql, id, request.knobs.n());

  std::vector<std::vector<Part>> messages;
  std::vector<std::string_view> keys;
  for (const Commit& each : commits) {
    messages.push_back(parts_of(each.message, services.matcher));
    for (const Part& part : messages.back())
      if (part.is_key) keys.push_back(part.text);
  }
  std::ranges::sort(keys);
  const auto repeated = std::ranges::unique(keys);
  keys.erase(repeated.begin(), repeated.end());
  const Tasks tasks = tasks_of(keys, db);

  Rows rows({"hash", "author", "message"});
  for (std::size_t at = 0; at < commits.size(); ++at)
    rows.add(commits[at].hash, commits[at].author, html_of(messages[at], tasks));
  return services
      .page(Value::object({{"repository", branch->repository},
                           {"branch", branch->name},
                           {"tasks", tasks.size()},
                           {"commits", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage commit_links() {
  return {
      .summary = "the commits of a branch with links from their messages to the tasks that they name",
      .why =
          "Innocent: a pattern is searched in every message, but each of its parts has at most six "
          "characters, so that it can't go back far, and each search begins where the last one ended. The "
          "tasks are looked up when all keys are known, each once, two hundred in a query.",
      .knobs = {items_knob("commits on the page", 640),
                {.name = "branch", .help = "number of the branch", .initial = 4, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
