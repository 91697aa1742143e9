#include <algorithm>
#include <map>

#include "core/numbers.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_rows = 300;

// One variant of a case that got slower from one run to the next like it.
struct Regression {
  const RunSummary* before;
  const RunSummary* after;
  const CaseSummary* result;
  bool is_fix;
  Interval then;
  Interval now;
};

struct Findings {
  std::vector<Regression> slower;  // oldest first
  std::size_t compared = 0;        // variants that were compared between two commits
};

// Runs are alike if they have the same machine, settings and data. Slower means that the two ranges have no
// point in common. Both ranges are those of a further pass, so what differs from pass to pass is no
// regression.
Findings find_regressions(const std::vector<RunSummary>& runs) {
  struct Last {
    const RunSummary* run;
    const CaseSummary* result;
  };
  Findings findings;
  std::map<std::string, Last> last;
  for (const RunSummary& run : runs) {
    if (!run.doubts.empty() || run.machine.empty() || run.commit.empty()) continue;
    for (const CaseSummary& result : run.cases) {
      const Headline& now = result.headline;
      if (!now.slow_us || !now.fast_us) continue;
      Last& before = last[result.slug + "\n" + run.machine + "\n" + run.terms + "\n" + knobs_text(now.knobs)];
      if (before.run != nullptr && before.run->commit != run.commit) {
        const Headline& then = before.result->headline;
        for (const bool is_fix : {false, true}) {
          if (is_fix ? then.fast != now.fast : then.slow != now.slow) continue;
          const Interval& earlier = is_fix ? *then.fast_us : *then.slow_us;
          const Interval& later = is_fix ? *now.fast_us : *now.slow_us;
          ++findings.compared;
          if (later.low > earlier.high)
            findings.slower.push_back({before.run, &run, &result, is_fix, earlier, later});
        }
      }
      before = {&run, &result};
    }
  }
  return findings;
}

std::string time_text(const Interval& time) {
  return duration_text(time.median) + " (" + duration_text(time.low) + " to " + duration_text(time.high) +
         ")";
}

Value row_value(const PortfolioEntry* known, const Regression& each) {
  const auto run = [](const RunSummary& of) {
    return Value::object(
        {{"href", of.page}, {"commit", of.commit.substr(0, 7)}, {"date", of.started.substr(0, 10)}});
  };
  const Headline& headline = each.result->headline;
  return Value::object({{"title", known == nullptr ? each.result->slug : known->lesson.title},
                        {"href", known == nullptr ? Value() : Value(history_of_case(each.result->slug))},
                        {"variant", each.is_fix ? headline.fast : headline.slow},
                        {"what", each.is_fix ? "fix" : "mistake"},
                        {"before", run(*each.before)},
                        {"after", run(*each.after)},
                        {"then", time_text(each.then)},
                        {"now", time_text(each.now)},
                        {"factor", ratio_text(each.now.median / each.then.median)},
                        {"low", ratio_text(each.now.low / each.then.high)},
                        {"high", ratio_text(each.now.high / each.then.low)}});
}

}  // namespace

void write_regressions(PageWriter& writer, const Portfolio& portfolio, const std::vector<RunSummary>& runs) {
  const Findings findings = find_regressions(runs);
  const std::size_t count = findings.slower.size();
  Value rows = Value::list();
  for (std::size_t i = count; i-- > (count > max_rows ? count - max_rows : 0);)
    rows.add(row_value(portfolio.find(findings.slower[i].result->slug), findings.slower[i]));
  Value model = Value::object({{"compared", grouped(static_cast<std::int64_t>(findings.compared))},
                               {"has_compared", findings.compared > 0},
                               {"count", grouped(static_cast<std::int64_t>(count))},
                               {"has_rows", count > 0},
                               {"is_shortened", count > max_rows},
                               {"shown", max_rows},
                               {"rows", std::move(rows)}});
  writer.write({"regressions.html",
                "What got slower",
                "Variants that got slower from one commit to the next.",
                "runs.html",
                "",
                {},
                {},
                {},
                "regressions-page",
                false},
               "regressions", std::move(model));
}

}  // namespace caseload::site
