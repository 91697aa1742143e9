#include <algorithm>

#include "core/numbers.hpp"
#include "pages/case_page.hpp"
#include "pages/detector_parts.hpp"
#include "pages/pages.hpp"

namespace caseload::site {
namespace {

Value rows_value(const std::vector<ConfusionRow>& rows, const std::vector<std::string>& labels,
                 const Portfolio& portfolio, bool is_slow) {
  Value list = Value::list();
  for (const ConfusionRow& row : rows) {
    Value cells = Value::list();
    const auto is_own = [&](std::size_t i) {
      return std::ranges::find(row.labels, labels[i]) != row.labels.end();
    };
    // Several labels mean that the evidence can't distinguish them, which is not a mistake.
    bool is_named = false;
    for (std::size_t i = 0; i < row.cells.size(); ++i) is_named |= is_slow && is_own(i) && row.cells[i] > 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool own = is_own(i);
      cells.add(Value::object({{"count", row.cells[i] == 0 ? Value() : Value(row.cells[i])},
                               {"is_right", is_slow && own && row.cells[i] > 0},
                               {"is_missed", is_slow && own && row.cells[i] == 0},
                               {"is_companion", row.cells[i] > 0 && is_named && !own},
                               {"is_wrong", row.cells[i] > 0 && !is_named},
                               {"label", labels[i]}}));
    }
    list.add(Value::object(
        {{"truth", row.truth},
         {"href", portfolio.find(row.truth) == nullptr ? Value() : Value(page_of_case(row.truth))},
         {"variant", row.variant.empty() ? Value() : Value(row.variant)},
         {"cells", std::move(cells)}}));
  }
  return list;
}

// The reasons why the gate is not passed, one sentence each.
Value failures_value(const Detection& detection) {
  Value list = Value::list();
  for (const auto& [key, label] :
       {std::pair("missed", "Missed: "), std::pair("half", "Half: "), std::pair("false", "False: "),
        std::pair("not_judged", "Pages of which nothing could be judged: ")})
    for (const auto& [name, count] : detection.score)
      if (name == key && count > 0) list.add(label + grouped(count));
  for (const std::string& pair : detection.unequal) list.add("Responses differ: " + pair);
  if (list.items()->empty()) list.add("No slow variant was judged");
  return list;
}

std::string share_text(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? fixed(100.0 * static_cast<double>(part) / static_cast<double>(whole), 0) : "";
}

Value first_scores_value(const std::vector<FirstScore>& scores) {
  Value list = Value::list();
  for (const FirstScore& score : scores) {
    Value row = Value::object({{"day", score.day},
                               {"commit", score.commit.substr(0, 7)},
                               {"mistakes", score.mistakes},
                               {"named", score.named},
                               {"in_a_set", score.in_a_set},
                               {"half", score.half},
                               {"innocent", score.innocent},
                               {"false_alarms", score.false_alarms}});
    if (score.mistakes > 0) row.set("share", share_text(score.named, score.mistakes));
    list.add(std::move(row));
  }
  return list;
}

// The newest result for each service and source, beside the first one. Null if there is none.
Value strangers_value(const std::vector<StrangerResult>& results) {
  std::vector<std::pair<const StrangerScore*, const StrangerScore*>> rows;  // first, newest
  for (const StrangerResult& result : results)
    for (const StrangerScore& score : result.scores) {
      const auto known = std::find_if(rows.begin(), rows.end(),
                                      [&](const auto& row) { return row.first->is_of_same(score); });
      if (known == rows.end())
        rows.emplace_back(&score, &score);
      else
        known->second = &score;
    }
  if (rows.empty()) return {};
  Value list = Value::list();
  for (const auto& [first, newest] : rows) {
    const std::int64_t named_at_first = first->named + first->in_a_set;
    const std::int64_t named = newest->named + newest->in_a_set;
    list.add(Value::object({{"service", newest->service},
                            {"database", newest->database},
                            {"source", newest->source},
                            {"mistakes", newest->mistakes},
                            {"named_at_first", named_at_first},
                            {"share_at_first", share_text(named_at_first, first->mistakes)},
                            {"named", named},
                            {"share", share_text(named, newest->mistakes)},
                            {"in_a_set", newest->in_a_set},
                            {"half", newest->half},
                            {"missed", newest->missed},
                            {"not_judged", newest->not_judged},
                            {"innocent", newest->innocent},
                            {"false_at_first", first->false_alarms},
                            {"false", newest->false_alarms}}));
  }
  const StrangerResult& last = results.back();
  return Value::object({{"rows", std::move(list)},
                        {"first_date", results.front().date},
                        {"date", last.date},
                        {"commit", last.commit.substr(0, 7)}});
}

Value rivals_value(const Detection& detection) {
  Value list = Value::list();
  for (const auto& [name, counts] : detection.rival_scores) {
    Value row = Value::object({{"name", name}});
    for (const auto& [key, value] : counts) row.set(key, value);
    list.add(std::move(row));
  }
  return list;
}

}  // namespace

void write_detector(PageWriter& writer, const Portfolio& portfolio, const Run* run, const RunSummary* summary,
                    const DetectorScores& scores) {
  Value model = Value::object({{"has_detection", run != nullptr && run->detection.has_value()},
                               {"has_first_scores", !scores.first_scores.empty()},
                               {"first_scores", first_scores_value(scores.first_scores)},
                               {"strangers", strangers_value(scores.strangers)}});
  if (run != nullptr && run->detection) {
    const Detection& detection = *run->detection;
    Value labels = Value::list();
    for (const std::string& label : detection.labels)
      labels.add(
          Value::object({{"label", label},
                         {"href", portfolio.find(label) == nullptr ? Value() : Value(page_of_case(label))}}));
    Value score = Value::object({{"columns", detection.labels.size() + 1}});
    for (const auto& [key, value] : detection.score) score.set(key, grouped(value));
    Value pages = Value::list();
    for (const DetectedPage& page : detection.pages) {
      Value value = verdict_value(page.verdict, portfolio, "detector.html");
      value.set("truth", page.truth).set("variant", page.variant.empty() ? Value() : Value(page.variant));
      value.set("pace", page.pace);
      pages.add(std::move(value));
    }
    model.set("run",
              Value::object(
                  {{"id", summary->id}, {"href", summary->page}, {"date", summary->started.substr(0, 10)}}));
    model.set("mode", detection.mode == "blind" ? Value("blind") : Value());
    model.set("score", std::move(score));
    model.set("passed", detection.passed.value_or(false));
    model.set("is_judged", detection.passed.has_value());
    model.set("failures", failures_value(detection));
    model.set("labels", std::move(labels));
    model.set("has_matrix", !detection.labels.empty());
    model.set("gallery", rows_value(detection.gallery, detection.labels, portfolio, true));
    model.set("has_gallery", !detection.gallery.empty());
    model.set("slow", rows_value(detection.slow, detection.labels, portfolio, true));
    model.set("fast", rows_value(detection.fast, detection.labels, portfolio, false));
    model.set("negatives", rows_value(detection.negatives, detection.labels, portfolio, false));
    model.set("rivals", rivals_value(detection));
    model.set("has_rivals", !detection.rival_scores.empty());
    model.set("pages", std::move(pages));
  }
  writer.write({"detector.html",
                "What the detector found",
                "The confusion matrix of a blind detector that judges by evidence alone.",
                "detector.html",
                "",
                {},
                {},
                {},
                "detector-page",
                false},
               "detector", std::move(model));
}

}  // namespace caseload::site
