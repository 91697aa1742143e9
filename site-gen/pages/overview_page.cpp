#include <algorithm>

#include "core/numbers.hpp"
#include "draw/charts.hpp"
#include "io/text/markdown.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"
#include "pages/run_parts.hpp"

namespace caseload::site {
namespace {

double highest_ratio(const std::vector<CaseEntry>& cases) {
  double max_ratio = 10;
  for (const CaseEntry& each : cases)
    if (each.result != nullptr && each.result->headline.ratio)
      max_ratio = std::max(max_ratio, each.result->headline.ratio->high);
  return max_ratio;
}

// The detector's result for all variants of a case, as a short text for a table.
std::string detector_text(const CaseSummary& result) {
  if (result.outcomes.empty()) return "not run";
  const auto has = [&](std::string_view outcome) {
    return std::find(result.outcomes.begin(), result.outcomes.end(), outcome) != result.outcomes.end();
  };
  if (has("missed")) return "missed";
  if (has("not judged")) return "not judged";
  if (has("false")) return "false alarm";
  if (has("found in a set")) return "named in a set";
  return has("found") ? "named" : "silent";
}

Value row_value(const CaseEntry& entry, double max_ratio) {
  const Case& the_case = entry.the_case;
  const Lesson& lesson = entry.lesson;
  Value row = Value::object(
      {{"slug", the_case.slug},
       {"title", lesson.title},
       {"href", page_of_case(the_case.slug)},
       {"page", the_case.page},
       {"category", name_of(lesson.category)},
       {"category_title", title_of(lesson.category)},
       {"level", title_of(lesson.level)},
       {"minutes", lesson.minutes},
       {"symptom", io::markdown_to_html(lesson.symptom)},
       {"is_stale", entry.stale},
       {"detector", entry.result == nullptr ? std::string("not run") : detector_text(*entry.result)}});
  const std::string verdict(row["detector"].text_or(""));
  row.set("detector_is_bad", verdict == "missed" || verdict == "not judged" || verdict == "false alarm");
  row.set("sort_ratio", "-1");
  if (entry.result == nullptr) return row;
  const Headline& headline = entry.result->headline;
  Value shown = headline_value(headline, entry.confidence);
  if (headline.ratio) {
    row.set("sort_ratio", plain_decimal(headline.ratio->median, 4));
    row.set(
        "mark",
        ratio_mark({headline.ratio->median, std::pair(headline.ratio->low, headline.ratio->high)}, max_ratio,
                   "ratio " + ratio_text(headline.ratio->median) + ", interval " +
                       ratio_text(headline.ratio->low) + " to " + ratio_text(headline.ratio->high)));
  }
  row.set("quick", entry.run->quick);
  row.set("headline", std::move(shown));
  return row;
}

}  // namespace

void write_overview(PageWriter& writer, const std::vector<CaseEntry>& cases,
                    const std::vector<RunSummary>& runs) {
  const double max_ratio = highest_ratio(cases);
  Value rows = Value::list();
  Value categories = Value::list();
  std::optional<Category> last_category;
  std::size_t measured = 0;
  for (const CaseEntry& entry : cases) {
    rows.add(row_value(entry, max_ratio));
    if (entry.result != nullptr && entry.result->headline.ratio) ++measured;
    if (entry.lesson.category == last_category) continue;
    last_category = entry.lesson.category;
    categories.add(Value::object({{"name", name_of(*last_category)}, {"title", title_of(*last_category)}}));
  }
  Value model = Value::object({{"count", cases.size()},
                               {"measured", measured},
                               {"has_cases", !cases.empty()},
                               {"has_runs", !runs.empty()},
                               {"is_one_run", runs.size() == 1},
                               {"run_count", grouped(static_cast<std::int64_t>(runs.size()))},
                               {"categories", std::move(categories)},
                               {"rows", std::move(rows)}});
  if (!runs.empty()) {
    const RunSummary& newest = runs.back();
    model.set(
        "newest",
        Value::object({{"id", newest.id}, {"href", newest.page}, {"date", newest.started.substr(0, 10)}}));
  }
  writer.write({"index.html",
                "Web performance problems, measured",
                "Web performance problems you can run: the mistake, the fix, and what the mistake costs.",
                "index.html",
                "templates/site/overview.mustache",
                {},
                {},
                {"overview.js"},
                "overview-page",
                false,
                false},
               "overview", std::move(model));
}

}  // namespace caseload::site
