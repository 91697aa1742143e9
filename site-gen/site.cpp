#include "site.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

#include "code/source_files.hpp"
#include "core/catalogue_document.hpp"
#include "io/json/json.hpp"
#include "io/text/highlight.hpp"
#include "io/text/read_file.hpp"
#include "pages/case_page.hpp"
#include "pages/case_parts.hpp"
#include "read/first_scores.hpp"
#include "read/run_queue.hpp"
#include "read/run_reader.hpp"
#include "read/slug.hpp"
#include "read/summary_archive.hpp"
#include "write/last_build.hpp"
#include "write/output_folder.hpp"

namespace caseload::site {
namespace {

namespace fs = std::filesystem;

// Pages show little of older runs, and with thousands of runs most of the work is parsing.
constexpr std::size_t newest_in_full = 32;

struct RunFile {
  fs::path path;
  std::string id;         // the stem of the file name
  std::string page_stem;  // the same, made safe for addresses and unique
};

std::vector<RunFile> run_files(const fs::path& folder) {
  std::vector<RunFile> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || entry.path().extension() != ".json" || name.ends_with(".schema.json"))
      continue;
    files.push_back({entry.path(), entry.path().stem().string(), {}});
  }
  // Names begin with the time, so this is the chronological order.
  std::sort(files.begin(), files.end(), [](const RunFile& a, const RunFile& b) { return a.id < b.id; });
  std::set<std::string> taken = {"index"};
  for (RunFile& file : files) {
    const std::string safe = slug_of(file.id);
    file.page_stem = safe;
    for (int number = 2; !taken.insert(file.page_stem).second; ++number)
      file.page_stem = safe + "-" + std::to_string(number);
  }
  return files;
}

// Reads the run files in order and writes the pages of each run, except for what the last build has already
// read and written.
class Runs {
 public:
  Runs(PageWriter& writer, LastBuild& last, const Portfolio& portfolio, bool every_run_in_full,
       BuildReport& report)
      : writer_(writer), last_(last), portfolio_(portfolio), every_run_in_full_(every_run_in_full), report_(report) {}

  void take_all(const std::vector<RunFile>& files) {
    std::vector<Source> sources;
    std::vector<RunQueue::Wanted> wanted;
    for (const RunFile& file : files) {
      const bool is_old = files.size() - sources.size() > newest_in_full && !every_run_in_full_;
      Source source{&file, is_old ? Reading::for_history : Reading::in_full, stamp_of(file.path), nullptr};
      const LastBuild::Run* known = last_.run(file.id);
      if (known != nullptr && known->stamp == source.stamp && known->in_full == !is_old)
        source.known = known;
      else
        wanted.push_back({file.path, file.id, source.reading});
      if (!is_old && source.known == nullptr) ++report_.read_in_full;
      sources.push_back(source);
    }
    RunQueue queue(std::move(wanted));
    for (const Source& source : sources) {
      if (source.known != nullptr)
        take_known(source);
      else
        take(source, queue.next());
    }
    write_waiting(false);
  }

  const std::vector<RunSummary>& summaries() const { return summaries_; }

  // Reads a run again completely. The last one is kept.
  const Run* full(const RunSummary& summary) {
    if (full_ == nullptr || full_->id != summary.id) {
      ++report_.read_in_full;
      full_ = std::make_unique<Run>(read_run_file(parser_, files_.at(summary.id), summary.id));
    }
    return full_.get();
  }

 private:
  struct Source {
    const RunFile* file;
    Reading reading;
    Stamp stamp;
    const LastBuild::Run* known;  // nullptr: has to be read
  };

  void take_known(const Source& source) {
    const LastBuild::Run& known = *source.known;
    const std::string name = source.file->path.filename().string();
    if (!known.unusable.empty()) {
      report_.skipped.push_back({name, known.unusable});
    } else {
      if (!known.remark.empty()) report_.remarks.push_back(known.remark);
      add(source, unpacked(known.summary), nullptr);
    }
    last_.keep(source.file->id, known);
  }

  void take(const Source& source, RunQueue::Outcome outcome) {
    const std::string name = source.file->path.filename().string();
    LastBuild::Run kept{source.stamp, source.reading == Reading::in_full, "", "", ""};
    if (const auto* error = std::get_if<UnusableRun>(&outcome)) {
      report_.skipped.push_back({name, error->what()});
      kept.unusable = error->what();
      return last_.keep(source.file->id, std::move(kept));
    }
    Run& run = std::get<Run>(outcome);
    if (!run.problems.empty()) {
      kept.remark =
          name + ": " + run.problems.front() +
          (run.problems.size() > 1 ? " (and " + std::to_string(run.problems.size() - 1) + " more)" : "");
      report_.remarks.push_back(kept.remark);
    }
    RunSummary summary = summary_of(run, portfolio_);
    kept.summary = packed(summary);
    add(source, std::move(summary), std::make_unique<Run>(std::move(run)));
    last_.keep(source.file->id, std::move(kept));
  }

