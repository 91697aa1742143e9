// The portfolio's own pages as models for templates/index.mustache, case.mustache and case_results.mustache.
// What doesn't change between requests (lesson as HTML, highlighted sources) is made once at start; a case
// whose source has a broken marker stops the start.
//
// index: {categories: [{title, cases: [{slug, title, page, symptom (HTML), href, variants: [{name,
// pace}]}]}], count} case:  {title, slug, category, page, path, api_path, docs_href, writes,
//         lesson: {symptom, why, recognise, fix, caution} (HTML), twins: [{system, slow, fast}] (text),
//         knobs: [{name, help, value, is_integer: {minimum, maximum} | is_dataset: {options: [{value,
//         selected}]} | is_text}], sources: [{name, pace, is_slow, summary, first_line, last_line, file,
//         html}], shared_source: the same or null, previous: {href, title} | null, next: ..., results: null
//         or as below}
// results (also the model of case_results.mustache, beside the case's members):
//        {knobs, equal: {sha256} | unequal: {} | not_compared: {reason},
//         variants: [{name, pace, is_slow, summary, status, location, href, curl, total_ms,
//                     phases: [{name, ms, offset_percent, width_percent}] (of the slowest variant's total),
//                     total_percent, chain: {steps: [{name, ms, cpu_ms, sql, cache_calls}]} | null,
//                     floor: {href, sql, writes, total_ms} | {refused: {status, reason}} | null,
//                     evidence: [{key, value, unit}], sql, sql_percent (of the most) | null,
//                     rows, cache_calls: {gets, hits, sets} | null, filled_cache, missed_cache, bytes,
//                     memory: {peak, app, render, driver} (text with unit) | null, memory_picture
//                     (app/case_pages/memory_picture.hpp) | null, body_sha256, sha_short, digests: [{text,
//                     times, distinct, rows, ms, is_write, plan: [{indent, text}] | null}]}], or, of one that
//                     refused, name to status and refused: {reason} alone
//         claims: [{variant, key, formula, relation, expected, measured, holds, warm, on_floor}]}
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/case_pages/run_variants.hpp"
#include "core/portfolio.hpp"

namespace caseload {

class CasePages {
 public:
  // Reads the excerpts of the cases' code; throws ConfigError. `base_url` makes commands that can be
  // pasted. The portfolio must outlive it.
  CasePages(const Portfolio& portfolio, const std::string& excerpts_file, std::string base_url);

  Value index_model() const;
  Value case_model(const Case& the_case, const Knobs& knobs, const std::optional<CaseRun>& run) const;

 private:
  const Portfolio& portfolio_;
  std::string base_url_;
  std::map<std::string, Value> fixed_;  // by slug: what no request changes
};

}  // namespace caseload
