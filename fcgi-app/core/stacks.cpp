#include "core/stacks.hpp"

#include <algorithm>

#include "core/lesson_lines.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

constexpr std::string_view fence = "```";

constexpr Stack stacks[] = {
    {"django", "Django", "python"},
    {"rails", "Rails", "ruby"},
    {"laravel", "Laravel", "php"},
    {"hibernate", "Hibernate and Spring", "java"},
    {"express", "Express and Sequelize", "javascript"},
    {"sql", "SQL", "sql"},
};

struct Part {
  std::string_view name;
  std::string StackExample::*code;
};
constexpr Part parts[] = {
    {"slow", &StackExample::slow}, {"fast", &StackExample::fast}, {"test", &StackExample::test}};

// ```python slow ... ```
void read_block(Lines& lines, const Stack& stack, StackExample& example) {
  const int opened_at = lines.number();
  const std::string_view info = trimmed(lines.line().substr(fence.size()));
  const std::size_t space = std::min(info.find(' '), info.size());
  const auto* part = std::ranges::find(parts, trimmed(info.substr(space)), &Part::name);
  if (part == std::end(parts) || info.substr(0, space) != stack.language)
    lines.refuse("a block of " + std::string(stack.title) + " must begin with ```" +
                 std::string(stack.language) + " PART, with PART one of " + names_in(parts, &Part::name) +
                 "; got '" + std::string(info) + "'");
  std::string& code = example.*(part->code);
  if (!code.empty()) lines.refuse("there are two blocks '" + std::string(info) + "'");
  for (lines.advance(); lines.line() != fence; lines.advance()) {
    if (lines.at_end()) lines.refuse(opened_at, "this block is never closed; add a line of ```");
    if (!code.empty()) code += '\n';
    code += lines.line();
  }
  if (trimmed(code).empty()) lines.refuse(opened_at, "this block is empty");
  lines.advance();
}

StackExample read_stack(Lines& lines, const Stack& stack) {
  const int heading_at = lines.number();
  StackExample example{.name = std::string(stack.name), .title = std::string(stack.title)};
  for (lines.advance(); !lines.at_end() && !lines.line().starts_with("## ");) {
    if (lines.line().starts_with(fence)) {
      read_block(lines, stack, example);
    } else {
      example.tool.append(lines.line()).append("\n");
      lines.advance();
    }
  }
  example.tool = trimmed(example.tool);
  if (example.tool.empty())
    lines.refuse(heading_at, "there is no text on the tool of " + example.title + " that shows the mistake");
  for (const Part& part : parts)
    if ((example.*(part.code)).empty())
      lines.refuse(heading_at, example.title + " has no block '" + std::string(stack.language) + " " +
                                   std::string(part.name) + "'");
  return example;
}

}  // namespace

std::span<const Stack> all_stacks() {
  return stacks;
}

std::vector<StackExample> parse_stacks(std::string_view text, const std::string& file) {
  Lines lines(text, file);
  std::vector<StackExample> examples;
  while (!lines.at_end()) {
    if (trimmed(lines.line()).empty()) {
      lines.advance();
      continue;
    }
    const bool is_heading = lines.line().starts_with("## ");
    const std::string_view title = is_heading ? trimmed(lines.line().substr(3)) : "";
    if (examples.size() == std::size(stacks) || title != stacks[examples.size()].title)
      lines.refuse("the headings must be, in this order: " + names_in(stacks, &Stack::title) + "; got '" +
                   std::string(lines.line()) + "'");
    examples.push_back(read_stack(lines, stacks[examples.size()]));
  }
  if (examples.size() < std::size(stacks))
    lines.refuse("the heading '" + std::string(stacks[examples.size()].title) + "' is missing");
  return examples;
}

}  // namespace caseload
