#include "app/guess/guess_evidence.hpp"

#include "core/evidence_keys.hpp"
#include "core/guesses.hpp"
#include "core/measure_words.hpp"
#include "core/numbers.hpp"
#include "io/text/markdown.hpp"

namespace caseload {

namespace {

const VariantRun* run_in(const StepRun& step, const Variant& variant) {
  const VariantRun* run = run_of(step.run.runs, variant.name);
  return run == nullptr || run->refusal ? nullptr : run;
}

// Keys that are 0 or absent in every step say nothing.
Value rows_model(const DemoRun& demo, const PortfolioEntry& entry, const Variant& variant) {
  Value rows = Value::list();
  for (const EvidenceKey& key : evidence_keys()) {
    if (names_problem(key.title, entry)) continue;
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

Value guess_evidence(const DemoRun& demo, const PortfolioEntry& entry) {
  const Variant& variant = *entry.the_case->first(Pace::slow);
  Value steps = Value::list();
  for (const StepRun& step : demo.steps)
    steps.add(Value::object({{"title", step.title.empty() ? std::string("Value") : step.title}}));
  Value queries = queries_model(run_in(demo.steps.back(), variant));
  return Value::object({{"steps", std::move(steps)},
                        {"rows", rows_model(demo, entry, variant)},
                        {"has_queries", !queries.items()->empty()},
                        {"queries", std::move(queries)}});
}

Value hints_of(const Lesson& lesson) {
  Value hints = Value::list();
  for (const std::string& markdown : guess_hints(lesson))
    hints.add(
        Value::object({{"number", hints.items()->size() + 1}, {"html", io::markdown_to_html(markdown)}}));
  return hints;
}

}  // namespace caseload
