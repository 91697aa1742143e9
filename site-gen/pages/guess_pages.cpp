#include "pages/guess_pages.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/excerpt.hpp"
#include "core/numbers.hpp"
#include "io/text/annotated_code.hpp"
#include "io/text/markdown.hpp"
#include "io/text/read_file.hpp"
#include "read/evidence_text.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

std::string page_of_guess(int number) {
  return "guess/" + std::to_string(number) + "/index.html";
}

std::string page_of_answer(int number) {
  return "guess/" + std::to_string(number) + "/answer.html";
}

Value code_of(const std::string& text, const std::string& marker, io::Highlighter& highlighter) {
  const auto names = excerpt_names(text);
  if (std::ranges::find(names, marker) == names.end()) return {};
  return io::AnnotatedCode(marker, cut_excerpt(text, marker), highlighter).html_without_notes();
}

// The requests of a visitor who comes twice, at the size where the mistake shows; one if the page was
// requested only once.
std::vector<const Observation*> visits_of(const CaseMaterial& material, const Variant& slow) {
  std::vector<const Observation*> visits;
  const CaseResult* result =
      material.run == nullptr ? nullptr : material.run->find_case(material.the_case.slug);
  const VariantResult* seen = result == nullptr ? nullptr : result->variant(slow.name);
  if (seen == nullptr) return visits;
  const Headline headline = headline_of(&material.the_case, *result);
  const Observation* first = observation_of(*seen, headline.knobs, false);
  const Observation* again = observation_of(*seen, headline.knobs, true);
  for (const Observation* each : {first, again})
    if (each != nullptr && (visits.empty() || visits.back() != each)) visits.push_back(each);
  return visits;
}

Value rows_of(const std::vector<const Observation*>& visits, const PortfolioEntry& entry) {
  Value rows = Value::list();
  for (const EvidenceKey& key : evidence_keys()) {
    if (names_problem(key.title, entry)) continue;
    Value cells = Value::list();
    bool says_something = false;
    for (const Observation* visit : visits) {
      const auto value = visit->count(key.name);
      says_something = says_something || value.value_or(0) != 0;
      cells.add(Value::object({{"text", value ? Value(evidence_text(*value, key.name)) : Value()}}));
    }
    if (says_something) rows.add(Value::object({{"title", key.title}, {"cells", std::move(cells)}}));
  }
  return rows;
}

Value queries_of(const Observation& visit) {
  const auto count = [](const std::optional<std::int64_t>& value) {
    return value ? grouped(*value) : std::string("?");
  };
  Value queries = Value::list();
  for (const Digest& digest : visit.digests)
    queries.add(Value::object({{"text", digest.text},
                               {"times", count(digest.times)},
                               {"distinct", count(digest.distinct)},
                               {"rows", count(digest.rows)}}));
  return queries;
}

Value evidence_of(const CaseMaterial& material, const PortfolioEntry& entry, const Variant& slow) {
  const auto visits = visits_of(material, slow);
  if (visits.empty()) return {};
  Value steps = Value::list();
  for (const Observation* visit : visits)
    steps.add(Value::object({{"title", visits.size() == 1       ? "Value"
                                       : visit->visit == "warm" ? "Repeated request"
                                                                : "First request"}}));
  Value queries = queries_of(*visits.back());
  return Value::object({{"steps", std::move(steps)},
                        {"rows", rows_of(visits, entry)},
                        {"has_queries", !queries.items()->empty()},
                        {"queries", std::move(queries)},
                        {"date", material.run_summary->started.substr(0, 10)}});
}

Value choices_of(const Portfolio& portfolio) {
  Value choices = Value::list();
  std::size_t value = 0;
  for (const PortfolioEntry* each : guess_choices(portfolio))
    choices.add(Value::object({{"value", ++value}, {"title", each->lesson.title}}));
  return choices;
}

