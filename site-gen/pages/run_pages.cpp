#include <algorithm>

#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"
#include "pages/parts.hpp"
#include "pages/run_parts.hpp"
#include "read/evidence_text.hpp"
#include "read/headline_words.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

Value optional_text(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}
Value optional_count(const std::optional<std::int64_t>& count) {
  return count ? Value(grouped(*count)) : Value();
}
Value optional_time(const std::optional<double>& us) {
  return us ? Value(duration_text(*us)) : Value();
}

Value run_row(const RunSummary& run) {
  Value row = Value::object({{"id", run.id},
                             {"href", run.page},
                             {"date", run.started.empty() ? Value() : Value(run.started.substr(0, 10))},
                             {"kind", optional_text(run.kind)},
                             {"commit", optional_text(run.commit.substr(0, 12))},
                             {"unclean", run.clean && !*run.clean},
                             {"quick", run.quick},
                             {"doubts", texts_value(run.doubts)},
                             {"has_doubts", !run.doubts.empty()},
                             {"requests", optional_count(run.requests)},
                             {"errors", optional_count(run.errors)},
                             {"has_errors", run.errors && *run.errors > 0},
                             {"cases", run.cases.size()}});
  if (run.score_found && run.score_slow)
    row.set("score", grouped(*run.score_found) + " of " + grouped(*run.score_slow));
  if (run.score_false && *run.score_false > 0) row.set("false_alarms", grouped(*run.score_false));
  if (run.problems > 0) row.set("problems", run.problems);
  return row;
}

Value case_row(const PortfolioEntry* known, const CaseResult& result, const CaseSummary& summary,
               const Run& run) {
  Value row = headline_value(summary.headline, run.confidence);
  row.set("id", "case-" + result.slug);
  row.set("title", known != nullptr       ? known->lesson.title
                   : result.title.empty() ? result.slug
                                          : result.title);
  row.set("href", known == nullptr ? Value() : Value("../" + page_of_case(known->the_case->slug)));
  // The ratio comes from the pairs' own medians; a percentile of all takes more requests than a few.
  row.set("no_time", summary.headline.ratio ? "too few requests" : "not measured");
  row.set("slow_time", optional_time(summary.slow_us));
  row.set("fast_time", optional_time(summary.fast_us));
  row.set("equal", summary.equal ? Value(*summary.equal ? "the same" : "different") : Value());
  row.set("is_unequal", summary.equal && !*summary.equal);
  std::string outcomes;
  for (const VariantResult& variant : result.variants)
    if (variant.verdict)
      outcomes += (outcomes.empty() ? "" : "; ") + variant.name + ": " + variant.verdict->outcome;
  row.set("detector", optional_text(outcomes));
  Value comparisons = Value::list();
  for (const Comparison& each : result.comparisons) {
    Value value = Value::object({{"slow", each.slow},
                                 {"fast", each.fast},
                                 {"knobs", optional_text(knobs_text(each.knobs))},
                                 {"conclusion", each.conclusion},
                                 {"pairs", grouped(each.pairs_used) + " of " + grouped(each.pairs)}});
    if (each.ratio) {
      value.set("ratio", ratio_text(each.ratio->median));
      value.set("interval", ratio_text(each.ratio->low) + " to " + ratio_text(each.ratio->high));
    }
    if (each.noise) value.set("noise", ratio_text(each.noise->low) + " to " + ratio_text(each.noise->high));
    comparisons.add(std::move(value));
  }
  row.set("comparisons", std::move(comparisons));
  Value throughput = Value::list();
  for (const VariantResult& variant : result.variants)
    for (const Measurement& each : variant.measurements)
      if (each.purpose == "capacity" && each.throughput_per_second)
        throughput.add(Value::object({{"variant", variant.name},
                                      {"knobs", optional_text(knobs_text(each.knobs))},
                                      {"users", optional_count(each.users)},
                                      {"rate", significant(*each.throughput_per_second, 4)}}));
  row.set("throughput", std::move(throughput));
  Value problems = Value::list();
  for (const std::string& problem : result.problems) problems.add(problem);
  row.set("problems", std::move(problems));
  return row;
}

// The newest run that has an earlier run with the same settings and data; the earlier one comes first.
// nullptr if there are none.
std::pair<const RunSummary*, const RunSummary*> newest_comparable(const std::vector<RunSummary>& runs) {
  for (auto later = runs.rbegin(); later != runs.rend(); ++later) {
    const auto earlier = std::find_if(std::next(later), runs.rend(),
                                      [&](const RunSummary& each) { return each.terms == later->terms; });
    if (earlier != runs.rend()) return {&*earlier, &*later};
  }
  return {};
}

