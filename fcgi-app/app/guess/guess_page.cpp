#include "app/guess/guess_page.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "app/app.hpp"
#include "app/case_pages/demo.hpp"
#include "app/guess/guess_evidence.hpp"
#include "app/responses.hpp"
#include "app/variant_page.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/visitors.hpp"

namespace caseload {

namespace {

constexpr int first_number = 100;
constexpr std::uint32_t numbers = 900;

// FNV-1a, 32 bits.
std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

// The entries by number: the order in which the guesses are listed.
std::map<int, const PortfolioEntry*> numbered(const Portfolio& portfolio) {
  std::map<int, const PortfolioEntry*> entries;
  for (const PortfolioEntry& entry : portfolio.entries()) {
    std::uint32_t at = hash_of(entry.the_case->slug) % numbers;
    while (!entries.emplace(first_number + static_cast<int>(at), &entry).second) at = (at + 1) % numbers;
  }
  return entries;
}

// All cases by title: what a reader can choose. A choice is a place in this list, so that no slug is in the
// page.
std::vector<const PortfolioEntry*> choices(const Portfolio& portfolio) {
  std::vector<const PortfolioEntry*> all;
  for (const PortfolioEntry& entry : portfolio.entries()) all.push_back(&entry);
  std::ranges::sort(all, {}, [](const PortfolioEntry* entry) { return lower_case(entry->lesson.title); });
  return all;
}

Value choices_model(const Portfolio& portfolio) {
  Value list = Value::list();
  std::size_t value = 0;
  for (const PortfolioEntry* entry : choices(portfolio))
    list.add(Value::object({{"value", ++value}, {"title", entry->lesson.title}}));
  return list;
}

const PortfolioEntry& chosen(const Portfolio& portfolio, const std::string& text) {
  const auto all = choices(portfolio);
  const auto number = whole_number(text);
  if (!number || *number < 1 || *number > std::ssize(all))
    throw BadRequest("choice must be a number from 1 to " + std::to_string(all.size()) + "; got '" + text +
                     "'");
  return *all[static_cast<std::size_t>(*number - 1)];
}

// A variant can have more than one problem, and each of them is a right guess.
bool is_right(const PortfolioEntry& guess, const Case& the_case, const Variant& variant) {
  return guess.the_case == &the_case ||
         std::ranges::find(variant.labels, guess.the_case->slug, &Label::name) != variant.labels.end();
}

Value answer_model(const PortfolioEntry& entry, const PortfolioEntry& guess, const Value& lesson) {
  const bool right = is_right(guess, *entry.the_case, *entry.the_case->first(Pace::slow));
  return Value::object({{"is_right", right},
                        {"is_other", right && guess.the_case != entry.the_case},
                        {"guess", guess.lesson.title},
                        {"title", entry.lesson.title},
                        {"href", "/cases/" + entry.the_case->slug + "/"},
                        {"why", lesson["why"]},
                        {"recognise", lesson["recognise"]},
                        {"fix", lesson["fix"]}});
}

// As at the page of the case: without a session, as a demo customer.
Value evidence_of(Call& call, const Case& the_case) {
  const SlowSlot slot = slow_slot(call);
  const Request visit = has_session(call) ? call.request : as_demo_visitor(call.request);
  const DemoRun run = run_demo(call.owners, visit, the_case, call.shared.config.probes);
  return guess_evidence(run, *the_case.first(Pace::slow));
}

}  // namespace

std::vector<int> guess_numbers(const Portfolio& portfolio) {
  std::map<const PortfolioEntry*, int> by_entry;
  for (const auto& [number, entry] : numbered(portfolio)) by_entry.emplace(entry, number);
  std::vector<int> result;
  for (const PortfolioEntry& entry : portfolio.entries()) result.push_back(by_entry.at(&entry));
  return result;
}

Response guess_list(Call& call) {
  Value list = Value::list();
  for (const auto& [number, entry] : numbered(call.shared.portfolio))
    list.add(Value::object({{"number", number},
                            {"href", "/guess/" + std::to_string(number) + "/"},
                            {"level", title_of(entry->lesson.level)}}));
  return html_response(call.owners.templates.render(
      "guess_list", Value::object({{"title", "Guess first"}, {"guesses", std::move(list)}})));
}

Response guess_page(Call& call) {
  const auto entries = numbered(call.shared.portfolio);
  const auto number = whole_number(call.arguments[0]);
  const auto found =
      number ? entries.find(static_cast<int>(std::min<std::int64_t>(*number, 9999))) : entries.end();
  if (found == entries.end())
    throw NotFound("there is no guess with the number " + std::string(call.arguments[0]) +
                   "; /guess/ lists those that exist");
  const PortfolioEntry& entry = *found->second;
  const Case& the_case = *entry.the_case;
  const std::string choice = take_parameter(call.request, "choice");
  // A guess made below the evidence has both parameters.
  const bool wants_run = take_parameter(call.request, "run") == "1" && choice.empty();
  const bool posts = call.request.method == Method::post;
  if (wants_run) check_method(call.request, the_case.writes() ? Methods::write : Methods::read);
  if (posts && !wants_run && choice.empty()) throw BadRequest("the form has no 'choice'");
  call.request.knobs = Knobs::parse(the_case.knobs, call.request.query);

  const Value known = call.shared.case_pages.case_model(the_case, call.request.knobs, std::nullopt);
  const auto source = std::ranges::find_if(*known["sources"].items(),
                                           [](const Value& each) { return *each["is_slow"].boolean(); });
  const auto next = std::next(found) == entries.end() ? entries.begin() : std::next(found);
  Value model = Value::object({{"title", "Guess " + std::to_string(found->first)},
                               {"number", found->first},
                               {"level", title_of(entry.lesson.level)},
                               {"page", known["page"]},
                               {"writes", the_case.writes()},
                               {"code", (*source)["html_without_notes"]},
                               {"shared", known["shared_source"]["html_without_notes"]},
                               {"hints", hints_of(entry.lesson)},
                               {"choices", choices_model(call.shared.portfolio)},
                               {"next", "/guess/" + std::to_string(next->first) + "/"}});
  if (wants_run) model.set("evidence", evidence_of(call, the_case));
  if (posts && !wants_run)
    model.set("answer", answer_model(entry, chosen(call.shared.portfolio, choice), known["lesson"]));
  return html_response(call.owners.templates.render("guess", std::move(model)));
}

}  // namespace caseload
