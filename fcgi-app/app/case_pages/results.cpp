#include "app/case_pages/results.hpp"

#include <algorithm>
#include <cstdio>

#include "app/case_pages/memory_picture.hpp"
#include "core/catalogue.hpp"

namespace caseload {

namespace {

std::string decimal(double number, int places) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", places, number);
  return text;
}

std::string milliseconds(std::int64_t microseconds) {
  const double ms = static_cast<double>(microseconds) / 1000.0;
  return decimal(ms, ms < 10 ? 2 : ms < 100 ? 1 : 0);
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return decimal(whole > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0, 2);
}

std::string bytes_text(std::int64_t bytes) {
  if (bytes < 10'000) return std::to_string(bytes) + " B";
  if (bytes < 10'000'000) return decimal(static_cast<double>(bytes) / 1e3, 1) + " kB";
  return decimal(static_cast<double>(bytes) / 1e6, 1) + " MB";
}

std::int64_t measured(const Evidence& evidence, std::string_view key) {
  for (const auto& [name, value] : evidence) {
    if (name == key) return value;
  }
  return 0;
}

bool has(const Evidence& evidence, std::string_view key) {
  return std::any_of(evidence.begin(), evidence.end(), [&](const auto& entry) { return entry.first == key; });
}

// A trivial page behind the variant's middleware.
Value floor_model(const VariantRun* floor, const Case& the_case, const std::string& query) {
  if (floor == nullptr) return {};
  if (floor->refusal)
    return Value::object(
        {{"refused", Value::object({{"status", floor->status}, {"reason", floor->refusal->what()}})}});
  return Value::object({{"href", path_of_floor(the_case, *floor->variant) + query},
                        {"sql", measured(floor->evidence, "sql")},
                        {"writes", measured(floor->evidence, "sql-write")},
                        {"total_ms", milliseconds(measured(floor->evidence, "total"))}});
}

// What the longest bars and the pictures' axes of all variants stand for.
struct Widest {
  std::int64_t total_us = 0;
  std::int64_t statements = 0;
  MemoryScale memory;
};

Value phases_model(const Value& trace, std::int64_t longest_us) {
  Value phases = Value::list();
  std::int64_t offset_us = 0;
  for (const Value& phase : *trace["phases"].items()) {
    const std::int64_t wall_us = phase["wall_us"].integer_or(0);
    if (wall_us == 0) continue;
    phases.add(Value::object({{"name", phase["name"]},
                              {"ms", milliseconds(wall_us)},
                              {"offset_percent", percent(offset_us, longest_us)},
                              {"width_percent", percent(wall_us, longest_us)}}));
    offset_us += wall_us;
  }
  return phases;
}

Value steps_model(const Value& trace) {
  if (trace["steps"].items()->empty()) return {};
  Value steps = Value::list();
  for (const Value& step : *trace["steps"].items()) {
    steps.add(Value::object({{"name", step["name"]},
                             {"ms", milliseconds(step["wall_us"].integer_or(0))},
                             {"cpu_ms", milliseconds(step["cpu_us"].integer_or(0))},
                             {"sql", step["statements"]},
                             {"cache_calls", step["cache_calls"]}}));
  }
  return Value::object({{"steps", std::move(steps)}});
}

// A plan as lines, each as deep as its node lies in the tree.
void add_plan_lines(const Value& node, int depth, Value& lines) {
  std::string text(node["node"].text_or(""));
  for (const char* key : {"table", "access", "key", "rows", "extra"}) {
    const Value& detail = node[key];
    if (detail.is_null()) continue;
    text += (text.empty() ? "" : " · ") + std::string(key) + " ";
    text += detail.integer() != nullptr ? std::to_string(*detail.integer()) : std::string(detail.text_or(""));
  }
  lines.add(Value::object({{"indent", depth}, {"text", text}}));
  if (const Value::List* children = node["children"].items()) {
    for (const Value& child : *children) add_plan_lines(child, depth + 1, lines);
  }
}

Value digests_model(const Value& trace) {
  Value digests = Value::list();
  for (const Value& digest : *trace["digests"].items()) {
    Value plan;
    if (const Value* explain = digest.find("explain")) add_plan_lines(*explain, 0, plan);
    digests.add(Value::object({{"text", digest["text"]},
                               {"times", digest["times"]},
                               {"distinct", digest["distinct"]},
                               {"rows", digest["rows"]},
                               {"ms", milliseconds(digest["us"].integer_or(0))},
                               {"is_write", digest["write"]},
                               {"plan", std::move(plan)}}));
  }
  return digests;
}

Value evidence_model(const Evidence& evidence) {
  Value entries = Value::list();
  for (const EvidenceKey& key : evidence_keys()) {
    if (!has(evidence, key.key)) continue;
    entries.add(Value::object({{"key", key.key},
                               {"value", measured(evidence, key.key)},
                               {"unit", key.unit},
                               {"meaning", key.meaning}}));
  }
  return entries;
}

Value memory_model(const Evidence& evidence) {
  if (!has(evidence, "mem-peak")) return {};
  return Value::object({{"peak", bytes_text(measured(evidence, "mem-peak"))},
                        {"app", bytes_text(measured(evidence, "mem-peak-app"))},
                        {"render", bytes_text(measured(evidence, "mem-peak-render"))},
                        {"driver", bytes_text(measured(evidence, "mem-peak-driver"))}});
}

Value cache_model(const Evidence& evidence) {
  if (measured(evidence, "cache-get") + measured(evidence, "cache-set") == 0) return {};
  return Value::object({{"gets", measured(evidence, "cache-get")},
                        {"hits", measured(evidence, "cache-hit")},
                        {"sets", measured(evidence, "cache-set")}});
}

// What a cache that is away is given is lost.
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
                    const Widest& widest, const std::string& base_url) {
  const std::string query = knobs.query_string().empty() ? "" : "?" + knobs.query_string();
  const std::string address = path_of(the_case, *run.variant) + query;
  const std::int64_t total_us = measured(run.evidence, "total");
  const bool posts = run.variant->method == Method::post;
  const bool misses = measured(run.evidence, "cache-miss") > 0;
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
       {"total_ms", milliseconds(total_us)},
       {"total_percent", percent(total_us, widest.total_us)},
       {"phases", phases_model(run.trace, widest.total_us)},
       {"chain", steps_model(run.trace)},
       {"floor", floor_model(floor, the_case, query)},
       {"evidence", evidence_model(run.evidence)},
       {"sql", measured(run.evidence, "sql")},
       {"sql_percent",
        widest.statements > 0 ? Value(percent(measured(run.evidence, "sql"), widest.statements)) : Value()},
       {"rows", measured(run.evidence, "rows")},
       {"cache_calls", cache_model(run.evidence)},
       {"filled_cache", misses && stores},
       {"missed_cache", misses && !stores && measured(run.evidence, "cache-set") > 0},
       {"bytes", bytes_text(measured(run.evidence, "bytes"))},
       {"memory", memory_model(run.evidence)},
       {"memory_picture", memory_picture(run, widest.memory)},
       {"body_sha256", run.body_sha256},
       {"sha_short", run.body_sha256.substr(0, 12)},
       {"digests", digests_model(run.trace)}});
}

