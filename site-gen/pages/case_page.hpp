// The pages of a case.
#pragma once

#include <string>
#include <vector>

#include "core/portfolio.hpp"
#include "core/value.hpp"
#include "io/text/highlight.hpp"
#include "read/run.hpp"
#include "read/summary.hpp"
#include "write/page_writer.hpp"

namespace caseload::site {

// The data for the pages of one case. `run` is the run whose numbers they show; nullptr if the case was not
// measured.
struct CaseMaterial {
  const Case& the_case;
  const Lesson& lesson;
  const Portfolio& portfolio;
  const Run* run = nullptr;
  const RunSummary* run_summary = nullptr;
  const Detection* detection = nullptr;  // of the newest run with a detection, if `run` has no verdict
  const RunSummary* detection_summary = nullptr;
  std::vector<std::string> stale;  // files that changed after the run
  Value code;                      // code_value of the case, used on its page and its worksheet
};

std::string page_of_case(std::string_view slug);     // "cases/<slug>/index.html"
std::string sheet_of_case(std::string_view slug);    // "cases/<slug>/sheet.html"
std::string answers_of_case(std::string_view slug);  // "cases/<slug>/answers.html"
std::string show_of_case(std::string_view slug);     // "cases/<slug>/show.html"
std::string history_of_case(std::string_view slug);  // "cases/<slug>/history.html"

// `file` is the path of the case's code, as shown on the page.
void write_case_page(PageWriter& writer, const std::string& file, io::Highlighter& highlighter,
                     const CaseMaterial& material);
// For a class: a worksheet without answers, the answers to it, and a view for the projector. `source` is the
// text of case.cpp.
void write_case_sheets(PageWriter& writer, const std::string& file, const std::string& source,
                       io::Highlighter& highlighter, const CaseMaterial& material);
void write_case_show(PageWriter& writer, const std::string& file, const std::string& source,
                     io::Highlighter& highlighter, const CaseMaterial& material);
// All runs that have this case, oldest first.
void write_case_history(PageWriter& writer, const CaseMaterial& material,
                        const std::vector<RunSummary>& runs);

}  // namespace caseload::site
