#include <unordered_set>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Essay {
  std::string title, body;
  static constexpr auto columns = std::tuple(&Essay::title, &Essay::body);
};

struct Other {
  std::int64_t id;
  std::string body;
  static constexpr auto columns = std::tuple(&Other::id, &Other::body);
};

constexpr std::string_view essay_sql = "SELECT title, body FROM document WHERE id = ?";
constexpr std::string_view others_sql =
    "SELECT id, body FROM document WHERE id <> ? ORDER BY year DESC, id DESC LIMIT ?";
constexpr std::string_view receipt_sql =
    "INSERT INTO essay_receipt (essay_id, report) VALUES (?, ?) ON DUPLICATE KEY UPDATE report = "
    "VALUES(report), "
    "checked = checked + 1";
constexpr std::size_t words_compared = 5;

// Calls `see` with every run of five words.
template <class See>
void each_run(std::string_view text, See see) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size();) {
    starts.push_back(at);
    if (starts.size() > words_compared) {
      const std::size_t first = starts[starts.size() - words_compared - 1];
      see(text.substr(first, at - first));
    }
    const std::size_t space = text.find(' ', at);
    if (space == text.npos) return;
    at = space + 1;
  }
}

// For the teacher: from which of the course's papers the essay may be taken.
std::string report_on(std::int64_t id, const Essay& essay, std::int64_t papers, Database& db) {
  std::unordered_set<std::string_view> runs;
  each_run(essay.body, [&](std::string_view run) { runs.insert(run); });
  std::string report = essay.title + "\n";
  std::int64_t suspicious = 0;
  db.each<Other>(
      others_sql,
      [&](const Other& other) {
        std::size_t shared = 0;
        each_run(other.body, [&](std::string_view run) { shared += runs.count(run); });
        if (shared * 4 > runs.size() * 3 && ++suspicious <= 10)
          report += "paper " + std::to_string(other.id) + ": " + std::to_string(shared) + "\n";
        return true;
      },
      id, papers);
  return report + std::to_string(suspicious) + " papers in all\n";
}

Response submit(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("essay");
  const auto essay = services.db.query_one<Essay>(essay_sql, id);
  if (!essay) throw NotFound("there is no essay " + std::to_string(id));
  const std::string report = report_on(id, *essay, request.knobs.integer("papers"), services.db);
  services.db.execute(receipt_sql, id, report);
  return services.page(Value::object({{"title", essay->title}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage essay_check() {
  return {
      .summary = "a student hands in an essay and reads that it has arrived",
      .why =
          "Before the student reads \"thank you\", the essay is compared with hundreds of papers for a "
          "report that only the teacher will open. A background job could write the report.",
      .knobs = {{.name = "papers",
                 .help = "papers of the course",
                 .initial = 320,
                 .minimum = 1,
                 .maximum = 639,
                 .ladder = {20, 80, 320, 639}},
                {.name = "essay", .help = "number of the essay", .initial = 71, .minimum = 1, .maximum = 640},
                dataset_knob()},
      .run = submit,
      .labels = {{.name = "background-task"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