Value hints_of(const Lesson& lesson) {
  Value hints = Value::list();
  for (const std::string& markdown : guess_hints(lesson))
    hints.add(
        Value::object({{"number", hints.items()->size() + 1}, {"html", io::markdown_to_html(markdown)}}));
  return hints;
}

// The right choices, as the answer's page compares them.
std::string right_choices(const Portfolio& portfolio, const PortfolioEntry& entry) {
  std::string right;
  int value = 0;
  for (const PortfolioEntry* each : guess_choices(portfolio)) {
    ++value;
    if (is_right_guess(*each, entry)) right += (right.empty() ? "" : " ") + std::to_string(value);
  }
  return right;
}

Page plain_page(const std::string& path, const std::string& title, const std::string& description,
                std::vector<std::string> scripts) {
  return {.path = path,
          .title = title,
          .description = description,
          .section = "guess/index.html",
          .edit_path = {},
          .previous = {},
          .next = {},
          .scripts = std::move(scripts),
          .body_class = "guess-page",
          .links_from_root = false,
          .names_cases = false};
}

void write_answer(PageWriter& writer, const Guess& guess, const Guess& next, const CaseMaterial& material) {
  const std::string number = std::to_string(guess.number);
  const std::string path = page_of_answer(guess.number);
  const Lesson& lesson = material.lesson;
  writer.write(plain_page(path, "Answer to guess " + number,
                          "What is wrong with page " + number + ", and why.", {"guess_answer.js"}),
               "guess_answer",
               Value::object({{"number", guess.number},
                              {"slug", material.the_case.slug},
                              {"title", lesson.title},
                              {"right", right_choices(material.portfolio, *guess.entry)},
                              {"choices", choices_of(material.portfolio)},
                              {"why", io::markdown_to_html(lesson.why)},
                              {"recognise", io::markdown_to_html(lesson.recognise)},
                              {"fix", io::markdown_to_html(lesson.fix)},
                              {"href", relative(path, page_of_case(material.the_case.slug))},
                              {"guess_href", relative(path, page_of_guess(guess.number))},
                              {"next", relative(path, page_of_guess(next.number))}}));
}

}  // namespace

void write_guess(PageWriter& writer, const Guess& guess, const Guess& next, const CaseMaterial& material,
                 const std::filesystem::path& source, io::Highlighter& highlighter) {
  const auto text = io::read_file(source);
  if (!text) throw std::runtime_error("can't read " + source.generic_string());
  const Variant* slow = material.the_case.first(Pace::slow);
  if (slow == nullptr) throw std::runtime_error(source.generic_string() + ": has no slow variant");
  const std::string number = std::to_string(guess.number);
  const std::string path = page_of_guess(guess.number);
  writer.write(plain_page(path, "Guess " + number, "A page with a problem. Which one is it?", {}), "guess",
               Value::object({{"number", guess.number},
                              {"level", title_of(material.lesson.level)},
                              {"page", material.the_case.page},
                              {"code", code_of(*text, slow->name, highlighter)},
                              {"shared", code_of(*text, "shared", highlighter)},
                              {"evidence", evidence_of(material, *guess.entry, *slow)},
                              {"hints", hints_of(material.lesson)},
                              {"choices", choices_of(material.portfolio)},
                              {"next", relative(path, page_of_guess(next.number))}}));
  write_answer(writer, guess, next, material);
}

void write_guess_list(PageWriter& writer, const Portfolio& portfolio) {
  Value list = Value::list();
  for (const Guess& guess : guesses_of(portfolio))
    list.add(Value::object({{"number", guess.number},
                            {"href", std::to_string(guess.number) + "/index.html"},
                            {"level", title_of(guess.entry->lesson.level)}}));
  writer.write(
      plain_page("guess/index.html", "Guess first", "Pages with a problem, and nothing says which.", {}),
      "guess_list", Value::object({{"guesses", std::move(list)}}));
}

}  // namespace caseload::site