std::string title_of(const Portfolio& portfolio, const CaseSummary& result) {
  const PortfolioEntry* known = portfolio.find(result.slug);
  return known == nullptr ? result.slug : known->lesson.title;
}

Value compared_value(const Portfolio& portfolio, const RunSummary& then, const RunSummary& now) {
  const bool same_machine = !now.machine.empty() && then.machine == now.machine;
  Value rows = Value::list();
  Value only_then = Value::list();
  Value only_now = Value::list();
  Value of_other_size = Value::list();
  for (const CaseSummary& each : then.cases)
    if (now.find_case(each.slug) == nullptr) only_then.add(title_of(portfolio, each));
  for (const CaseSummary& each : now.cases) {
    const CaseSummary* before = then.find_case(each.slug);
    if (before == nullptr) {
      only_now.add(title_of(portfolio, each));
      continue;
    }
    if (!same_knobs(before->headline.knobs, each.headline.knobs)) {
      of_other_size.add(title_of(portfolio, each));
      continue;
    }
    const Headline& a = before->headline;
    const Headline& b = each.headline;
    Value row = Value::object({{"title", title_of(portfolio, each)}});
    if (a.ratio)
      row.set("ratio_then", ratio_text(a.ratio->median) + " (" + ratio_text(a.ratio->low) + " to " +
                                ratio_text(a.ratio->high) + ")");
    if (b.ratio)
      row.set("ratio_now", ratio_text(b.ratio->median) + " (" + ratio_text(b.ratio->low) + " to " +
                               ratio_text(b.ratio->high) + ")");
    if (a.ratio && b.ratio)
      row.set("change", a.ratio->high < b.ratio->low   ? "higher"
                        : b.ratio->high < a.ratio->low ? "lower"
                                                       : "no clear change");
    if (same_machine) {
      row.set("slow_then", optional_time(before->slow_us)).set("slow_now", optional_time(each.slow_us));
      row.set("fast_then", optional_time(before->fast_us)).set("fast_now", optional_time(each.fast_us));
    }
    rows.add(std::move(row));
  }
  return Value::object({{"id", then.id},
                        {"href", relative(now.page, then.page)},
                        {"same_machine", same_machine},
                        {"has_rows", !rows.items()->empty()},
                        {"has_only_then", !only_then.items()->empty()},
                        {"only_then", std::move(only_then)},
                        {"has_only_now", !only_now.items()->empty()},
                        {"only_now", std::move(only_now)},
                        {"has_other_size", !of_other_size.items()->empty()},
                        {"of_other_size", std::move(of_other_size)},
                        {"rows", std::move(rows)}});
}

Value data_of(const RunSummary& run, const Portfolio& portfolio) {
  Value cases = Value::list();
  for (const CaseSummary& each : run.cases) {
    const Headline& headline = each.headline;
    Value value = Value::object(
        {{"slug", each.slug}, {"title", title_of(portfolio, each)}, {"knobs", knobs_text(headline.knobs)}});
    if (headline.ratio)
      value.set("ratio",
                Value(Value::List{headline.ratio->median, headline.ratio->low, headline.ratio->high}));
    if (headline.before && headline.after) {
      value.set("what", counts_title(headline));
      value.set("before", evidence_text(*headline.before, headline.key));
      value.set("after", evidence_text(*headline.after, headline.key));
    }
    if (each.slow_us) value.set("slow_us", *each.slow_us);
    if (each.fast_us) value.set("fast_us", *each.fast_us);
    cases.add(std::move(value));
  }
  return Value::object({{"id", run.id},
                        {"machine", run.machine},
                        {"terms", run.terms},
                        {"quick", run.quick},
                        {"doubts", texts_value(run.doubts)},
                        {"cases", std::move(cases)}});
}

}  // namespace

