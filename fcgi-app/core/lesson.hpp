// A case's lesson, read from its lesson.md: front matter, then sections under fixed headings
// (docs/adding-a-case.md shows an example). The same mistake and fix in other stacks is in stacks.md
// (core/stacks.hpp).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/exercise.hpp"

namespace caseload {

enum class Category {
  database,
  templates_and_views,
  request_processing,
  asynchronous,
  memory_and_cpu,
  concurrency
};
std::string_view name_of(Category category);   // "templates-and-views", as in the front matter
std::string_view title_of(Category category);  // "Templates and views"

enum class Level { beginner, intermediate, advanced };
std::string_view name_of(Level level);
std::string_view title_of(Level level);

// Where a person notices a problem: the first question on the page of symptoms.
enum class Place { page, wait, save, site, growth, database, server, transfer };
std::string_view name_of(Place place);
std::string_view title_of(Place place);

// A sequence of cases to read one after the other.
enum class Path { beginner, queries, large_tables, writing, caching, request };
std::string_view name_of(Path path);   // "large-tables", as in the front matter
std::string_view title_of(Path path);  // "Large tables and memory"

struct PathStep {
  Path path = Path::beginner;
  int step = 0;  // from 1; steps of a path may be missing, but no two cases have the same
};

// What a person sees, in that person's words, and the check that decides whether it is this case. Several
// cases can share the words.
struct Sign {
  Place place = Place::page;
  std::string words;
  std::string check;  // Markdown
};

// The mistake and the fix in one stack.
struct StackExample {
  std::string name;   // "django", for ids and addresses
  std::string title;  // "Django"
  std::string tool;   // Markdown: what shows the mistake in this stack
  std::string slow;
  std::string fast;
  std::string test;  // fails with slow and passes with fast
};

struct Lesson {
  std::string title;
  Category category = Category::database;
  Level level = Level::beginner;
  int minutes = 0;                        // reading time
  std::vector<std::string> search_words;  // what a user might type into the search
  std::vector<Sign> signs;
  std::vector<PathStep> paths;
  // Markdown.
  std::string symptom, why, recognise, fix, caution;
  std::string further;  // a list of links to official documentation
  std::vector<Exercise> exercises;
  std::vector<StackExample> stacks;  // from stacks.md, in the order of its table
};

using Lessons = std::map<std::string, Lesson, std::less<>>;  // by the stem of their case

// Throws ConfigError, "file:line: reason", for a heading or field that is missing, unknown, empty or given
// twice.
Lesson parse_lesson(std::string_view text, const std::string& file);

}  // namespace caseload