  // A page links to the next run, which is known only after that one was read, so each page waits for it.
  void add(const Source& source, RunSummary summary, std::unique_ptr<Run> run) {
    summary.page = "runs/" + source.file->page_stem + ".html";
    summary.raw = "runs/" + source.file->page_stem + ".json";
    const auto is_in_full = std::uint64_t{source.reading == Reading::in_full};
    summary.material = PageKey().add(summary.page).add(source.stamp).add(is_in_full).value();
    writer_.out().link_file(summary.raw, source.file->path);
    files_.emplace(summary.id, source.file->path);
    summaries_.push_back(std::move(summary));
    write_waiting(true);
    waiting_ = source;
    waiting_run_ = std::move(run);
  }

  void write_waiting(bool has_next) {
    if (!waiting_) return;
    const Source source = *std::exchange(waiting_, std::nullopt);
    std::unique_ptr<Run> run = std::move(waiting_run_);
    const std::size_t at = summaries_.size() - (has_next ? 2 : 1);
    const RunSummary& summary = summaries_[at];
    const RunSummary* before = at > 0 ? &summaries_[at - 1] : nullptr;
    const RunSummary* after = has_next ? &summaries_[at + 1] : nullptr;
    const auto comparable = last_comparable_.find(summary.terms);
    const RunSummary* earlier =
        comparable == last_comparable_.end() ? nullptr : &summaries_[comparable->second];
    PageKey key;
    key.add(summary.material).add(earlier == nullptr ? 0 : earlier->material);
    for (const RunSummary* neighbour : {before, after})
      key.add(neighbour == nullptr ? "" : neighbour->page).add(neighbour == nullptr ? "" : neighbour->id);
    if (!writer_.take_over(summary.page, key, data_of_run(summary))) {
      if (run == nullptr)
        run = std::make_unique<Run>(read_run_file(parser_, source.file->path, source.file->id, source.reading));
      write_run(writer_, portfolio_, *run, summary, before, after, earlier);
    }
    if (!summary.cases.empty()) last_comparable_[summary.terms] = at;
  }

  PageWriter& writer_;
  LastBuild& last_;
  const Portfolio& portfolio_;
  bool every_run_in_full_;
  BuildReport& report_;
  std::vector<RunSummary> summaries_;
  std::map<std::string, fs::path> files_;
  std::map<std::string, std::size_t> last_comparable_;
  std::optional<Source> waiting_;
  std::unique_ptr<Run> waiting_run_;  // nullptr if the last build has read it
  io::JsonDocument parser_;
  std::unique_ptr<Run> full_;
};

// What every page depends on besides the runs. Another program, template or catalogue makes every page anew.
std::string inputs_of(const Options& options, const std::string& catalogue, const std::vector<Guide>& guides) {
  PageKey key;
  key.add(stamp_of("/proc/self/exe")).add(catalogue);
  for (const std::string& option : {options.repository_url, options.site_url, options.base_path}) key.add(option);
  for (const Guide& guide : guides) key.add(guide.path).add(guide.title);
  std::vector<fs::path> templates;
  for (const auto& entry : fs::directory_iterator(options.templates / "site")) templates.push_back(entry.path());
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

// The same run, but without the ratios of this case.
Run without_ratios(Run run, std::string_view slug) {
  for (CaseResult& result : run.cases)
    if (result.slug == slug)
      for (Comparison& each : result.comparisons) each.ratio.reset();
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
                 std::vector<CaseEntry>& entries) {
  io::Highlighter highlighter;
  SourceFiles sources(options.root);
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
    write_case_sheet(writer, file, material);
    write_case_history(writer, material, runs.summaries());
  }
}

void copy_static_files(OutputFolder& out, const Options& options) {
  out.copy_folder("static", options.templates / "static");
  for (const char* name : {"site.css", "site.js", "overview.js", "case.js", "compare.js"})
    out.copy_file(std::string("static/") + name, options.templates / "site" / name);
  if (fs::is_regular_file(options.minisearch)) out.copy_file("static/minisearch.js", options.minisearch);
  for (const char* name : {"run.schema.json", "evidence.schema.json"})
    if (fs::is_regular_file(options.docs / "runs" / name))
      out.copy_file(std::string("runs/") + name, options.docs / "runs" / name);
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
  const CatalogueContents catalogue = read_catalogue(*document);
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
  write_cases(writer, options, portfolio, runs, detection_run.get(), detection_summary, entries);
  write_overview(writer, entries, summaries);
  write_symptoms(writer, entries);
  const FirstScores first_scores = read_first_scores(options.docs / "first-scores");
  for (const auto& [name, why] : first_scores.skipped) report.skipped.push_back({name, why});
  write_detector(writer, portfolio, detection_run.get(), detection_summary, first_scores.scores);
  write_verdicts(writer, portfolio, detection_run.get(), detection_summary);
  write_runs(writer, summaries, report.skipped);
  write_compare(writer, summaries);
  write_regressions(writer, portfolio, summaries);
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
