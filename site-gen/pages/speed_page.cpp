#include "core/numbers.hpp"
#include "pages/pages.hpp"
#include "pages/speed_parts.hpp"
#include "pages/target_parts.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

std::string raw_file(const BenchFile& file) {
  return "bench/" + slug_of(file.path.stem().string()) + ".json";
}

// The newest one. A quick one is never shown in place of a full one.
const BenchFile* bench_to_show(const std::vector<BenchFile>& files) {
  const BenchFile* best = nullptr;
  for (const BenchFile& file : files) {
    const auto* bench = std::get_if<Bench>(&file.content);
    if (bench == nullptr) continue;
    if (best == nullptr || !bench->quick || std::get<Bench>(best->content).quick) best = &file;
  }
  return best;
}

// Each target with what was measured, and whether it is met. Null if the bench has none.
Value targets_value(const Bench& bench) {
  if (bench.targets.empty()) return {};
  Value list = Value::list();
  std::int64_t met = 0;
  std::int64_t measured = 0;
  for (std::size_t i = 0; i < bench.targets.size(); ++i) {
    const Target& target = bench.targets[i];
    list.add(target_value(target, "target-" + std::to_string(i + 1)));
    measured += !target.results.empty();
    met += target.is_met();
  }
  const auto missing = static_cast<std::int64_t>(bench.targets.size()) - measured;
  return Value::object({{"list", std::move(list)},
                        {"met", grouped(met)},
                        {"measured", grouped(measured)},
                        {"not_measured", missing == 0 ? Value() : Value(grouped(missing))}});
}

Value bench_value(const BenchFile& file) {
  const auto& bench = std::get<Bench>(file.content);
  Value not_comparable = Value::list();
  for (const std::string& each : bench.not_comparable) not_comparable.add(each);
  return Value::object({{"commit", commit_value(bench.commit)},
                        {"date", date_of(bench.measured_at)},
                        {"quick", bench.quick},
                        {"href", raw_file(file)},
                        {"targets", targets_value(bench)},
                        {"pages", compared_pages_value(bench)},
                        {"memory", figure_value(memory_figure(bench))},
                        {"not_comparable", std::move(not_comparable)},
                        {"work", database_work_value(bench)},
                        {"environment", Value::object({{"machine", names_value(bench.environment)},
                                                       {"versions", Value::list()},
                                                       {"settings", names_value(bench.settings)},
                                                       {"sizes", Value::list()}})}});
}

Value counts_value(const std::vector<BenchFile>& files) {
  std::vector<const InstructionCounts*> all;
  for (const BenchFile& file : files)
    if (const auto* counts = std::get_if<InstructionCounts>(&file.content)) all.push_back(counts);
  if (all.empty()) return {};
  const InstructionCounts& newest = *all.back();
  const std::size_t before = all.size();
  std::erase_if(all, [&](const auto* each) { return each->compiler != newest.compiler; });
  const std::size_t others = before - all.size();
  Value histories = Value::list();
  for (const CountHistory& history : count_histories(all)) {
    Value figures = Value::list();
    for (const Figure& figure : history.figures) figures.add(figure_value(figure));
    histories.add(
        Value::object({{"id", history.id}, {"title", history.title}, {"figures", std::move(figures)}}));
  }
  const bool has_histories = !histories.items()->empty();
  return Value::object({{"commit", commit_value(newest.commit)},
                        {"date", date_of(newest.measured_at)},
                        {"compiler", newest.compiler},
                        {"newest", figure_value(newest_counts(newest))},
                        {"histories", std::move(histories)},
                        {"has_histories", has_histories},
                        {"others", others == 0 ? Value() : Value(others)}});
}

Value files_value(const std::vector<BenchFile>& files) {
  Value list = Value::list();
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    const auto* bench = std::get_if<Bench>(&file->content);
    const auto* counts = std::get_if<InstructionCounts>(&file->content);
    list.add(Value::object({{"name", file->path.filename().string()},
                            {"href", raw_file(*file)},
                            {"is_bench", bench != nullptr},
                            {"quick", bench != nullptr && bench->quick},
                            {"commit", commit_value(bench != nullptr ? bench->commit : counts->commit)},
                            {"date", date_of(bench != nullptr ? bench->measured_at : counts->measured_at)}}));
  }
  return list;
}

}  // namespace

void write_speed(PageWriter& writer, const std::vector<BenchFile>& files) {
  for (const BenchFile& file : files) writer.out().link_file(raw_file(file), file.path);
  const BenchFile* shown = bench_to_show(files);
  writer.write({"speed.html",
                "How fast Caseload is",
                "Caseload's pages beside those of other programs, and what one request costs.",
                "speed.html",
                "",
                {},
                {},
                {},
                "speed-page",
                false},
               "speed",
               Value::object({{"bench", shown == nullptr ? Value() : bench_value(*shown)},
                              {"counts", counts_value(files)},
                              {"has_files", !files.empty()},
                              {"files", files_value(files)}}));
}

}  // namespace caseload::site