void write_runs(PageWriter& writer, const std::vector<RunSummary>& runs,
                const std::vector<SkippedFile>& skipped) {
  constexpr std::size_t max_skipped = 200;
  Value bad = Value::list();
  for (std::size_t i = 0; i < std::min(skipped.size(), max_skipped); ++i)
    bad.add(Value::object({{"name", skipped[i].name}, {"reason", skipped[i].reason}}));
  const Parts parts("runs.html", runs.size());
  for (const Parts::Part& part : parts.all()) {
    PageKey material;
    for (std::size_t i = part.begin; i < part.end; ++i) material.add(runs[i].material);
    if (!part.is_newest && writer.take_over(part.path, parts.key_of(part, material))) continue;
    Value rows = Value::list();
    for (std::size_t i = part.end; i-- > part.begin;) rows.add(run_row(runs[i]));
    Value model = Value::object({{"has_runs", !runs.empty()},
                                 {"is_one", runs.size() == 1},
                                 {"is_newest", part.is_newest},
                                 {"parts", parts.links(part)},
                                 {"count", grouped(static_cast<std::int64_t>(runs.size()))},
                                 {"rows", std::move(rows)},
                                 {"has_skipped", part.is_newest && !skipped.empty()}});
    if (part.is_newest) {
      model.set("skipped", bad);
      if (skipped.size() > max_skipped)
        model.set("more_skipped", grouped(static_cast<std::int64_t>(skipped.size() - max_skipped)));
    }
    writer.write({part.path,
                  "Runs" + part.suffix(),
                  "Every run of the load test and the detector, newest first" + part.suffix() + ".",
                  "runs.html",
                  "",
                  {},
                  {},
                  {},
                  "runs-page",
                  false},
                 "runs", std::move(model));
  }
}

std::string data_of_run(const RunSummary& run) {
  return run.page.substr(0, run.page.rfind('.')) + ".js";
}

void write_compare(PageWriter& writer, const std::vector<RunSummary>& runs) {
  Value options = Value::list();
  for (auto run = runs.rbegin(); run != runs.rend(); ++run)
    options.add(Value::object({{"id", run->id}, {"data", data_of_run(*run)}}));
  Value model = Value::object({{"can_compare", runs.size() > 1}, {"options", std::move(options)}});
  if (const auto [first, second] = newest_comparable(runs); second != nullptr)
    model.set("alike", Value::object({{"first", data_of_run(*first)}, {"second", data_of_run(*second)}}));
  writer.write({"compare.html",
                "Compare two runs",
                "Two runs with the same settings and data, side by side.",
                "runs.html",
                "",
                {},
                {},
                {"compare.js"},
                "compare-page",
                false},
               "compare", std::move(model));
}

void write_run(PageWriter& writer, const Portfolio& portfolio, const Run& run, const RunSummary& summary,
               const RunSummary* before, const RunSummary* after, const RunSummary* earlier) {
  Value model = run_row(summary);
  model.set("raw", relative(summary.page, summary.raw));
  model.set("started", optional_text(run.started)).set("finished", optional_text(run.finished));
  model.set("build", optional_text(run.build));
  model.set("generator_share",
            run.generator_cpu_share ? Value(significant(*run.generator_cpu_share * 100) + " %") : Value());
  model.set("environment", environment_value(run));
  Value cases = Value::list();
  for (std::size_t i = 0; i < run.cases.size(); ++i)
    cases.add(case_row(portfolio.find(run.cases[i].slug), run.cases[i], summary.cases[i], run));
  model.set("has_cases", !run.cases.empty());
  model.set("results", std::move(cases));
  Value errors = Value::list();
  for (const Run::ErrorCount& kind : run.error_counts)
    errors.add(
        Value::object({{"name", kind.name}, {"message", kind.message}, {"count", grouped(kind.count)}}));
  model.set("has_error_kinds", !run.error_counts.empty()).set("error_kinds", std::move(errors));
  Value notes = Value::list();
  for (const std::string& note : run.notes) notes.add(note);
  model.set("has_notes", !run.notes.empty()).set("notes", std::move(notes));
  Value problems = Value::list();
  for (const std::string& problem : run.problems) problems.add(problem);
  model.set("has_problems", !run.problems.empty()).set("file_problems", std::move(problems));
  if (earlier != nullptr) model.set("compared", compared_value(portfolio, *earlier, summary));
  const auto link = [](const RunSummary* each) {
    return each == nullptr ? std::optional<PageLink>() : std::optional<PageLink>({each->page, each->id});
  };
  writer.write({summary.page,
                "Run " + run.id,
                "What the run " + run.id + " measured.",
                "runs.html",
                "",
                link(before),
                link(after),
                {},
                "run-page",
                false},
               "run", std::move(model));
  writer.out().write_file(data_of_run(summary),
                          "caseloadRun(" + io::to_json(data_of(summary, portfolio)) + ");\n");
}

}  // namespace caseload::site
