#include "app/guess/guess_page.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/app.hpp"
#include "app/case_pages/demo.hpp"
#include "app/guess/guess_evidence.hpp"
#include "app/responses.hpp"
#include "app/variant_page.hpp"
#include "core/errors.hpp"
#include "core/guesses.hpp"
#include "core/text.hpp"
#include "shop/visitors.hpp"

namespace caseload {

namespace {

Value choices_model(const Portfolio& portfolio) {
  Value list = Value::list();
  std::size_t value = 0;
  for (const PortfolioEntry* entry : guess_choices(portfolio))
    list.add(Value::object({{"value", ++value}, {"title", entry->lesson.title}}));
  return list;
}

const PortfolioEntry& chosen(const Portfolio& portfolio, const std::string& text) {
  const auto all = guess_choices(portfolio);
  const auto number = whole_number(text);
  if (!number || *number < 1 || *number > std::ssize(all))
    throw BadRequest("choice must be a number from 1 to " + std::to_string(all.size()) + "; got '" + text +
                     "'");
  return *all[static_cast<std::size_t>(*number - 1)];
}

Value answer_model(const PortfolioEntry& entry, const PortfolioEntry& guess, const Value& lesson) {
  const bool right = is_right_guess(guess, entry);
  return Value::object({{"slug", entry.the_case->slug},
                        {"is_right", right},
                        {"is_other", right && guess.the_case != entry.the_case},
                        {"guess", guess.lesson.title},
                        {"title", entry.lesson.title},
                        {"href", "/cases/" + entry.the_case->slug + "/"},
                        {"why", lesson["why"]},
                        {"recognise", lesson["recognise"]},
                        {"fix", lesson["fix"]}});
}

// As at the page of the case: without a session, as a demo customer.
Value evidence_of(Call& call, const PortfolioEntry& entry) {
  const SlowSlot slot = slow_slot(call);
  const Request visit = has_session(call) ? call.request : as_demo_visitor(call.request);
  const DemoRun run = run_demo(call.owners, visit, *entry.the_case, call.shared.config.probes);
  return guess_evidence(run, entry);
}

}  // namespace

Response guess_list(Call& call) {
  Value list = Value::list();
  for (const auto& [number, entry] : guesses_of(call.shared.portfolio))
    list.add(Value::object({{"number", number},
                            {"href", "/guess/" + std::to_string(number) + "/"},
                            {"level", title_of(entry->lesson.level)}}));
  return html_response(call.owners.templates.render(
      "guess_list",
      Value::object(
          {{"title", "Guess first"},
           {"description", "Pages with a performance problem: look at code and evidence, and find it."},
           {"guesses", std::move(list)}})));
}

Response guess_numbers(Call& call) {
  return html_response(guess_numbers_script(call.shared.portfolio))
      .set("Content-Type", "text/javascript; charset=utf-8");
}

Response guess_page(Call& call) {
  const std::vector<Guess> guesses = guesses_of(call.shared.portfolio);
  const auto number = whole_number(call.arguments[0]).value_or(0);
  const auto found = std::ranges::find(guesses, number, &Guess::number);
  if (found == guesses.end())
    throw NotFound("there is no guess with the number " + std::string(call.arguments[0]) +
                   "; /guess/ lists those that exist");
  const PortfolioEntry& entry = *found->entry;
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
  const auto next = std::next(found) == guesses.end() ? guesses.begin() : std::next(found);
  Value model = Value::object({{"title", "Guess " + std::to_string(found->number)},
                               {"number", found->number},
                               {"level", title_of(entry.lesson.level)},
                               {"page", known["page"]},
                               {"writes", the_case.writes()},
                               {"code", (*source)["html_without_notes"]},
                               {"shared", known["shared_source"]["html_without_notes"]},
                               {"hints", hints_of(entry.lesson)},
                               {"choices", choices_model(call.shared.portfolio)},
                               {"next", "/guess/" + std::to_string(next->number) + "/"}});
  if (wants_run) model.set("evidence", evidence_of(call, entry));
  if (posts && !wants_run)
    model.set("answer", answer_model(entry, chosen(call.shared.portfolio, choice), known["lesson"]));
  return html_response(call.owners.templates.render("guess", std::move(model)));
}

}  // namespace caseload
