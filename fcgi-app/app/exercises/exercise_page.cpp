#include "app/exercises/exercise_page.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/app.hpp"
#include "app/case_pages/query_list.hpp"
#include "app/exercises/measure.hpp"
#include "app/responses.hpp"
#include "app/variant_page.hpp"
#include "core/errors.hpp"
#include "core/measure_words.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "io/text/markdown.hpp"
#include "shop/visitors.hpp"

namespace caseload {

namespace {

Value predict_model(const Exercise& exercise) {
  const EvidenceKey& key = evidence_key(exercise.key);
  return Value::object({{"unit", key.unit == Unit::bytes ? "kB" : key.many}});
}

Value even_model(const Exercise& exercise, const Case& the_case) {
  const KnobSpec& spec = *std::ranges::find(the_case.knobs, exercise.knob, &KnobSpec::name);
  return Value::object(
      {{"knob", spec.name}, {"help", spec.help}, {"minimum", spec.minimum}, {"maximum", spec.maximum}});
}

Value choose_model(const Exercise& exercise) {
  const bool has_chunks = !exercise.keys_sql.empty();
  Value choices = Value::list();
  for (const Choice& each : exercise.choices)
    choices.add(Value::object(
        {{"value", each.name}, {"title", each.title}, {"sql", has_chunks ? Value() : Value(each.sql)}}));
  Value model = Value::object({{"choices", std::move(choices)}});
  if (has_chunks)
    model.set("chunked", Value::object({{"keys", exercise.keys_sql}, {"sql", exercise.choices.front().sql}}));
  return model;
}

Value row_model(const Exercise& exercise, const Case& the_case, const Measured& each, std::int64_t most,
                const std::string& said, bool is_least) {
  const Variant* variant = the_case.variant(each.name);
  const auto choice = std::ranges::find(exercise.choices, each.name, &Choice::name);
  const bool is_choice = choice != exercise.choices.end();
  return Value::object(
      {{"name", is_choice ? Value() : Value(each.name)},
       {"title", is_choice ? Value(choice->title) : Value()},
       {"pace", is_choice ? (is_least ? "fast" : "slow") : name_of(variant->pace)},
       {"text", amount_text(exercise.key, each.value)},
       {"deed", deed_text(exercise.key, each.value)},
       {"percent", share_text(each.value, most)},
       {"is_said", is_choice && each.name == said},
       {"is_least", is_choice && is_least},
       {"queries", amount_text(Key::sql, each.evidence.get_or_0(Key::sql))},
       {"examined", amount_text(Key::rows_examined, each.evidence.get_or_0(Key::rows_examined))},
       {"sent", amount_text(Key::rows, each.evidence.get_or_0(Key::rows))},
       {"digests", query_list(each.trace)}});
}

std::string said_text(const Exercise& exercise, const std::string& said) {
  if (exercise.type != ExerciseType::predict) return said;
  const auto number = whole_number(said).value();
  return evidence_key(exercise.key).unit == Unit::bytes ? grouped(number) + " kB" : grouped(number);
}

Value outcome_model(const Exercise& exercise, const Case& the_case, const std::string& said,
                    const std::vector<Measured>& measured) {
  const Grade grade = caseload::grade(exercise, said, measured);
  const bool is_final = grade != Grade::pays && grade != Grade::pays_not;
  const Measured& least = least_of(measured);
  const std::int64_t most = std::ranges::max_element(measured, {}, &Measured::value)->value;
  Value rows = Value::list();
  for (const Measured& each : measured)
    rows.add(row_model(exercise, the_case, each, most, said, each.value == least.value));
  Value model = Value::object({{"grade", name_of(grade)},
                               {"is_right", grade == Grade::right},
                               {"is_close", grade == Grade::close},
                               {"is_final", is_final},
                               {"pays", grade == Grade::pays},
                               {"said", said_text(exercise, said)},
                               {"circumstances", circumstances_of(exercise)},
                               {"measured", amount_text(exercise.key, measured.front().value)},
                               {"key_title", evidence_key(exercise.key).title},
                               {"why", is_final ? Value(io::markdown_to_html(exercise.why)) : Value()},
                               {"rows", std::move(rows)}});
  switch (exercise.type) {
    case ExerciseType::predict:
      model.set("is_predict", true);
      break;
    case ExerciseType::even:
      model.set("is_even", Value::object({{"knob", exercise.knob}}));
      break;
    case ExerciseType::choose: {
      const auto choice = std::ranges::find(exercise.choices, least.name, &Choice::name);
      model.set("is_choose", Value::object({{"least", choice->title}}));
      break;
    }
  }
  return model;
}

const Exercise& exercise_named(const PortfolioEntry& entry, std::string_view name) {
  const auto& exercises = entry.lesson.exercises;
  const auto found = std::ranges::find(exercises, name, &Exercise::name);
  if (found != exercises.end()) return *found;
  std::string names;
  for (const Exercise& each : exercises) names += (names.empty() ? "" : ", ") + each.name;
  throw NotFound("the case " + entry.the_case->slug + " has no exercise '" + std::string(name) +
                 "'; it has " + names);
}

}  // namespace

Value exercises_model(const PortfolioEntry& entry) {
  Value list = Value::list();
  for (const Exercise& exercise : entry.lesson.exercises) {
    Value model =
        Value::object({{"name", exercise.name},
                       {"title", exercise.title},
                       {"question", io::markdown_to_html(exercise.question)},
                       {"path", "/cases/" + entry.the_case->slug + "/exercises/" + exercise.name},
                       {"circumstances", circumstances_of(exercise)},
                       {"within", exercise.within_percent == 0 ? Value() : Value(exercise.within_percent)},
                       {"outcome", Value()}});
    switch (exercise.type) {
      case ExerciseType::predict:
        model.set("is_predict", predict_model(exercise));
        break;
      case ExerciseType::even:
        model.set("is_even", even_model(exercise, *entry.the_case));
        break;
      case ExerciseType::choose:
        model.set("is_choose", choose_model(exercise));
        break;
    }
    list.add(std::move(model));
  }
  return list;
}

Response exercise_page(Call& call) {
  const Case& the_case = case_named(call.arguments[0]);
  const PortfolioEntry& entry = *call.shared.portfolio.find(the_case.slug);
  const Exercise& exercise = exercise_named(entry, call.arguments[1]);
  Request& request = call.request;
  const bool only_outcome = take_parameter(request, "part") == "1";
  const std::string said(trimmed(take_parameter(request, "said")));
  if (said.empty()) throw BadRequest("the form has no 'said'");
  check_said(the_case, exercise, said);
  request.knobs = Knobs::parse(the_case.knobs, request.query);

  Value outcome;
  {
    const SlowSlot slot = slow_slot(call);
    const Request visit = has_session(call) ? request : as_demo_visitor(request);
    outcome = outcome_model(exercise, the_case, said, measure(call.owners, visit, the_case, exercise, said));
  }
  if (only_outcome)
    return html_response(call.owners.templates.render("case_exercise_outcome", std::move(outcome)));
  Value model = call.shared.case_pages.case_model(the_case, request.knobs, std::nullopt);
  Value exercises = model["exercises"];
  for (Value& each : *exercises.items())
    if (each["name"].text_or("") == exercise.name) each.set("outcome", std::move(outcome));
  model.set("exercises", std::move(exercises));
  return html_response(call.owners.templates.render("case", std::move(model)));
}

}  // namespace caseload
