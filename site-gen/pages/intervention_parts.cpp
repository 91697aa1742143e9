#include "pages/intervention_parts.hpp"

#include "core/numbers.hpp"
#include "read/evidence_text.hpp"

namespace caseload::site {
namespace {

constexpr const char* not_measured = "not measured";

std::optional<std::int64_t> count_in(const Counts& counts, const std::string& key) {
  for (const auto& [name, value] : counts)
    if (name == key) return value;
  return std::nullopt;
}

// The median if there are enough requests, otherwise the range.
std::string time_text(const std::optional<Measurement>& measurement) {
  if (!measurement || !measurement->service_time) return not_measured;
  for (const auto& [name, microseconds] : measurement->service_time->percentiles)
    if (name == "p50") return duration_text(microseconds);
  const Histogram& histogram = measurement->service_time->histogram;
  if (!histogram.minimum || !histogram.maximum) return not_measured;
  const std::string minimum = duration_text(static_cast<double>(*histogram.minimum));
  const std::string maximum = duration_text(static_cast<double>(*histogram.maximum));
  return minimum == maximum ? minimum : minimum + " to " + maximum;
}

std::string requests_text(const InterventionResult& change) {
  const auto count = [](const InterventionSide& side) {
    return side.measurement && side.measurement->requests ? grouped(*side.measurement->requests)
                                                          : std::string("no");
  };
  return "one user; " + count(change.before) + " requests before, " + count(change.after) + " after";
}

std::string bytes_or_not(const std::optional<std::int64_t>& bytes) {
  return bytes ? *bytes == 0 ? "none" : bytes_text(static_cast<double>(*bytes)) : not_measured;
}

std::string count_or_not(const std::optional<std::int64_t>& count) {
  return count ? grouped(*count) : not_measured;
}

std::string inserts_note(const TableState& table) {
  if (!table.insert_rows) return "rolled back";
  return "median of five inserts of " + grouped(*table.insert_rows) + " rows, each rolled back";
}

Value rows_of(const InterventionResult& change) {
  Value rows = Value::list();
  const auto add = [&](const std::string& what, const std::string& note, const std::string& before,
                       const std::string& after) {
    rows.add(Value::object({{"what", what},
                            {"note", note.empty() ? Value() : Value(note)},
                            {"before", before},
                            {"after", after}}));
  };
  const auto evidence = [&](const InterventionSide& side) {
    const auto value = count_in(side.evidence, change.key);
    return value ? evidence_text(*value, change.key) : std::string(not_measured);
  };
  add(title_of_key(change.key), "one request, recorded by a probe", evidence(change.before),
      evidence(change.after));
  add("Request time", requests_text(change), time_text(change.before.measurement),
      time_text(change.after.measurement));
  add("Rows inserted per second", inserts_note(change.table_before),
      count_or_not(change.table_before.inserts_per_second),
      count_or_not(change.table_after.inserts_per_second));
  add("Size of the indexes besides the primary key", "as estimated by the server",
      bytes_or_not(change.table_before.index_bytes), bytes_or_not(change.table_after.index_bytes));
  add("Size of the rows with their primary key", "as estimated by the server",
      bytes_or_not(change.table_before.table_bytes), bytes_or_not(change.table_after.table_bytes));
  return rows;
}

Value time_or_nothing(const std::optional<std::int64_t>& us) {
  return us ? Value(duration_text(static_cast<double>(*us))) : Value();
}

}  // namespace

Value interventions_value(const Case& the_case, const CaseResult& result, io::Highlighter& highlighter) {
  Value list = Value::list();
  for (const InterventionResult& each : result.interventions) {
    const Variant* variant = the_case.variant(each.variant);
    list.add(Value::object({{"title", each.title},
                            {"statement", highlighter.html(each.statement, io::Language::sql)},
                            {"variant", each.variant},
                            {"pace", variant == nullptr ? "other" : name_of(variant->pace)},
                            {"knobs", each.knobs.empty() ? Value() : Value(knobs_text(each.knobs))},
                            {"made", time_or_nothing(each.apply_us)},
                            {"undone", time_or_nothing(each.undo_us)},
                            {"rows", rows_of(each)}}));
  }
  return list;
}

}  // namespace caseload::site
