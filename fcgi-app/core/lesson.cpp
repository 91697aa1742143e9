#include "core/lesson.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/errors.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

struct CategoryName {
  Category category;
  std::string_view name, title;
};
constexpr CategoryName categories[] = {
    {Category::database, "database", "Database"},
    {Category::templates_and_views, "templates-and-views", "Templates and views"},
    {Category::request_processing, "request-processing", "Request processing"},
    {Category::asynchronous, "asynchronous", "Asynchronous processing"},
    {Category::memory, "memory", "Memory"},
};

struct LevelName {
  Level level;
  std::string_view name;
};
constexpr LevelName levels[] = {
    {Level::beginner, "beginner"}, {Level::intermediate, "intermediate"}, {Level::advanced, "advanced"}};

enum class Needed { yes, no };

struct Section {
  std::string_view heading;
  std::string Lesson::*text;
  Needed needed;
};
constexpr std::string_view stacks_heading = "In other stacks";
constexpr Section sections[] = {
    {"The symptom", &Lesson::symptom, Needed::yes},           {"Why it happens", &Lesson::why, Needed::yes},
    {"How to recognise it", &Lesson::recognise, Needed::yes}, {"The fix", &Lesson::fix, Needed::yes},
    {"When not to apply it", &Lesson::caution, Needed::yes},  {"Exercises", &Lesson::exercises, Needed::no},
};

struct Stack {
  std::string_view name, title;
  Needed needed;
};
constexpr Stack stacks[] = {
    {"django", "Django", Needed::yes},  {"rails", "Rails", Needed::yes},
    {"laravel", "Laravel", Needed::no}, {"hibernate", "Hibernate", Needed::yes},
    {"express", "Express", Needed::no}, {"sql", "SQL", Needed::yes},
};

// Iterates over the lines and keeps track of the line number.
class Lines {
 public:
  Lines(std::string_view text, const std::string& file) : rest_(text), file_(file) { advance(); }

  bool at_end() const { return at_end_; }
  std::string_view line() const { return line_; }
  int number() const { return number_; }
  void advance() {
    if (rest_.empty()) {
      at_end_ = true;
      line_ = {};
      return;
    }
    ++number_;
    const std::size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  }
  [[noreturn]] void refuse(const std::string& reason) const { refuse(number_, reason); }
  [[noreturn]] void refuse(int line, const std::string& reason) const {
    throw ConfigError(file_ + ":" + std::to_string(line) + ": " + reason);
  }

 private:
  std::string_view rest_;
  const std::string& file_;
  std::string_view line_;
  int number_ = 0;
  bool at_end_ = false;
};

template <class Rows, class Name>
std::string names_in(const Rows& rows, Name name) {
  std::string names;
  for (const auto& row : rows) names.append(names.empty() ? "" : ", ").append(row.*name);
  return names;
}

std::vector<std::string> words_in(std::string_view list) {
  std::vector<std::string> words;
  for (const std::string& part : split(list, ","))
    if (const auto word = trimmed(part); !word.empty()) words.emplace_back(word);
  return words;
}

void read_field(const Lines& lines, std::string_view name, std::string_view value, Lesson& lesson) {
  if (name == "title") {
    lesson.title = value;
  } else if (name == "category") {
    const auto* found = std::ranges::find(categories, value, &CategoryName::name);
    if (found == std::end(categories))
      lines.refuse("'" + std::string(value) +
                   "' is not a category; use one of: " + names_in(categories, &CategoryName::name));
    lesson.category = found->category;
  } else if (name == "level") {
    const auto* found = std::ranges::find(levels, value, &LevelName::name);
    if (found == std::end(levels))
      lines.refuse("'" + std::string(value) +
                   "' is not a level; use one of: " + names_in(levels, &LevelName::name));
    lesson.level = found->level;
  } else if (name == "minutes") {
    const auto minutes = whole_number(value);
    if (!minutes || *minutes < 1 || *minutes > 60)
      lines.refuse("minutes must be a whole number from 1 to 60; got '" + std::string(value) + "'");
    lesson.minutes = static_cast<int>(*minutes);
  } else if (name == "search") {
    lesson.search_words = words_in(value);
  } else {
    lines.refuse(
        "'" + std::string(name) +
        "' is not a field of the front matter; the fields are title, category, level, minutes, search");
  }
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
    if (!seen.emplace(name, lines.number()).second)
      lines.refuse("'" + std::string(name) + "' is given twice");
    read_field(lines, name, value, lesson);
  }
  for (const std::string_view name : {"title", "category", "level", "minutes", "search"})
    if (!seen.contains(name)) lines.refuse("the front matter has no '" + std::string(name) + "'");
  lines.advance();
}

StackExample& example_of(std::vector<StackExample>& examples, const Stack& stack) {
  const auto found = std::ranges::find(examples, stack.name, &StackExample::name);
  if (found != examples.end()) return *found;
  return examples.emplace_back(
      StackExample{.name = std::string(stack.name), .title = std::string(stack.title)});
}

