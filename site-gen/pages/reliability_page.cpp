#include <cstdint>
#include <string>

#include "core/numbers.hpp"
#include "pages/pages.hpp"
#include "pages/target_parts.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

std::string raw_file(const Measurements& file) {
  return "reliability/" + slug_of(file.path.stem().string()) + ".json";
}

Value row_value(const Reliability::Measure& measure, const std::vector<Measurements>& files) {
  Target target = measure.target;
  if (!measure.from) target.not_measured = "no figures of " + measure.command + " have been kept";
  Value row = target_value(target, measure.id);
  row.set("command", measure.command);
  if (!measure.from) return row;
  const Measurements& from = files[*measure.from];
  return row.set("from", Value::object({{"date", date_of(from.measured_at)},
                                        {"commit", commit_value(from.commit)},
                                        {"quick", from.quick},
                                        {"href", raw_file(from)}}));
}

Value rows_value(const Reliability& reliability) {
  Value list = Value::list();
  std::int64_t met = 0;
  std::int64_t measured = 0;
  for (const Reliability::Measure& measure : reliability.measures) {
    list.add(row_value(measure, reliability.files));
    measured += !measure.target.results.empty();
    met += measure.target.is_met();
  }
  const auto missing = static_cast<std::int64_t>(reliability.measures.size()) - measured;
  return Value::object({{"has_list", !reliability.measures.empty()},
                        {"list", std::move(list)},
                        {"met", grouped(met)},
                        {"measured", grouped(measured)},
                        {"not_measured", missing == 0 ? Value() : Value(grouped(missing))}});
}

// The newest first.
Value files_value(const std::vector<Measurements>& files) {
  Value list = Value::list();
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    std::string settings;
    for (const auto& [name, value] : file->settings)
      settings += (settings.empty() ? "" : ", ") + name + " " + value;
    list.add(Value::object({{"name", file->path.filename().string()},
                            {"href", raw_file(*file)},
                            {"command", file->command},
                            {"quick", file->quick},
                            {"commit", commit_value(file->commit)},
                            {"date", date_of(file->measured_at)},
                            {"settings", settings}}));
  }
  return list;
}

// Of the newest file.
Value environment_value(const std::vector<Measurements>& files) {
  if (files.empty()) return {};
  return Value::object({{"machine", names_value(files.back().environment)},
                        {"versions", Value::list()},
                        {"settings", names_value(files.back().settings)},
                        {"sizes", Value::list()}});
}

}  // namespace

void write_reliability(PageWriter& writer, const Reliability& reliability) {
  for (const Measurements& file : reliability.files) writer.out().link_file(raw_file(file), file.path);
  writer.write(
      {"reliability.html",
       "How it behaves under load, faults and attack",
       "What happens to requests while parts of Caseload are killed, stopped, overloaded and attacked.",
       "reliability.html",
       "",
       {},
       {},
       {},
       "reliability-page",
       false},
      "reliability",
      Value::object({{"targets", rows_value(reliability)},
                     {"environment", environment_value(reliability.files)},
                     {"has_files", !reliability.files.empty()},
                     {"files", files_value(reliability.files)}}));
}

}  // namespace caseload::site
