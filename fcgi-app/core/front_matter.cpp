#include "core/front_matter.hpp"

#include <algorithm>
#include <map>

#include "core/lesson_lines.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

template <class Value>
struct Named {
  Value value;
  std::string_view name, title;
};
constexpr Named<Category> categories[] = {
    {Category::database, "database", "Database"},
    {Category::templates_and_views, "templates-and-views", "Templates and views"},
    {Category::request_processing, "request-processing", "Request processing"},
    {Category::asynchronous, "asynchronous", "Asynchronous processing"},
    {Category::memory_and_cpu, "memory-and-cpu", "Memory and CPU"},
    {Category::concurrency, "concurrency", "Concurrency"},
};
constexpr Named<Level> levels[] = {{Level::beginner, "beginner", "Beginner"},
                                   {Level::intermediate, "intermediate", "Intermediate"},
                                   {Level::advanced, "advanced", "Advanced"}};
constexpr Named<Place> places[] = {
    {Place::page, "page", "One page or list is slow"},
    {Place::wait, "wait", "Nothing happens for a long time, or it ends in an error"},
    {Place::save, "save", "Saving or importing is slow"},
    {Place::site, "site", "The whole site is slow, or slow at certain times"},
    {Place::growth, "growth", "It was fast before, or it is fast elsewhere"},
    {Place::database, "database", "The database is busy"},
    {Place::server, "server", "The server runs out of memory or CPU"},
    {Place::transfer, "transfer", "Too much is sent over the network"},
};

constexpr Named<Path> paths[] = {
    {Path::beginner, "beginner", "For beginners"},
    {Path::queries, "queries", "Queries and the ORM"},
    {Path::large_tables, "large-tables", "Large tables and memory"},
    {Path::writing, "writing", "Writing many rows"},
    {Path::caching, "caching", "Caching"},
    {Path::request, "request", "From request to response"},
};

template <class Rows>
auto value_of(const Lines& lines, const Rows& rows, std::string_view name, std::string_view what) {
  const auto found = std::ranges::find(rows, name, &std::ranges::range_value_t<Rows>::name);
  if (found == std::end(rows))
    lines.refuse("'" + std::string(name) + "' is not a " + std::string(what) +
                 "; use one of: " + names_in(rows, &std::ranges::range_value_t<Rows>::name));
  return found->value;
}

std::vector<std::string> words_in(std::string_view list) {
  std::vector<std::string> words;
  for (const std::string& part : split(list, ","))
    if (const auto word = trimmed(part); !word.empty()) words.emplace_back(word);
  return words;
}

bool lacks_check(const Sign& sign) {
  return sign.check.empty();
}

// symptom: page: A list gets slower with every row
Sign read_sign(const Lines& lines, std::string_view value) {
  const std::size_t colon = value.find(": ");
  if (colon == std::string_view::npos)
    lines.refuse("a symptom must be 'PLACE: what a person sees', with PLACE one of " +
                 names_in(places, &Named<Place>::name) + "; got '" + std::string(value) + "'");
  return {.place = value_of(lines, places, trimmed(value.substr(0, colon)), "place"),
          .words = std::string(trimmed(value.substr(colon + 2)))};
}

// path: beginner 3
PathStep read_step(const Lines& lines, std::string_view value) {
  const std::size_t space = value.find(' ');
  const auto step =
      space == std::string_view::npos ? std::nullopt : whole_number(trimmed(value.substr(space)));
  if (!step || *step < 1 || *step > 99)
    lines.refuse("a path must be 'PATH STEP', with STEP from 1 to 99 and PATH one of " +
                 names_in(paths, &Named<Path>::name) + "; got '" + std::string(value) + "'");
  return {.path = value_of(lines, paths, value.substr(0, space), "path"), .step = static_cast<int>(*step)};
}

void read_field(const Lines& lines, std::string_view name, std::string_view value, Lesson& lesson) {
  if (name == "title") {
    lesson.title = value;
  } else if (name == "category") {
    lesson.category = value_of(lines, categories, value, "category");
  } else if (name == "level") {
    lesson.level = value_of(lines, levels, value, "level");
  } else if (name == "minutes") {
    const auto minutes = whole_number(value);
    if (!minutes || *minutes < 1 || *minutes > 60)
      lines.refuse("minutes must be a whole number from 1 to 60; got '" + std::string(value) + "'");
    lesson.minutes = static_cast<int>(*minutes);
  } else if (name == "search") {
    for (std::string& word : words_in(value)) lesson.search_words.push_back(std::move(word));
  } else if (name == "path") {
    lesson.paths.push_back(read_step(lines, value));
  } else if (name == "symptom") {
    lesson.signs.push_back(read_sign(lines, value));
  } else if (name == "check") {
    if (std::ranges::none_of(lesson.signs, lacks_check))
      lines.refuse("a 'check' must follow the symptoms that it belongs to");
    for (Sign& sign : lesson.signs)
      if (lacks_check(sign)) sign.check = value;
  } else {
    lines.refuse("'" + std::string(name) +
                 "' is not a field of the front matter; the fields are title, category, level, minutes, "
                 "search, path, symptom, check");
  }
}

}  // namespace

std::string_view name_of(Category category) {
  return std::ranges::find(categories, category, &Named<Category>::value)->name;
}
std::string_view title_of(Category category) {
  return std::ranges::find(categories, category, &Named<Category>::value)->title;
}
std::string_view name_of(Level level) {
  return std::ranges::find(levels, level, &Named<Level>::value)->name;
}
std::string_view title_of(Level level) {
  return std::ranges::find(levels, level, &Named<Level>::value)->title;
}
std::string_view name_of(Place place) {
  return std::ranges::find(places, place, &Named<Place>::value)->name;
}
std::string_view title_of(Place place) {
  return std::ranges::find(places, place, &Named<Place>::value)->title;
}

std::string_view name_of(Path path) {
  return std::ranges::find(paths, path, &Named<Path>::value)->name;
}
std::string_view title_of(Path path) {
  return std::ranges::find(paths, path, &Named<Path>::value)->title;
}

void read_front_matter(Lines& lines, Lesson& lesson) {
  constexpr std::string_view fence = "---";
  if (lines.line() != fence)
    lines.refuse("a lesson must begin with front matter: a line of ---, then the fields");
  std::map<std::string, int, std::less<>> seen;
  for (lines.advance(); lines.line() != fence; lines.advance()) {
    if (lines.at_end()) lines.refuse("the front matter is never closed; add a line of ---");
    const std::size_t colon = lines.line().find(':');
    if (colon == std::string_view::npos) lines.refuse("each line of the front matter must be 'name: value'");
    const std::string_view name = trimmed(lines.line().substr(0, colon));
    const std::string_view value = trimmed(lines.line().substr(colon + 1));
    if (value.empty()) lines.refuse("'" + std::string(name) + "' has no value");
    const bool is_list = name == "search" || name == "path" || name == "symptom" || name == "check";
    if (!seen.emplace(name, lines.number()).second && !is_list)
      lines.refuse("'" + std::string(name) + "' is given twice");
    read_field(lines, name, value, lesson);
  }
  for (const std::string_view name : {"title", "category", "level", "minutes", "search", "path", "symptom"})
    if (!seen.contains(name)) lines.refuse("the front matter has no '" + std::string(name) + "'");
  if (!lesson.signs.empty() && lacks_check(lesson.signs.back()))
    lines.refuse("the last symptom has no 'check' after it");
  lines.advance();
}

}  // namespace caseload
