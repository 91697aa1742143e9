#include "app/case_pages/results.hpp"

#include <algorithm>
#include <set>

#include "app/case_pages/call_chart.hpp"
#include "app/case_pages/memory_chart.hpp"
#include "app/case_pages/query_list.hpp"
#include "app/case_pages/timelines.hpp"
#include "app/case_pages/verdicts.hpp"
#include "core/case.hpp"
#include "core/measure_words.hpp"
#include "core/numbers.hpp"

namespace caseload {

namespace {

// The trivial page behind the variant's middleware.
Value floor_model(const VariantRun* floor, const Case& the_case, const std::string& query) {
  if (floor == nullptr) return {};
  if (floor->refusal)
    return Value::object(
        {{"refused", Value::object({{"status", floor->status}, {"reason", floor->refusal->what()}})}});
  return Value::object({{"href", path_of_floor(the_case, *floor->variant) + query},
                        {"sql", floor->evidence.get_or_0(Key::sql)},
                        {"writes", floor->evidence.get_or_0(Key::sql_write)},
                        {"total_ms", milliseconds_text(floor->evidence.get_or_0(Key::total))}});
}

// The values at the ends of the longest bars and of the charts' axes, over all variants.
struct Scales {
  std::int64_t total_us = 0;
  std::vector<std::pair<Key, std::int64_t>> leading;
  MemoryScale memory;
  std::int64_t last_call_us = 0;
};

Scales scales_of(const CaseRun& run, const Case& the_case) {
  Scales scales{.memory = memory_scale(run), .last_call_us = last_call_us(run)};
  for (const Key key : leading_keys(the_case)) scales.leading.emplace_back(key, 0);
  for (const VariantRun& each : run.runs) {
    scales.total_us = std::max(scales.total_us, each.evidence.get_or_0(Key::total));
    for (auto& [key, most] : scales.leading) most = std::max(most, each.evidence.get_or_0(key));
  }
  return scales;
}

// Whether the size of the body matters on each visit, and not only on a revisit. Then it also matters what
// nginx makes of it.
bool leads_by_size(const Case& the_case) {
  return std::ranges::any_of(the_case.variants, [](const Variant& variant) {
    return variant.headline && variant.headline->key == Key::bytes && variant.headline->when == When::any;
  });
}

// The measures that lead the case, as the first columns of the table.
Value leading_model(const VariantRun& run, const Scales& scales, const Value& wire) {
  Value leading = Value::list();
  for (const auto& [key, most] : scales.leading) {
    const auto value = run.evidence.get(key);
    leading.add(Value::object({{"title", evidence_key(key).title},
                               {"text", value ? Value(number_text(key, *value)) : Value()},
                               {"percent", share_text(value.value_or(0), most)},
                               {"wire", key == Key::bytes ? wire : Value()}}));
  }
  return leading;
}

Value phases_model(const Value& trace, std::int64_t longest_us) {
  Value phases = Value::list();
  std::int64_t offset_us = 0;
  for (const Value& phase : *trace["phases"].items()) {
    const std::int64_t wall_us = phase["wall_us"].integer_or(0);
    if (wall_us == 0) continue;
    phases.add(Value::object({{"name", phase["name"]},
                              {"ms", milliseconds_text(wall_us)},
                              {"offset_percent", share_text(offset_us, longest_us)},
                              {"width_percent", share_text(wall_us, longest_us)}}));
    offset_us += wall_us;
  }
  return phases;
}

Value steps_model(const Value& trace) {
  if (trace["steps"].items()->empty()) return {};
  Value steps = Value::list();
  for (const Value& step : *trace["steps"].items()) {
    steps.add(Value::object({{"name", step["name"]},
                             {"ms", milliseconds_text(step["wall_us"].integer_or(0))},
                             {"cpu_ms", milliseconds_text(step["cpu_us"].integer_or(0))},
                             {"sql", step["statements"]},
                             {"cache_calls", step["cache_calls"]}}));
  }
  return Value::object({{"steps", std::move(steps)}});
}

std::string_view unit_word(const EvidenceKey& key) {
  return key.unit == Unit::bytes ? "bytes" : key.unit == Unit::microseconds ? "microseconds" : key.many;
}

Value evidence_model(const Evidence& evidence) {
  Value entries = Value::list();
  evidence.each([&](const EvidenceKey& key, std::int64_t value) {
    entries.add(Value::object(
        {{"key", key.name}, {"value", value}, {"unit", unit_word(key)}, {"meaning", key.meaning}}));
  });
  return entries;
}

Value memory_model(const Evidence& evidence) {
  if (!evidence.has(Key::mem_peak)) return {};
  return Value::object(
      {{"peak", bytes_text(static_cast<double>(evidence.get_or_0(Key::mem_peak)))},
       {"app", bytes_text(static_cast<double>(evidence.get_or_0(Key::mem_peak_app)))},
       {"render", bytes_text(static_cast<double>(evidence.get_or_0(Key::mem_peak_render)))},
       {"driver", bytes_text(static_cast<double>(evidence.get_or_0(Key::mem_peak_driver)))}});
}

Value cache_model(const Evidence& evidence) {
  if (evidence.get_or_0(Key::cache_get) + evidence.get_or_0(Key::cache_set) == 0) return {};
  return Value::object({{"gets", evidence.get_or_0(Key::cache_get)},
                        {"hits", evidence.get_or_0(Key::cache_hit)},
                        {"sets", evidence.get_or_0(Key::cache_set)}});
}

// Values that are sent to an unavailable cache are lost.
bool stores_anything(const Value& trace) {
  return std::ranges::any_of(*trace["cache"].items(), [](const Value& call) {
    const std::string_view kind = call["kind"].text_or("");
    const bool* done = call["hit"].boolean();
    return (kind == "set" || kind == "add") && done != nullptr && *done;
  });
}

Value refused_model(const VariantRun& run) {
  return Value::object({{"name", run.variant->name},
                        {"pace", name_of(run.variant->pace)},
                        {"is_slow", run.variant->pace == Pace::slow},
                        {"summary", run.variant->summary},
                        {"status", run.status},
                        {"refused", Value::object({{"reason", run.refusal->what()}})}});
}

Value variant_model(const VariantRun& run, const VariantRun* floor, const Case& the_case, const Knobs& knobs,
                    const Scales& scales, When when, const std::string& base_url) {
  const std::string query = knobs.query_string().empty() ? "" : "?" + knobs.query_string();
  const std::string address = path_of(the_case, *run.variant) + query;
  const std::int64_t total_us = run.evidence.get_or_0(Key::total);
  const bool posts = run.variant->method == Method::post;
  const bool misses = run.evidence.get_or_0(Key::cache_miss) > 0;
  const bool stores = stores_anything(run.trace);
  return Value::object(
      {{"name", run.variant->name},
       {"pace", name_of(run.variant->pace)},
       {"is_slow", run.variant->pace == Pace::slow},
       {"summary", run.variant->summary},
       {"status", run.status},
       {"location", run.location.empty() ? Value() : Value(run.location)},
       {"href", posts ? Value() : Value(address)},
       {"curl", std::string("curl -s -D -") + (posts ? " -X POST" : "") + " '" + base_url + address + "'"},
       {"total_ms", milliseconds_text(total_us)},
       {"total_percent", share_text(total_us, scales.total_us)},
       {"phases", phases_model(run.trace, scales.total_us)},
       {"chain", steps_model(run.trace)},
       {"floor", floor_model(floor, the_case, query)},
       {"evidence", evidence_model(run.evidence)},
       {"sql", run.evidence.get_or_0(Key::sql)},
       {"sql_text", grouped(run.evidence.get_or_0(Key::sql))},
       {"leading", leading_model(run, scales, !posts && leads_by_size(the_case) ? Value(address) : Value())},
       {"left_to_nginx", is_left_to_nginx(*run.variant, when)},
       {"rows_text", grouped(run.evidence.get_or_0(Key::rows))},
       {"cache_calls", cache_model(run.evidence)},
       {"filled_cache", misses && stores},
       {"missed_cache", misses && !stores && run.evidence.get_or_0(Key::cache_set) > 0},
       {"bytes", bytes_text(static_cast<double>(run.evidence.get_or_0(Key::bytes)))},
       {"outbound", call_chart(run, scales.last_call_us)},
       {"memory", memory_model(run.evidence)},
       {"memory_chart", memory_chart(run, scales.memory)},
       {"body_sha256", run.body_sha256},
       {"sha_short", run.body_sha256.substr(0, 12)},
       {"digests", query_list(run.trace)}});
}

// Bodies are compared after decoding, so a compressed one equals one that is not.
bool differ_in_size(const CaseRun& run) {
  std::set<std::int64_t> sizes;
  for (const VariantRun& each : run.runs)
    if (!each.refusal) sizes.insert(each.evidence.get_or_0(Key::bytes));
  return sizes.size() > 1;
}

// Where the results show requests at once, claims about a single one are checked in the last step that sent
// single ones.
const StepRun& step_for(const Claim& claim, const DemoRun& demo, const StepRun& shown) {
  if (shown.when != When::at_once || claim.when == When::at_once) return shown;
  const auto single = std::ranges::find_if(demo.steps.rbegin(), demo.steps.rend(),
                                           [](const StepRun& each) { return each.when != When::at_once; });
  return single == demo.steps.rend() ? shown : *single;
}

// A claim about another visit, or whose key was not measured, is shown without numbers.
Value claims_model(const DemoRun& demo, const StepRun& shown, const Case& the_case) {
  Value claims = Value::list();
  for (const Claim& claim : the_case.claims) {
    const StepRun& step = step_for(claim, demo, shown);
    const VariantRun& of = *run_of(claim.on_floor ? step.run.floors : step.run.runs, claim.variant);
    const auto result = std::ranges::find(of.claims, &claim, &ClaimResult::claim);
    const bool is_judged = (claim.when == When::any || claim.when == step.when) &&
                           result != of.claims.end() && !is_left_to_nginx(*of.variant, claim.when);
    Value model = Value::object({{"variant", claim.variant},
                                 {"key", name_of(claim.key)},
                                 {"formula", claim.expected.formula.text()},
                                 {"warm", claim.when == When::warm || claim.when == When::revisit},
                                 {"at_once", claim.when == When::at_once},
                                 {"on_floor", claim.on_floor},
                                 {"is_judged", is_judged},
                                 {"relation", symbol_of(claim.expected.relation)}});
    if (is_judged)
      model.set("measured", result->measured).set("expected", result->expected).set("holds", result->holds);
    claims.add(std::move(model));
  }
  return claims;
}

}  // namespace

Value results_model(const DemoRun& demo, const Case& the_case, const std::string& base_url) {
  const StepRun& step = demo.shown(the_case);
  const Scales scales = scales_of(step.run, the_case);
  Value variants = Value::list();
  for (const VariantRun& each : step.run.runs) {
    variants.add(each.refusal ? refused_model(each)
                              : variant_model(each, run_of(step.run.floors, each.variant->name), the_case,
                                              step.knobs, scales, step.when, base_url));
  }
  const std::vector<Key> leading = leading_keys(the_case);
  const auto leads = [&](Key key) { return std::ranges::find(leading, key) != leading.end(); };
  Value titles = Value::list();
  for (const Key key : leading) titles.add(Value::object({{"title", evidence_key(key).title}}));
  Value model =
      Value::object({{"knobs", step.knobs.query_string()},
                     {"step", step.title.empty() ? Value() : Value(step.title)},
                     {"verdicts", verdicts_model(demo, the_case)},
                     {"is_warmed", demo.is_warmed},
                     {"demo", steps_model(demo, the_case)},
                     {"timelines", timelines_model(step)},
                     {"is_single", demo.steps.size() == 1},
                     {"leading_columns", std::move(titles)},
                     {"columns", 1 + leading.size() + (leads(Key::sql) ? 0 : 1) + (leads(Key::rows) ? 0 : 1) +
                                     (leads(Key::mem_peak) ? 0 : 1) + (leads(Key::bytes) ? 0 : 1)},
                     {"shows_sql", !leads(Key::sql)},
                     {"shows_rows", !leads(Key::rows)},
                     {"shows_memory", !leads(Key::mem_peak)},
                     {"shows_bytes", !leads(Key::bytes)},
                     {"variants", std::move(variants)},
                     {"claims", claims_model(demo, step, the_case)}});
  const CaseRun& compared = demo.comparison();
  if (!compared.equal) {
    model.set("not_compared", Value::object({{"reason", compared.reason}}));
  } else if (*compared.equal) {
    model.set("equal", Value::object({{"sha256", compared.runs.front().body_sha256},
                                      {"count", compared.runs.size()},
                                      {"decoded", differ_in_size(compared)}}));
  } else {
    model.set("unequal", true);
  }
  return model;
}

}  // namespace caseload
