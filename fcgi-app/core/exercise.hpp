// An exercise of a lesson that the live page grades: it runs variants, or queries that the lesson declares,
// and compares what it measures with what the reader said. Exercises are declared under the heading
// "Exercises" of lesson.md; docs/adding-a-case.md describes their fields.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/claim.hpp"
#include "core/evidence_keys.hpp"

namespace caseload {

struct Case;
class Lines;

enum class ExerciseType {
  predict,  // a count of one variant
  even,     // a value of a knob at which the fix no longer pays
  choose,   // the query with the lowest count
};
std::string_view name_of(ExerciseType type);

// A query to choose from. Only queries that a lesson declares are ever run.
struct Choice {
  std::string name;   // what the form sends
  std::string title;  // "One JOIN"
  std::string sql;    // one SELECT; with keys, it has (?) where a chunk of them goes
  int chunk = 0;      // keys for each query; 0: the query has none
};

struct Exercise {
  std::string name;  // made of the title; part of its address
  std::string title;
  ExerciseType type = ExerciseType::predict;
  Key key = Key::sql;      // what is counted; never a time
  std::string question;    // Markdown
  std::string answer;      // a number, a value of the knob, or the name of a choice
  std::string why;         // Markdown, shown with the result
  int within_percent = 0;  // how far a right count may be off, and how far apart even variants may be
  // predict and even
  std::vector<std::string> variants;                       // one, or the slow one and the fast one
  std::vector<std::pair<std::string, std::string>> knobs;  // other knobs keep their defaults
  std::string knob;                                        // even: the one to choose
  When when = When::any;                                   // warm and revisit: of the second request
  bool on_floor = false;
  // choose
  std::string keys_sql;  // selects the keys, one column
  std::vector<Choice> choices;
};

// Reads the section up to the next heading of the same level.
std::vector<Exercise> read_exercises(Lines& lines);

// Throws ConfigError that names the case and the exercise, for a variant, knob or value that the case does
// not have.
void check_exercises(const Case& the_case, const std::vector<Exercise>& exercises);

// "at n = 37, on the second request"; empty for a plain request.
std::string circumstances_of(const Exercise& exercise);

// The declared answer: "38 queries", "597 kB", "n = 1", "A half-open range".
std::string answer_text(const Exercise& exercise);

}  // namespace caseload
