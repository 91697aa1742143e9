#include <unordered_map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view job_sql =
    "SELECT j.title, j.client_id, c.name FROM wordsmith_job AS j JOIN wordsmith_client AS c ON c.id = "
    "j.client_id "
    "WHERE j.id = ?";
// Four hundred terms at most, or a translator could not know them.
constexpr std::string_view terms_sql = "SELECT source, target FROM wordsmith_term WHERE client_id = ?";
constexpr std::string_view segments_sql =
    "SELECT number, source, target FROM wordsmith_segment WHERE job_id = ? ORDER BY number LIMIT ?";

struct Job {
  std::string title;
  std::int64_t client_id;
  std::string client;
  static constexpr auto columns = std::tuple(&Job::title, &Job::client_id, &Job::client);
};

struct Term {
  std::string source, target;
  static constexpr auto columns = std::tuple(&Term::source, &Term::target);
};

struct Segment {
  std::int64_t number;
  std::string source, target;
  static constexpr auto columns = std::tuple(&Segment::number, &Segment::source, &Segment::target);
};

constexpr std::string_view between_words = " .,;:!?\n\t\"()";

// The client's terms by the word in the source language.
class Glossary {
 public:
  explicit Glossary(const std::vector<Term>& terms) {
    targets_.reserve(terms.size());
    for (const Term& each : terms) targets_.emplace(lower_case(each.source), each.target);
  }

  // The terms of the source for which the target has another word than the client's.
  std::vector<std::pair<std::string, std::string>> missing_in(const Segment& segment) const {
    std::vector<std::pair<std::string, std::string>> missing;
    const std::string target = lower_case(segment.target);
    for (const std::string& word : split(lower_case(segment.source), between_words)) {
      const auto term = targets_.find(word);
      if (term != targets_.end() && target.find(lower_case(term->second)) == std::string::npos)
        missing.emplace_back(term->first, term->second);
    }
    return missing;
  }

  std::size_t size() const { return targets_.size(); }

 private:
  std::unordered_map<std::string, std::string> targets_;
};

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("job");
  const auto job = db.query_one<Job>(job_sql, id);
  if (!job) throw NotFound("there is no job " + std::to_string(id));
  // Terms are agreed on while the job is done, so what is checked is what was entered a second ago.
  const Glossary glossary(db.query<Term>(terms_sql, job->client_id));
  const auto segments = db.query<Segment>(segments_sql, id, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("job").text(job->title).key("client").text(job->client);
                     json.key("terms").number(static_cast<std::int64_t>(glossary.size()));
                     json.key("segments").begin_list();
                     for (const Segment& each : segments) {
                       json.begin_object().key("number").number(each.number).key("source").text(each.source);
                       json.key("target").text(each.target).key("missing").begin_list();
                       for (const auto& [source, target] : glossary.missing_in(each))
                         json.begin_object().key("term").text(source).key("use").text(target).end_object();
                       json.end_list().end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage glossary_check() {
  return {
      .summary = "a translation is checked against the client's glossary, sentence by sentence, as JSON",
      .why =
          "Every word of every sentence is compared with four hundred terms, but by one look into a hash. "
          "All terms of the client are loaded, since which words the sentences have is only known in the "
          "code, and they must be the current ones. Three queries, whatever the length of the text.",
      .knobs = {items_knob("sentences that are checked", 640),
                {.name = "job", .help = "number of the job", .initial = 12, .minimum = 1, .maximum = 25},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