Value claims_model(const CaseRun& run, const Case& the_case, const Knobs& knobs, const Value& answer) {
  Value claims = Value::list();
  for (const Claim& claim : the_case.claims) {
    const Evidence& evidence = run_of(claim.on_floor ? run.floors : run.runs, claim.variant)->evidence;
    Value model = Value::object({{"variant", claim.variant},
                                 {"key", claim.key},
                                 {"formula", claim.formula},
                                 {"warm", claim.warm},
                                 {"on_floor", claim.on_floor}});
    const bool is_judged = !claim.warm && has(evidence, claim.key);
    if (is_judged) {
      const std::int64_t expected = claim.value({.knobs = knobs, .answer = answer});
      const std::int64_t found = measured(evidence, claim.key);
      model.set("measured", found).set("expected", expected).set("holds", claim.holds(found, expected));
    }
    model.set("is_judged", is_judged);
    model.set("relation", claim.relation == Claim::Relation::equals    ? "="
                          : claim.relation == Claim::Relation::at_most ? "≤"
                                                                       : "≥");
    claims.add(std::move(model));
  }
  return claims;
}

}  // namespace

Value results_model(const CaseRun& run, const Case& the_case, const Knobs& knobs, const Value& answer,
                    const std::string& base_url) {
  Widest widest{.memory = memory_scale(run)};
  for (const VariantRun& each : run.runs) {
    widest.total_us = std::max(widest.total_us, measured(each.evidence, "total"));
    widest.statements = std::max(widest.statements, measured(each.evidence, "sql"));
  }
  Value variants = Value::list();
  for (const VariantRun& each : run.runs) {
    variants.add(each.refusal ? refused_model(each)
                              : variant_model(each, run_of(run.floors, each.variant->name), the_case, knobs,
                                              widest, base_url));
  }
  Value model = Value::object({{"knobs", knobs.query_string()},
                               {"variants", std::move(variants)},
                               {"claims", claims_model(run, the_case, knobs, answer)}});
  if (!run.equal) {
    model.set("not_compared", Value::object({{"reason", run.reason}}));
  } else if (*run.equal) {
    model.set("equal", Value::object({{"sha256", run.runs.front().body_sha256}, {"count", run.runs.size()}}));
  } else {
    model.set("unequal", true);
  }
  return model;
}

}  // namespace caseload
