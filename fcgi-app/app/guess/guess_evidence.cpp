#include "app/guess/guess_evidence.hpp"

#include <algorithm>

#include "app/case_pages/measures.hpp"
#include "core/evidence_keys.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "io/text/markdown.hpp"

namespace caseload {

namespace {

const VariantRun* run_in(const StepRun& step, const Variant& variant) {
  const VariantRun* run = run_of(step.run.runs, variant.name);
  return run == nullptr || run->refusal ? nullptr : run;
}

// "CPU time of middleware" would tell what the page of that name is about.
bool names_problem(const EvidenceKey& key, const Variant& variant) {
  const std::string title = lower_case(key.title);
  return std::ranges::any_of(variant.labels, [&](const Label& label) {
    std::string words = label.name;
    std::ranges::replace(words, '-', ' ');
    return title.find(words) != std::string::npos;
  });
}

// Keys that are 0 or absent in every step say nothing.
Value rows_model(const DemoRun& demo, const Variant& variant) {
  Value rows = Value::list();
  for (const EvidenceKey& key : evidence_keys()) {
    if (names_problem(key, variant)) continue;
    Value cells = Value::list();
    bool says_something = false;
    for (const StepRun& step : demo.steps) {
      const VariantRun* run = run_in(step, variant);
      const auto value = run == nullptr ? std::nullopt : run->evidence.get(key.key);
      says_something = says_something || value.value_or(0) != 0;
      cells.add(Value::object({{"text", value ? Value(number_text(key.key, *value)) : Value()}}));
    }
    if (says_something) rows.add(Value::object({{"title", key.title}, {"cells", std::move(cells)}}));
  }
  return rows;
}

Value queries_model(const VariantRun* run) {
  Value queries = Value::list();
  if (run == nullptr) return queries;
  for (const Value& digest : *run->trace["digests"].items())
    queries.add(Value::object({{"text", digest["text"]},
                               {"times", grouped(digest["times"].integer_or(0))},
                               {"distinct", grouped(digest["distinct"].integer_or(0))},
                               {"rows", grouped(digest["rows"].integer_or(0))}}));
  return queries;
}

}  // namespace

Value guess_evidence(const DemoRun& demo, const Variant& variant) {
  Value steps = Value::list();
  for (const StepRun& step : demo.steps)
    steps.add(Value::object({{"title", step.title.empty() ? std::string("Value") : step.title}}));
  Value queries = queries_model(run_in(demo.steps.back(), variant));
  return Value::object({{"steps", std::move(steps)},
                        {"rows", rows_model(demo, variant)},
                        {"has_queries", !queries.items()->empty()},
                        {"queries", std::move(queries)}});
}

Value hints_of(const Lesson& lesson) {
  Value hints = Value::list();
  const auto add = [&](const std::string& markdown) {
    hints.add(
        Value::object({{"number", hints.items()->size() + 1}, {"html", io::markdown_to_html(markdown)}}));
  };
  add(lesson.symptom);
  if (!lesson.signs.empty()) add(lesson.signs.front().check);
  return hints;
}

}  // namespace caseload
