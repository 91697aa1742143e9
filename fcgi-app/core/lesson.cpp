#include "core/lesson.hpp"

#include <algorithm>
#include <utility>

#include "core/front_matter.hpp"
#include "core/lesson_lines.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

enum class Needed { yes, no };

struct Section {
  std::string_view heading;
  std::string Lesson::*text;
};
constexpr std::string_view exercises_heading = "Exercises";
constexpr std::string_view stacks_heading = "In other stacks";
constexpr Section sections[] = {
    {"The symptom", &Lesson::symptom},           {"Why it happens", &Lesson::why},
    {"How to recognise it", &Lesson::recognise}, {"The fix", &Lesson::fix},
    {"When not to apply it", &Lesson::caution},
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
    if (heading == exercises_heading) {
      if (!lesson.exercises.empty()) lines.refuse("the heading '" + std::string(heading) + "' occurs twice");
      lines.advance();
      lesson.exercises = read_exercises(lines);
      continue;
    }
    const auto* section = std::ranges::find(sections, heading, &Section::heading);
    if (section == std::end(sections))
      lines.refuse("'" + std::string(heading) + "' is not a heading of a lesson; the headings are " +
                   names_in(sections, &Section::heading) + ", " + std::string(exercises_heading) + ", " +
                   std::string(stacks_heading));
    std::string& part = lesson.*(section->text);
    if (!part.empty()) lines.refuse("the heading '" + std::string(heading) + "' occurs twice");
    lines.advance();
    part = read_text(lines);
  }
  for (const Section& section : sections)
    if ((lesson.*(section.text)).empty())
      lines.refuse("the heading '" + std::string(section.heading) + "' is missing");
  if (lesson.exercises.empty())
    lines.refuse("the heading '" + std::string(exercises_heading) + "' is missing");
  if (lesson.stacks.empty()) lines.refuse("the heading '" + std::string(stacks_heading) + "' is missing");
  return lesson;
}

}  // namespace caseload
