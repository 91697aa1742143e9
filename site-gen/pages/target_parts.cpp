#include "pages/target_parts.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"

namespace caseload::site {
namespace {

std::string in_unit_of(const Target& target, double value) {
  if (target.unit == "us") return duration_text(value);
  if (target.unit == "count") return grouped(std::llround(value));
  return target.unit == "bytes" ? bytes_text(value) : ratio_text(value);
}

// "12,000 requests, 60 seconds".
std::string counted_text(const TargetResult& result) {
  std::string text;
  for (const auto& [what, count] : result.counted)
    text += (text.empty() ? "" : ", ") + grouped(std::llround(count)) + " " + what;
  return text;
}

Value result_value(const Target& target, const TargetResult& result) {
  Value value = Value::object({{"name", result.name.empty() ? Value() : Value(result.name)},
                               {"value", in_unit_of(target, result.value)},
                               {"is_met", target.is_met_by(result)}});
  if (const std::string counted = counted_text(result); !counted.empty()) value.set("counted", counted);
  if (result.interval)
    value.set("interval", Value::object({{"low", in_unit_of(target, result.interval->low)},
                                         {"high", in_unit_of(target, result.interval->high)}}));
  return value;
}

// "slot_s": "slot in s".
std::string words_of(std::string name) {
  for (const auto& [suffix, unit] : {std::pair("_s", " in s"), std::pair("_gib", " in GiB")})
    if (name.ends_with(suffix)) name.replace(name.rfind(suffix), std::string::npos, unit);
  std::ranges::replace(name, '_', ' ');
  return name;
}

}  // namespace

Value target_value(const Target& target, const std::string& id) {
  Value value = Value::object(
      {{"id", id},
       {"title", target.title},
       {"bound", (target.is_at_most ? "at most " : "at least ") + in_unit_of(target, target.bound)},
       {"is_measured", !target.results.empty()},
       {"why_not", target.not_measured.empty() ? Value() : Value(target.not_measured)},
       {"note", target.note.empty() ? Value() : Value(target.note)}});
  if (target.results.empty()) return value;
  const auto is_worse = [&](const TargetResult& a, const TargetResult& b) {
    return target.is_at_most ? a.value > b.value : a.value < b.value;
  };
  std::vector<TargetResult> results = target.results;
  std::ranges::stable_sort(results, is_worse);
  const auto met = std::ranges::count_if(results, [&](const auto& each) { return target.is_met_by(each); });
  value.set("is_met", target.is_met());
  value.set("worst", result_value(target, results.front()));
  if (results.size() == 1) return value;
  Value rows = Value::list();
  for (const TargetResult& each : results) rows.add(result_value(target, each));
  value.set("each", Value::object({{"rows", std::move(rows)},
                                   {"met", grouped(met)},
                                   {"count", grouped(static_cast<std::int64_t>(results.size()))}}));
  return value;
}

Value commit_value(const std::string& commit) {
  return Value::object({{"name", commit.substr(0, 7)}, {"is_unclean", commit.ends_with('+')}});
}

std::string date_of(const std::string& measured_at) {
  return measured_at.substr(0, 10);
}

Value names_value(const Names& names) {
  Value list = Value::list();
  for (const auto& [name, value] : names) {
    const std::string words = words_of(name);
    list.add(Value::object({{"name", words}, {"value", value}}));
  }
  return list;
}

}  // namespace caseload::site
