#include <algorithm>
#include <iterator>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t max_bytes = 200'000, max_segment_bytes = 1'000;
constexpr std::int64_t documents_kept = 25;

constexpr std::string_view project_sql =
    "SELECT name, languages, cents_per_word FROM agency_project WHERE id = ?";
constexpr std::string_view add_document_sql = "INSERT INTO agency_source (project_id) VALUES (?)";
constexpr std::string_view add_segment_sql =
    "INSERT INTO agency_segment (source_id, number, text, words) VALUES (?, ?, ?, ?)";
constexpr std::string_view remove_segments_sql = "DELETE FROM agency_segment WHERE source_id = ?";
constexpr std::string_view remove_document_sql = "DELETE FROM agency_source WHERE id = ?";

struct Project {
  std::string name, languages;
  std::int64_t cents_per_word;
  static constexpr auto columns = std::tuple(&Project::name, &Project::languages, &Project::cents_per_word);
};

// What a client uploads when nothing is in the body: a manual with this many sentences.
std::string manual_of(std::int64_t sentences) {
  constexpr std::string_view verbs[] = {"Loosen", "Turn", "Check", "Clean", "Replace"};
  constexpr std::string_view things[] = {"the upper valve",  "both filters", "the oil pan",   "each bolt",
                                         "the safety catch", "the belt",     "the drain plug"};
  std::string text;
  for (std::int64_t at = 0; at < sentences; ++at) {
    const auto row = static_cast<std::size_t>(at);
    text += std::string(verbs[row % std::size(verbs)]) + " " + std::string(things[row % std::size(things)]);
    text += " as in figure " + std::to_string(at / 4 + 1) + ". ";
  }
  return text;
}

// Sentences of a source text, as a translator gets them one below the other. They refer to the text.
class Sentences {
 public:
  explicit Sentences(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> next() {
    while (!rest_.empty()) {
      const std::size_t end = std::min(rest_.find_first_of(".!?\n"), rest_.size() - 1);
      const std::string_view sentence = trimmed(rest_.substr(0, end + 1));
      rest_.remove_prefix(end + 1);
      if (!sentence.empty()) return utf8_prefix(sentence, max_segment_bytes);
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
};

struct Stored {
  std::int64_t document = 0, segments = 0, words = 0;
};

Stored store(Database& db, std::int64_t project, std::string_view text) {
  Stored stored;
  db.transaction([&] {
    stored = {};
    db.execute(add_document_sql, project);
    stored.document = db.last_insert_id();
    Sentences sentences(text);
    while (const auto sentence = sentences.next()) {
      const auto words = static_cast<std::int64_t>(split(*sentence, " \t").size());
      db.execute(add_segment_sql, stored.document, ++stored.segments, *sentence, words);
      stored.words += words;
    }
    db.execute(remove_segments_sql, stored.document - documents_kept);
    db.execute(remove_document_sql, stored.document - documents_kept);
  });
  return stored;
}

Response run(const Request& request, Services& services) {
  if (request.body.size() > max_bytes)
    throw BadRequest("a source text has at most " + std::to_string(max_bytes) + " bytes");
  const std::int64_t id = request.knobs.integer("project");
  const auto project = services.db.query_one<Project>(project_sql, id);
  if (!project) throw NotFound("there is no project " + std::to_string(id));
  const Stored stored =
      store(services.db, id, request.body.empty() ? manual_of(request.knobs.n()) : request.body);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("project").text(project->name);
                     json.key("languages").text(project->languages).key("document").number(stored.document);
                     json.key("segments").number(stored.segments).key("words").number(stored.words);
                     json.key("cents").number(stored.words * project->cents_per_word).end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage segment_upload() {
  return {
      .summary = "a client of a translation agency uploads a text, which is stored sentence by sentence",
      .why =
          "The splitter hands out one sentence at a time, and each becomes an INSERT of its own. They share "
          "a transaction, but a manual of five hundred sentences is five hundred round trips. The sentences "
          "could be inserted some hundred at a time.",
      .knobs =
          {items_knob("sentences of the text", 2'560),
           {.name = "project", .help = "number of the project", .initial = 14, .minimum = 1, .maximum = 200},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
