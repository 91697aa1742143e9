#include "site.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "code/source_files.hpp"
#include "core/catalogue_document.hpp"
#include "io/json/json.hpp"
#include "io/text/highlight.hpp"
#include "io/text/lessons.hpp"
#include "io/text/read_file.hpp"
#include "pages/case_page.hpp"
#include "pages/case_parts.hpp"
#include "pages/guess_pages.hpp"
#include "pages/spot_it.hpp"
#include "pages/teaching.hpp"
#include "read/bench.hpp"
#include "read/first_scores.hpp"
#include "read/reliability.hpp"
#include "runs.hpp"
#include "write/last_build.hpp"
#include "write/output_folder.hpp"

namespace caseload::site {
namespace {

namespace fs = std::filesystem;

// What every page depends on besides the runs. If the program, a template or the catalogue has changed, every
// page is rebuilt.
std::string inputs_of(const Options& options, const std::string& catalogue,
                      const std::vector<Guide>& guides) {
  PageKey key;
  key.add(stamp_of("/proc/self/exe")).add(catalogue);
  for (const std::string& option : {options.repository_url, options.site_url, options.base_path})
    key.add(option);
  for (const Guide& guide : guides) key.add(guide.path).add(guide.title);
  std::vector<fs::path> templates;
  for (const char* folder : {"site", "parts"})
    for (const auto& entry : fs::directory_iterator(options.templates / folder))
      templates.push_back(entry.path());
  std::sort(templates.begin(), templates.end());
  for (const fs::path& file : templates) key.add(file.string()).add(stamp_of(file));
  return std::to_string(key.value());
}

// From the best run, and the newest of equals: a full run with a ratio is better than a quick one, and that
// is better than a run that only observed something.
CaseEntry entry_of(const PortfolioEntry& known, const std::vector<RunSummary>& runs) {
  CaseEntry entry{.the_case = *known.the_case, .lesson = known.lesson};
  int best = 0;
  for (const RunSummary& run : runs) {
    const CaseSummary* result = run.find_case(entry.the_case.slug);
    if (result == nullptr) continue;
    const int usefulness = usefulness_of(run, *result);
    if (usefulness < best) continue;
    best = usefulness;
    entry.run = &run;
    entry.result = std::shared_ptr<const CaseSummary>(std::shared_ptr<void>(), result);  // of `runs`
  }
  if (entry.run != nullptr && !entry.run->doubts.empty()) {
    auto counts = std::make_shared<CaseSummary>(*entry.result);
    forget_times(counts->headline);
    entry.result = std::move(counts);
  }
  return entry;
}

// The same run, but without the ratios and rates of this case.
Run without_ratios(Run run, std::string_view slug) {
  for (CaseResult& result : run.cases) {
    if (result.slug != slug) continue;
    for (Comparison& each : result.comparisons) each.ratio.reset();
    for (VariantResult& variant : result.variants)
      std::erase_if(variant.measurements, [](const Measurement& each) { return each.purpose == "at-once"; });
  }
  return run;
}

// A run of only some cases must not replace the score of all cases.
const RunSummary* newest_detection(const std::vector<RunSummary>& runs) {
  const RunSummary* newest = nullptr;
  for (const RunSummary& run : runs)
    if (run.score_slow && (newest == nullptr || newest->of_some_cases || !run.of_some_cases)) newest = &run;
  return newest;
}

void write_cases(PageWriter& writer, const Options& options, const Portfolio& portfolio, Runs& runs,
                 const Run* detection_run, const RunSummary* detection_summary,
                 std::vector<CaseEntry>& entries, SpotIt& spot_it, Teaching& teaching) {
  io::Highlighter highlighter;
  SourceFiles sources(options.root);
  const std::vector<Guess> guesses = guesses_of(portfolio);
  for (CaseEntry& entry : entries) {
    std::optional<Run> in_doubt;
    CaseMaterial material{.the_case = entry.the_case, .lesson = entry.lesson, .portfolio = portfolio};
    const std::string file = (options.sources / entry.the_case.stem / "case.cpp").generic_string();
    material.code = code_value(entry.the_case, file, highlighter);
    if (entry.run != nullptr) {
      material.run = runs.full(*entry.run);
      if (!entry.run->doubts.empty()) {
        in_doubt = without_ratios(*material.run, entry.the_case.slug);
        material.run = &*in_doubt;
      }
      material.run_summary = entry.run;
      entry.confidence = material.run->confidence;
      if (const CaseResult* result = material.run->find_case(entry.the_case.slug))
        material.stale = sources.changed(result->sources);
      entry.stale = !material.stale.empty();
    }
    if (detection_run != nullptr) {
      material.detection = &*detection_run->detection;
      material.detection_summary = detection_summary;
    }
    write_case_page(writer, file, highlighter, material);
    const std::string source = io::read_file(file).value_or("");
    write_case_sheets(writer, file, source, highlighter, material);
    write_case_show(writer, file, source, highlighter, material);
    teaching.add(material);
    const auto guess =
        std::ranges::find(guesses, &entry.the_case, [](const Guess& each) { return each.entry->the_case; });
    const Guess& next = guess + 1 == guesses.end() ? guesses.front() : *(guess + 1);
    write_guess(writer, *guess, next, material, file, highlighter);
    write_case_history(writer, material, runs.summaries());
    spot_it.add(writer, material, source, highlighter);
  }
}

void copy_static_files(OutputFolder& out, const Options& options) {
  out.copy_folder("static", options.templates / "static");
  if (fs::is_directory(options.docs / "images")) out.copy_folder("guide/images", options.docs / "images");
  for (const char* name : {"site.css", "site.js", "overview.js", "case.js", "compare.js", "guess_answer.js",
                           "spot-it.js", "show.js"})
    out.copy_file(std::string("static/") + name, options.templates / "site" / name);
  constexpr std::pair<const char*, const char*> schemas[] = {{"runs", "run.schema.json"},
                                                             {"runs", "evidence.schema.json"},
                                                             {"bench", "bench.schema.json"},
                                                             {"bench", "instructions.schema.json"},
                                                             {"reliability", "reliability.schema.json"},
                                                             {"reliability", "targets.json"}};
  for (const auto& [folder, name] : schemas)
    if (const fs::path file = options.docs / folder / name; fs::is_regular_file(file))
      out.copy_file(std::string(folder) + "/" + name, file);
}

void refuse_broken(const BuildReport& report, const OutputFolder& out, const Options& options) {
  std::string message;
  for (const std::string& problem : out.link_problems()) message += "\n  " + problem;
  if (!message.empty()) throw std::runtime_error("broken links:" + message);
  if (!options.strict) return;
  for (const SkippedFile& each : report.skipped) message += "\n  " + each.name + ": " + each.reason;
  for (const std::string& remark : report.remarks) message += "\n  " + remark;
  if (!message.empty()) throw std::runtime_error("invalid run files:" + message);
}

}  // namespace

BuildReport build_site(const Options& options) {
  const auto json = io::read_file(options.catalogue);
  if (!json)
    throw std::runtime_error(options.catalogue.string() +
                             ": can't be read (it must be the output of `caseload-app --catalogue`)");
  std::string reason;
  const auto document = io::from_json(*json, &reason);
  if (!document) throw std::runtime_error("the catalogue is not JSON: " + reason);
  CatalogueContents catalogue = read_catalogue(*document);
  for (auto& [stem, lesson] : catalogue.lessons) lesson.stacks = io::read_stacks(options.sources / stem);
  const Portfolio portfolio(catalogue.cases, catalogue.lessons);
  const std::vector<Guide> guides = read_guides(options);
  std::vector<PageLink> guide_links;
  for (const Guide& guide : guides) guide_links.push_back({guide.path, guide.title});

  BuildReport report;
  OutputFolder out(options.out);
  LastBuild last(out.final_folder(), inputs_of(options, *json, guides), options.afresh || options.strict);
  PageWriter writer(options, out, last, std::move(guide_links));
  copy_static_files(out, options);

  Runs runs(writer, last, portfolio, options.strict, report);
  runs.take_all(run_files(options.runs));
  const std::vector<RunSummary>& summaries = runs.summaries();

  const RunSummary* detection_summary = newest_detection(summaries);
  std::unique_ptr<Run> detection_run;
  if (detection_summary != nullptr) detection_run = std::make_unique<Run>(*runs.full(*detection_summary));

  std::vector<CaseEntry> entries;
  for (const PortfolioEntry& known : portfolio.entries()) entries.push_back(entry_of(known, summaries));
  SpotIt spot_it(portfolio);
  Teaching teaching;
  write_cases(writer, options, portfolio, runs, detection_run.get(), detection_summary, entries, spot_it,
              teaching);
  write_overview(writer, entries, summaries);
  write_symptoms(writer, portfolio);
  write_paths(writer, portfolio);
  write_guess_list(writer, portfolio);
  writer.out().write_file("guess/numbers.js", guess_numbers_script(portfolio));
  SkippedFiles skipped;
  const DetectorScores scores{read_first_scores(options.docs / "first-scores", skipped),
                              read_strangers(options.docs / "strangers", skipped)};
  const std::vector<BenchFile> bench_files = read_bench_files(options.docs / "bench", skipped);
  const Reliability reliability = read_reliability(options.docs / "reliability", skipped);
  for (const auto& [name, why] : skipped) report.skipped.push_back({name, why});
  if (!scores.strangers.empty()) spot_it.add_findings(writer, scores.strangers.back());
  io::Highlighter highlighter;
  spot_it.add_gallery(writer, read_gallery(options.gallery), highlighter);
  spot_it.write(writer);
  teaching.write(writer, portfolio);
  write_detector(writer, portfolio, detection_run.get(), detection_summary, scores);
  write_verdicts(writer, portfolio, detection_run.get(), detection_summary);
  write_runs(writer, summaries, report.skipped);
  write_compare(writer, summaries);
  write_regressions(writer, portfolio, summaries);
  write_speed(writer, bench_files);
  write_reliability(writer, reliability);
  write_guides(writer, guides, summaries.empty() ? nullptr : runs.full(summaries.back()));
  write_search(writer, entries, guides);
  write_not_found(writer);
  write_sitemap(writer, options);

  refuse_broken(report, out, options);
  report.runs = summaries.size();
  report.cases = portfolio.entries().size();
  report.pages = out.pages().size();
  report.files = out.files();
  out.publish();
  last.save();
  return report;
}

}  // namespace caseload::site
