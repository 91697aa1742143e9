// Models for templates/index.mustache, case.mustache and case_results.mustache. Whatever doesn't depend on
// the request (lessons as HTML, highlighted sources) is built once at start. A broken marker in a case's
// source is an error at start.
//
// index: {categories: [{title, cases: [{slug, title, page, symptom (HTML), href, variants: [{name,
//         pace}]}]}], count}
// case:   {title, description, slug, category, page, path, api_path, docs_href, writes,
//         lesson: {symptom, why, recognise, fix, caution, further} (HTML), stacks (io/text/stack_blocks.hpp),
//         knobs: [{name, help, value, is_integer: {minimum, maximum} | is_dataset: {options: [{value,
//         selected}]} | is_text}], sources: [{name, pace, is_slow, summary, first_line, last_line, file,
//         has_notes, html, html_without_notes}], exercises (app/exercises/exercise_page.hpp), shared_source:
//         the same or null, previous: {href, title} | null, next: ..., error (app/problem.hpp) or absent,
//         results: null or as below}
// results (also in the model of case_results.mustache, together with the case's members), of one step of the
// demo:
//        {knobs, step, verdicts and demo (app/case_pages/verdicts.hpp), is_single,
//         timelines (app/case_pages/timelines.hpp) | null,
//         equal: {sha256} | unequal: {} | not_compared: {reason},
//         leading_columns: [{title}], columns (their number, without the first), shows_sql, shows_rows,
//         shows_memory, shows_bytes,
//         variants: [{name, pace, is_slow, summary, status, location, href, curl, total_ms,
//                     phases: [{name, ms, offset_percent, width_percent}] (of the slowest variant's total),
//                     total_percent, chain: {steps: [{name, ms, cpu_ms, sql, cache_calls}]} | null,
//                     floor: {href, sql, writes, total_ms} | {refused: {status, reason}} | null,
//                     evidence: [{key, value, unit}], leading: [{title, text | null, percent,
//                     wire: address | null}],
//                     left_to_nginx, sql, sql_text, rows_text, cache_calls: {gets, hits, sets} | null,
//                     filled_cache, missed_cache, bytes, memory: {peak, app, render, driver} (text with unit)
//                     | null, memory_chart (app/case_pages/memory_chart.hpp) | null, body_sha256, sha_short,
//                     digests: [{text, times, distinct, rows, ms, is_write, plan: [{indent, text}] |
//                     null}]}];
//                    a variant that refused the request has only name to status and refused: {reason}
//         claims: [{variant, key, formula, relation, expected, measured, holds, warm, at_once, on_floor}]}
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/case_pages/demo.hpp"
#include "core/portfolio.hpp"

namespace caseload {

class CasePages {
 public:
  // Reads the excerpts of the cases' code; throws ConfigError. `base_url` is used in the commands that users
  // copy. The portfolio must outlive this object.
  CasePages(const Portfolio& portfolio, const std::string& excerpts_file, std::string base_url);

  Value index_model() const;
  Value case_model(const Case& the_case, const Knobs& knobs, const std::optional<DemoRun>& demo) const;

 private:
  const Portfolio& portfolio_;
  std::string base_url_;
  std::map<std::string, Value> fixed_;  // by slug; the same for all requests
};

}  // namespace caseload
