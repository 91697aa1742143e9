// Parts of a case's page as models for its template. All are pure functions.
#pragma once

#include <filesystem>
#include <string>

#include "core/case.hpp"
#include "core/lesson.hpp"
#include "core/value.hpp"
#include "io/text/highlight.hpp"
#include "read/run.hpp"
#include "read/summary.hpp"

namespace caseload::site {

// The sections of a lesson as HTML.
Value lesson_value(const Lesson& lesson);

// Pairs of columns, slow beside fast, cut from the case's file; throws std::runtime_error that names the
// file for a broken marker.
Value code_value(const Case& the_case, const std::filesystem::path& file, io::Highlighter& highlighter);

// What each variant sent to the database for the headline's request, with plans where the run has them.
Value statements_value(const Case& the_case, const CaseResult& result, const Headline& headline,
                       io::Highlighter& highlighter);

// The counts that the case claims, with what was seen.
Value claims_value(const Case& the_case, const CaseResult& result);

// Every evidence key of every variant for the headline's request, side by side.
Value evidence_value(const Case& the_case, const CaseResult& result, const Headline& headline);

// The exercises that the live page grades: [{id, title, question (HTML), has_choices, choices: [{title, sql
// (HTML)}], answer, why (HTML), live}].
Value live_exercises_value(const Case& the_case, const Lesson& lesson, io::Highlighter& highlighter);

// Questions with their answers, from claims: {question, answer, reveal}.
Value count_exercises_value(const Case& the_case, const CaseResult* result);
// The same, and a question about the headline's ratio.
Value exercises_value(const Case& the_case, const CaseResult* result, const Headline& headline);

}  // namespace caseload::site
