#include "app/case_pages/verdicts.hpp"

#include <algorithm>
#include <cstdlib>

#include "app/case_pages/meaning.hpp"
#include "app/problem.hpp"
#include "core/counterparts.hpp"
#include "core/measure_words.hpp"
#include "core/numbers.hpp"

namespace caseload {

namespace {

// A section of a template shows a text unless it is null.
Value text_or_null(std::string_view text) {
  return text.empty() ? Value() : Value(text);
}

const VariantRun* run_of(const StepRun& step, const Variant& variant, bool on_floor) {
  const VariantRun* run = run_of(on_floor ? step.run.floors : step.run.runs, variant.name);
  return run == nullptr || run->refusal ? nullptr : run;
}

std::optional<std::int64_t> measured(const StepRun& step, const Variant& variant, Key key, bool on_floor) {
  const VariantRun* run = run_of(step, variant, on_floor);
  return run == nullptr ? std::nullopt : run->evidence.get(key);
}

// Of the variants that fix the slow one, the one with the least of the measure.
const Variant* best_fix(const StepRun& step, const Case& the_case, const Variant& slow,
                        const Headline& headline) {
  const Variant* best = nullptr;
  std::int64_t least = 0;
  for (const Variant* variant : counterparts_of(the_case, slow)) {
    if (is_left_to_nginx(*variant, step.when)) continue;
    const auto value = measured(step, *variant, headline.key, headline.on_floor);
    if (!value || (best != nullptr && *value >= least)) continue;
    best = variant;
    least = *value;
  }
  return best;
}

Value not_measured(const Variant& slow, Key key, const StepRun& step) {
  const bool needs_probe = evidence_key(key).cost == Cost::probe;
  const bool refused = run_of(step, slow, false) == nullptr;
  return Value::object(
      {{"key", name_of(key)},
       {"slow", slow.name},
       {"not_measured", std::string(evidence_key(key).title) + " of " + slow.name +
                            (refused       ? ": the variant refused the request"
                             : needs_probe ? ": not measured, since probes are switched off here"
                                           : ": not measured in this run")}});
}

// To 1 %, because the clock is read once for each of the two.
bool is_the_time(std::int64_t value_us, std::optional<std::int64_t> total_us) {
  return total_us && std::abs(*total_us - value_us) * 100 <= *total_us;
}

Value second_model(const StepRun& step, const Variant& slow, const Variant& fast, const Headline& headline) {
  if (!headline.second) return {};
  const auto before = measured(step, slow, *headline.second, headline.on_floor);
  const auto after = measured(step, fast, *headline.second, headline.on_floor);
  if (!before || !after) return {};
  // The first byte of a page that is sent at once comes when all of it does, and the time is shown anyway.
  if (evidence_key(*headline.second).unit == Unit::microseconds &&
      is_the_time(*before, measured(step, slow, Key::total, headline.on_floor)) &&
      is_the_time(*after, measured(step, fast, Key::total, headline.on_floor)))
    return {};
  return Value::object({{"title", evidence_key(*headline.second).title},
                        {"before", number_text(*headline.second, *before)},
                        {"after", number_text(*headline.second, *after)}});
}

std::int64_t database_us(const VariantRun& run) {
  for (const Value& phase : *run.trace["phases"].items())
    if (phase["name"].text_or("") == "db") return phase["wall_us"].integer_or(0);
  return 0;
}

// Queries of a repeated visit are saved by a cache. The steps of a match are paid for as CPU time.
Value meaning_model(const StepRun& step, const Variant& slow, const Variant& fast, const Headline& headline) {
  if (headline.key == Key::sql && headline.when == When::warm)
    return meaning_of_database_time(database_us(*run_of(step, slow, false)),
                                    database_us(*run_of(step, fast, false)));
  const Key key = headline.key == Key::match_steps ? Key::cpu_app : headline.key;
  const auto before = measured(step, slow, key, headline.on_floor);
  const auto after = measured(step, fast, key, headline.on_floor);
  return before && after ? meaning_of(key, *before, *after) : Value();
}

std::string amount_of_requests(int requests) {
  return std::to_string(requests) + (requests == 1 ? " request" : " requests");
}

// "Before the page's own code", "Second visit", "Visits, 8 requests at once".
std::string place_of(const StepRun& step, const Headline& headline) {
  std::string place = step.title;
  if (step.when == When::at_once)
    place += (place.empty() ? "" : ", ") + amount_of_requests(step.requests) + " at once";
  if (headline.on_floor) place += (place.empty() ? "" : ", ") + std::string(floor_place);
  return capitalised(place);
}

// The remark on a count that the case claims exactly: "1 to clean up".
std::string_view remark_on(const Case& the_case, const Variant& variant, Key key) {
  for (const Claim& claim : the_case.claims)
    if (claim.variant == variant.name && claim.key == key && claim.when == When::any && !claim.on_floor &&
        claim.expected.relation == Relation::equals)
      return claim.expected.formula.remark();
  return {};
}

// What both counts include besides the work that differs.
std::string_view in_both(const Case& the_case, const Variant& slow, const Variant& fast,
                         const Headline& headline) {
  const std::string_view remark = remark_on(the_case, slow, headline.key);
  return !headline.on_floor && remark == remark_on(the_case, fast, headline.key) ? remark : "";
}

Value verdict_model(const StepRun& step, const Variant& slow, const Headline& headline,
                    const Case& the_case) {
  const Key key = headline.key;
  const Variant* fast = best_fix(step, the_case, slow, headline);
  const auto before = measured(step, slow, key, headline.on_floor);
  if (!before || fast == nullptr) return not_measured(slow, key, step);
  const std::int64_t after = *measured(step, *fast, key, headline.on_floor);
  const bool wins = is_gain(key, *before, after);
  const std::string gain = gain_text(key, *before, after);
  const std::string place = place_of(step, headline);
  const std::int64_t widest = std::max(*before, after);
  const std::int64_t slow_us = measured(step, slow, Key::total, headline.on_floor).value_or(0);
  const std::int64_t fast_us = measured(step, *fast, Key::total, headline.on_floor).value_or(0);
  return Value::object({{"key", name_of(key)},
                        {"title", evidence_key(key).title},
                        {"slow", slow.name},
                        {"fast", fast->name},
                        {"slow_summary", slow.summary},
                        {"fast_summary", fast->summary},
                        {"where", text_or_null(place)},
                        {"sentence", comparison_text(place, key, *before, after)},
                        {"word", text_or_null(counted_word(key))},
                        {"gain", text_or_null(wins ? gain : "no clear gain")},
                        {"is_gain", wins},
                        {"before_value", *before},
                        {"after_value", after},
                        {"before", number_text(key, *before)},
                        {"after", number_text(key, after)},
                        {"before_percent", share_text(*before, widest)},
                        {"after_percent", share_text(after, widest)},
                        {"slow_time", duration_text(static_cast<double>(slow_us))},
                        {"fast_time", duration_text(static_cast<double>(fast_us))},
                        {"is_time_worse", fast_us > slow_us},
                        {"on_floor", headline.on_floor},
                        {"in_both", text_or_null(in_both(the_case, slow, *fast, headline))},
                        {"second", second_model(step, slow, *fast, headline)},
                        {"meaning", meaning_model(step, slow, *fast, headline)}});
}

std::string note_of(const VariantRun& run) {
  const Evidence& evidence = run.evidence;
  if (run.status == 304) return "304, not modified";
  if (!run.requests.empty())
    return "the longest of " + amount_of_requests(static_cast<int>(run.requests.size())) + " at once";
  if (evidence.get_or_0(Key::cache_miss) > 0 && evidence.get_or_0(Key::cache_set) > 0)
    return "filled the cache";
  if (evidence.get_or_0(Key::cache_hit) > 0 && evidence.get_or_0(Key::cache_miss) == 0 &&
      evidence.get_or_0(Key::rebuilds) == 0)
    return "found in the cache";
  return "";
}

Value cell_of(const StepRun& step, const Variant& variant, const Case& the_case,
              const std::vector<std::pair<Key, std::int64_t>>& widest) {
  const VariantRun* run = run_of(step.run.runs, variant.name);
  Value cell = Value::object({{"step", capitalised(step.title)}, {"is_run", false}});
  if (run->refusal) return std::move(cell.set("refused", std::to_string(run->status)));
  if (is_left_to_nginx(variant, step.when))
    return std::move(cell.set("through_nginx", path_of(the_case, variant) + "?" + step.knobs.query_string()));
  if (variant.cached_by_nginx && step.is_after_write) return std::move(cell.set("kept_by_nginx", true));
  Value values = Value::list();
  for (const auto& [key, most] : widest) {
    const auto value = run->evidence.get(key);
    values.add(Value::object({{"text", value ? amount_text(key, *value) : "not measured"},
                              {"percent", share_text(value.value_or(0), most)}}));
  }
  return std::move(cell.set("is_run", true)
                       .set("values", std::move(values))
                       .set("ms", milliseconds_text(run->evidence.get_or_0(Key::total)))
                       .set("note", text_or_null(note_of(*run))));
}

// The knobs that differ from those of the first step.
std::string knobs_text(const StepRun& step, const StepRun& first) {
  std::string text;
  for (const auto& [name, value] : step.knobs.values()) {
    if (value == first.knobs.text(name) || value.empty()) continue;
    text += (text.empty() ? "" : ", ") + name + "=" + value;
  }
  return text;
}

}  // namespace

bool is_left_to_nginx(const Variant& variant, When when) {
  return variant.cached_by_nginx && when == When::warm;
}

std::vector<Key> leading_keys(const Case& the_case) {
  std::vector<Key> keys;
  for (const Variant& variant : the_case.variants)
    if (variant.headline && std::ranges::find(keys, variant.headline->key) == keys.end())
      keys.push_back(variant.headline->key);
  return keys;
}

Value verdicts_model(const DemoRun& demo, const Case& the_case) {
  const auto mistakes =
      std::ranges::count_if(the_case.variants, [](const Variant& each) { return each.headline.has_value(); });
  Value verdicts = Value::list();
  int number = 0;
  for (const Variant& variant : the_case.variants) {
    if (!variant.headline) continue;
    Value verdict = verdict_model(demo.step_of(*variant.headline), variant, *variant.headline, the_case);
    ++number;
    verdicts.add(std::move(verdict.set("position", mistakes < 2 ? Value()
                                                                : Value("Mistake " + std::to_string(number) +
                                                                        " of " + std::to_string(mistakes)))));
  }
  return verdicts;
}

Value steps_model(const DemoRun& demo, const Case& the_case) {
  if (demo.steps.size() < 2) return {};
  std::vector<std::pair<Key, std::int64_t>> widest;
  for (const Key key : leading_keys(the_case)) {
    std::int64_t most = 0;
    for (const StepRun& step : demo.steps)
      for (const VariantRun& run : step.run.runs) most = std::max(most, run.evidence.get_or_0(key));
    widest.emplace_back(key, most);
  }
  Value steps = Value::list();
  int number = 0;
  for (const StepRun& step : demo.steps)
    steps.add(Value::object({{"number", ++number},
                             {"title", capitalised(step.title)},
                             {"knobs", text_or_null(knobs_text(step, demo.steps.front()))}}));
  Value rows = Value::list();
  for (const Variant& variant : the_case.variants) {
    Value cells = Value::list();
    for (const StepRun& step : demo.steps) cells.add(cell_of(step, variant, the_case, widest));
    rows.add(Value::object(
        {{"name", variant.name}, {"pace", name_of(variant.pace)}, {"cells", std::move(cells)}}));
  }
  return Value::object({{"steps", std::move(steps)}, {"rows", std::move(rows)}});
}

}  // namespace caseload
