// The pages around the cases, one function each.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/portfolio.hpp"
#include "options.hpp"
#include "read/bench.hpp"
#include "read/first_scores.hpp"
#include "read/reliability.hpp"
#include "read/run.hpp"
#include "read/strangers.hpp"
#include "read/summary.hpp"
#include "write/page_writer.hpp"

namespace caseload::site {

// A file in docs/runs that could not be used, with the reason.
struct SkippedFile {
  std::string name;
  std::string reason;
};

// What the pages around the cases show about one case: its newest usable result.
struct CaseEntry {
  const Case& the_case;
  const Lesson& lesson;
  const RunSummary* run = nullptr;  // nullptr: not measured
  // Without its ratio if the run's times are in doubt. nullptr: not measured.
  std::shared_ptr<const CaseSummary> result;
  std::optional<double> confidence;
  bool stale = false;
};

void write_overview(PageWriter& writer, const std::vector<CaseEntry>& cases,
                    const std::vector<RunSummary>& runs);
void write_symptoms(PageWriter& writer, const Portfolio& portfolio);
void write_paths(PageWriter& writer, const Portfolio& portfolio);

// On pages that the rules were not made with.
struct DetectorScores {
  std::vector<FirstScore> first_scores;
  std::vector<StrangerResult> strangers;
};

// `run` may be nullptr: no detection yet.
void write_detector(PageWriter& writer, const Portfolio& portfolio, const Run* run, const RunSummary* summary,
                    const DetectorScores& scores);

// verdicts.json for the app's portfolio: the detector's verdict on each variant. Not written if there is no
// detection.
void write_verdicts(PageWriter& writer, const Portfolio& portfolio, const Run* run,
                    const RunSummary* summary);

void write_runs(PageWriter& writer, const std::vector<RunSummary>& runs,
                const std::vector<SkippedFile>& skipped);
// Which variants got slower between which commits.
void write_regressions(PageWriter& writer, const Portfolio& portfolio, const std::vector<RunSummary>& runs);
void write_compare(PageWriter& writer, const std::vector<RunSummary>& runs);
std::string data_of_run(const RunSummary& run);  // "runs/<safe id>.js", for compare.js
// `earlier`: the run before it that is alike (settings, data), to compare with; nullptr: none.
void write_run(PageWriter& writer, const Portfolio& portfolio, const Run& run, const RunSummary& summary,
               const RunSummary* before, const RunSummary* after, const RunSummary* earlier);

// What `make bench` and `make instructions` found.
void write_speed(PageWriter& writer, const std::vector<BenchFile>& files);

// How it behaves under load, faults and attack: each target with what was measured.
void write_reliability(PageWriter& writer, const Reliability& reliability);

// A guide page: Markdown from docs/ as HTML, with an id at each heading.
struct Guide {
  std::string path;    // "guide/glossary.html"
  std::string source;  // "docs/glossary.md"
  std::string title;
  std::string html;
  struct Heading {
    int level = 0;
    std::string id;
    std::string text;  // plain
    std::string body;  // the plain text up to the next heading
  };
  std::vector<Heading> headings;
};
std::vector<Guide> read_guides(const Options& options);
void write_guides(PageWriter& writer, const std::vector<Guide>& guides, const Run* newest);

// The search index as a script file, because a page opened from a folder can't fetch JSON, and a page that
// lists the same without scripts.
void write_search(PageWriter& writer, const std::vector<CaseEntry>& cases, const std::vector<Guide>& guides);

void write_not_found(PageWriter& writer);
void write_sitemap(PageWriter& writer, const Options& options);

std::string plain_text(std::string_view html);  // without tags, entities decoded

}  // namespace caseload::site
