#include <algorithm>
#include <unordered_set>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Manuscript {
  std::string title, text;
  static constexpr auto columns = std::tuple(&Manuscript::title, &Manuscript::text);
};

struct Text {
  std::int64_t id;
  std::string title, text;
  static constexpr auto columns = std::tuple(&Text::id, &Text::title, &Text::text);
};

struct Similar {
  std::size_t shared;
  std::string title;
};

constexpr std::string_view manuscript_sql = "SELECT title, body FROM document WHERE id = ?";
constexpr std::string_view others_sql = "SELECT id, title, body FROM document";
constexpr std::size_t min_shared = 60;

// Calls `see` with each two sentences that follow each other.
template <class See>
void each_passage(std::string_view text, See see) {
  std::size_t begin = 0, middle = text.find(". ");
  while (middle != text.npos) {
    const std::size_t end = text.find(". ", middle + 2);
    if (end == text.npos) return;
    see(text.substr(begin, end - begin));
    begin = middle + 2;
    middle = end;
  }
}

// Which texts share passages with the manuscript? Reviewers get the list before they read.
std::string originality_report(std::int64_t number, const Manuscript& manuscript, Database& db) {
  std::unordered_set<std::string_view> passages;
  each_passage(manuscript.text, [&](std::string_view passage) { passages.insert(passage); });
  std::vector<Similar> similar;
  db.each<Text>(others_sql, [&](const Text& other) {
    if (other.id == number) return true;
    std::size_t shared = 0;
    each_passage(other.text, [&](std::string_view passage) { shared += passages.count(passage); });
    if (shared >= min_shared) similar.push_back({.shared = shared, .title = other.title});
    return true;
  });
  std::ranges::stable_sort(similar, std::ranges::greater(), &Similar::shared);
  std::string report = "Originality of \"" + manuscript.title + "\"\n";
  for (const Similar& each : similar)
    report +=
        std::to_string(each.shared) + " of " + std::to_string(passages.size()) + ": " + each.title + "\n";
  return report;
}

Response submit(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t number = request.knobs.integer("manuscript");
  const auto manuscript = db.query_one<Manuscript>(manuscript_sql, number);
  if (!manuscript) throw NotFound("there is no manuscript " + std::to_string(number));
  db.execute("INSERT INTO report_request (publisher_id) VALUES (?)", request.knobs.integer("publisher"));
  const std::int64_t id = db.last_insert_id();
  const std::string report = originality_report(number, *manuscript, db);
  db.transaction([&] { services.destination.deliver(db, id, report); });
  return services.page(Value::object({{"title", manuscript->title}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage manuscript_submitted() {
  return {
      .summary = "an author submits a manuscript to a publisher",
      .why =
          "The manuscript is compared with every text of the archive before the author reads that it has "
          "arrived. Only the reviewers need the report, so a background job could write it.",
      .knobs = {{.name = "manuscript",
                 .help = "number of the manuscript",
                 .initial = 212,
                 .minimum = 1,
                 .maximum = 640},
                {.name = "publisher",
                 .help = "number of the publisher",
                 .initial = 58,
                 .minimum = 1,
                 .maximum = 1'000},
                dataset_knob()},
      .run = submit,
      .labels = {{.name = "background-task"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
