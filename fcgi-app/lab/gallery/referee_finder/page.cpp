#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view letter_sql =
    "SELECT a.name, v.title, a.salary FROM cover_application AS a JOIN cover_vacancy AS v ON v.id = "
    "a.vacancy_id "
    "WHERE a.id = ?";
constexpr std::string_view sentences_sql =
    "SELECT text FROM cover_sentence WHERE application_id = ? ORDER BY number LIMIT ?";
constexpr std::string_view referees_sql =
    "SELECT name, email FROM cover_referee WHERE application_id = ? ORDER BY position";

struct Application {
  std::string name, title;
  std::int64_t salary;
  static constexpr auto columns = std::tuple(&Application::name, &Application::title, &Application::salary);
};

struct Sentence {
  std::string text;
  static constexpr auto columns = std::tuple(&Sentence::text);
};

struct Referee {
  std::string name, email;
  static constexpr auto columns = std::tuple(&Referee::name, &Referee::email);
};

// "Ada Smith <ada@example.org>"
const io::BacktrackingPattern named_address(R"([A-Za-z ,.'-]+ <[^ <>@]+@[^ <>@]+>)");

// The letter as it was pasted into the form, with its last line.
std::string letter_of(Database& db, std::int64_t application, std::int64_t sentences) {
  std::string text;
  for (const Sentence& each : db.query<Sentence>(sentences_sql, application, sentences))
    text.append(each.text).append(". ");
  text += "References:";
  for (const Referee& each : db.query<Referee>(referees_sql, application))
    text.append(" ").append(each.name).append(" <").append(each.email).append(">;");
  return text;
}

Rows found_in(std::string_view letter, Matcher& matcher) {
  Rows rows({"who"});
  while (const auto found = matcher.find(named_address, letter)) {
    rows.add(std::string(letter.substr(found->at, found->length)));
    letter.remove_prefix(found->at + found->length);
  }
  return rows;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("application");
  const auto application = services.db.query_one<Application>(letter_sql, id);
  if (!application) throw NotFound("there is no application " + std::to_string(id));
  const std::string letter = letter_of(services.db, id, request.knobs.n());
  return services
      .page(Value::object({{"name", application->name},
                           {"title", application->title},
                           {"salary", application->salary},
                           {"letter", letter},
                           {"referees", found_in(letter, services.matcher)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage referee_finder() {
  return {
      .summary = "a letter of application, and the referees whose addresses were found in it",
      .why =
          "A name may consist of all characters that prose consists of, and one of them is the blank that "
          "must follow it. From each character of the letter the name runs to the colon before the first "
          "referee and backtracks over all of it, looking for ` <`. The steps grow with the square of the "
          "letter's length. Searched from the `<` backwards, or with four words at most, they would not.",
      .knobs = {{.name = "n",
                 .help = "sentences of the letter",
                 .initial = 20,
                 .minimum = 1,
                 .maximum = 80,
                 .ladder = {10, 20, 40, 80}},
                {.name = "application",
                 .help = "number of the application",
                 .initial = 31,
                 .minimum = 1,
                 .maximum = 250},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "regex-backtracking"}},
  };
}

}  // namespace caseload::gallery