// ```django slow ... ```
void read_block(Lines& lines, std::vector<StackExample>& examples) {
  constexpr std::string_view fence = "```";
  const int opened_at = lines.number();
  const std::string_view info = trimmed(lines.line().substr(fence.size()));
  const std::size_t space = info.find(' ');
  const std::string_view name = info.substr(0, space);
  const std::string_view pace = space == std::string_view::npos ? "" : trimmed(info.substr(space));
  const auto* stack = std::ranges::find(stacks, name, &Stack::name);
  if (stack == std::end(stacks) || (pace != "slow" && pace != "fast"))
    lines.refuse("a block must begin with ```STACK slow or ```STACK fast, with STACK one of " +
                 names_in(stacks, &Stack::name) + "; got '" + std::string(info) + "'");
  StackExample& example = example_of(examples, *stack);
  std::string& code = pace == "slow" ? example.slow : example.fast;
  if (!code.empty()) lines.refuse("there are two blocks '" + std::string(info) + "'");
  for (lines.advance(); lines.line() != fence; lines.advance()) {
    if (lines.at_end()) lines.refuse(opened_at, "this block is never closed; add a line of ```");
    if (!code.empty()) code += '\n';
    code += lines.line();
  }
  if (trimmed(code).empty()) lines.refuse(opened_at, "this block is empty");
  lines.advance();
}

void read_stacks(Lines& lines, Lesson& lesson) {
  const int heading_at = lines.number() - 1;
  std::vector<StackExample> found;
  while (!lines.at_end() && !lines.line().starts_with("## ")) {
    if (lines.line().starts_with("```")) {
      read_block(lines, found);
    } else if (trimmed(lines.line()).empty()) {
      lines.advance();
    } else {
      lines.refuse("this section may contain only fenced blocks, one per stack and pace");
    }
  }
  for (const Stack& stack : stacks) {
    const auto example = std::ranges::find(found, stack.name, &StackExample::name);
    if (example == found.end()) {
      if (stack.needed == Needed::yes)
        lines.refuse(heading_at, "the stack '" + std::string(stack.name) + "' has no blocks");
      continue;
    }
    for (const auto& [code, pace] : {std::pair(&example->slow, "slow"), std::pair(&example->fast, "fast")})
      if (code->empty())
        lines.refuse(heading_at, "the block '" + example->name + " " + pace + "' is missing");
    lesson.stacks.push_back(std::move(*example));
  }
}

std::string read_text(Lines& lines) {
  const int heading_at = lines.number() - 1;
  std::string text;
  for (; !lines.at_end() && !lines.line().starts_with("## "); lines.advance())
    text.append(lines.line()).append("\n");
  const std::string_view inner = trimmed(text);
  if (inner.empty()) lines.refuse(heading_at, "this section is empty");
  return std::string(inner);
}

}  // namespace

std::string_view name_of(Category category) {
  return std::ranges::find(categories, category, &CategoryName::category)->name;
}
std::string_view title_of(Category category) {
  return std::ranges::find(categories, category, &CategoryName::category)->title;
}
std::string_view name_of(Level level) {
  return std::ranges::find(levels, level, &LevelName::level)->name;
}

Lesson parse_lesson(std::string_view text, const std::string& file) {
  Lesson lesson;
  Lines lines(text, file);
  read_front_matter(lines, lesson);
  while (!lines.at_end() && trimmed(lines.line()).empty()) lines.advance();
  while (!lines.at_end()) {
    if (!lines.line().starts_with("## "))
      lines.refuse("there is text before the first heading; headings are '## " +
                   std::string(sections[0].heading) + "' and so on");
    const std::string_view heading = trimmed(lines.line().substr(3));
    if (heading == stacks_heading) {
      if (!lesson.stacks.empty()) lines.refuse("the heading '" + std::string(heading) + "' occurs twice");
      lines.advance();
      read_stacks(lines, lesson);
      continue;
    }
    const auto* section = std::ranges::find(sections, heading, &Section::heading);
    if (section == std::end(sections))
      lines.refuse("'" + std::string(heading) + "' is not a heading of a lesson; the headings are " +
                   names_in(sections, &Section::heading) + ", " + std::string(stacks_heading));
    std::string& part = lesson.*(section->text);
    if (!part.empty()) lines.refuse("the heading '" + std::string(heading) + "' occurs twice");
    lines.advance();
    part = read_text(lines);
  }
  for (const Section& section : sections)
    if (section.needed == Needed::yes && (lesson.*(section.text)).empty())
      lines.refuse("the heading '" + std::string(section.heading) + "' is missing");
  if (lesson.stacks.empty()) lines.refuse("the heading '" + std::string(stacks_heading) + "' is missing");
  return lesson;
}

}  // namespace caseload
