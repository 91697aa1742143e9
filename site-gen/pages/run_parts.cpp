#include "pages/run_parts.hpp"

#include <algorithm>

#include "core/measure_words.hpp"
#include "core/numbers.hpp"
#include "read/evidence_text.hpp"
#include "read/headline_words.hpp"
#include "write/links.hpp"

namespace caseload::site {

Value texts_value(const std::vector<std::string>& texts) {
  Value list = Value::list();
  for (const std::string& text : texts) list.add(text);
  return list;
}

Value run_value(const RunSummary& run, const std::string& from, const std::string& slug) {
  return Value::object({{"id", run.id},
                        {"href", relative(from, run.page) + (slug.empty() ? "" : "#case-" + slug)},
                        {"raw", relative(from, run.raw)},
                        {"date", run.started.substr(0, 10)},
                        {"quick", run.quick},
                        {"doubts", texts_value(run.doubts)},
                        {"has_doubts", !run.doubts.empty()},
                        {"commit", run.commit.empty() ? Value() : Value(run.commit)},
                        {"unclean", run.clean && !*run.clean}});
}

Value environment_value(const Run& run) {
  const auto rows_of = [](const Names& names) {
    Value rows = Value::list();
    for (const auto& [name, value] : names) rows.add(Value::object({{"name", name}, {"value", value}}));
    return rows;
  };
  Names settings = run.settings;
  for (auto& [name, value] : settings) std::replace(name.begin(), name.end(), '_', ' ');
  Value sizes = Value::list();
  for (const auto& [name, tables] : run.dataset_sizes) {
    std::string text;
    for (const auto& [table, rows] : tables) text += (text.empty() ? "" : ", ") + grouped(rows) + " " + table;
    sizes.add(Value::object({{"name", name}, {"value", text}}));
  }
  return Value::object({{"machine", rows_of(run.machine)},
                        {"versions", rows_of(run.versions)},
                        {"settings", rows_of(settings)},
                        {"seed", run.seed ? Value(*run.seed) : Value()},
                        {"sizes", std::move(sizes)}});
}

Value headline_value(const Headline& headline, const std::optional<double>& confidence) {
  Value value =
      Value::object({{"sentence", verdict_sentence(headline, confidence)},
                     {"is_clear", headline.is_clear()},
                     {"is_measured", headline.ratio.has_value()},
                     {"is_warm", headline.warm},
                     {"knobs", headline.knobs.empty() ? Value() : Value(knobs_text(headline.knobs))}});
  if (headline.ratio) {
    value.set("ratio", ratio_text(headline.ratio->median));
    value.set("low", ratio_text(headline.ratio->low));
    value.set("high", ratio_text(headline.ratio->high));
    value.set("interval_name", confidence_text(confidence));
  }
  if (headline.before && headline.after) {
    value.set("key", headline.key);
    const std::int64_t widest = std::max(*headline.before, *headline.after);
    value.set("counts", Value::object({{"what", counts_title(headline)},
                                       {"before", evidence_text(*headline.before, headline.key)},
                                       {"after", evidence_text(*headline.after, headline.key)},
                                       {"before_percent", share_text(*headline.before, widest)},
                                       {"after_percent", share_text(*headline.after, widest)}}));
  }
  return value;
}

}  // namespace caseload::site
