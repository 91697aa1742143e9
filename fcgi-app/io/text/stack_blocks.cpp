#include "io/text/stack_blocks.hpp"

#include <algorithm>

#include "io/text/markdown.hpp"

namespace caseload::io {

namespace {

Language language_of(std::string_view stack) {
  const auto known = all_stacks();
  const auto found = std::ranges::find(known, stack, &Stack::name);
  const std::string_view language = found == known.end() ? "" : found->language;
  if (language == "python") return Language::python;
  if (language == "ruby") return Language::ruby;
  if (language == "php") return Language::php;
  if (language == "java") return Language::java;
  if (language == "javascript") return Language::javascript;
  return Language::sql;
}

}  // namespace

Value stack_blocks(const std::vector<StackExample>& stacks, Highlighter& highlighter) {
  Value blocks = Value::list();
  for (const StackExample& stack : stacks) {
    const Language language = language_of(stack.name);
    blocks.add(Value::object({{"name", stack.name},
                              {"title", stack.title},
                              {"tool", markdown_to_html(stack.tool)},
                              {"slow", highlighter.html(stack.slow, language)},
                              {"fast", highlighter.html(stack.fast, language)},
                              {"test", highlighter.html(stack.test, language)}}));
  }
  return blocks;
}

}  // namespace caseload::io
