// The mistake and the fix in other stacks: what is missing in stacks.md stops the build with file, line and
// reason.
#include "core/stacks.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "core/errors.hpp"
#include "io/text/lessons.hpp"
#include "io/text/stack_blocks.hpp"

namespace caseload {
namespace {

// Line 1 is the heading of the first stack, and each stack has 19 lines.
std::string whole() {
  std::string text;
  for (const Stack& stack : all_stacks()) {
    const std::string fence = "```" + std::string(stack.language);
    text += "## " + std::string(stack.title) + "\n\nA *tool*\nshows it.\n\n";
    for (const char* part : {"slow", "fast", "test"})
      text += fence + " " + part + "\n" + part + "\n```\n" + (part == std::string("test") ? "" : "\n");
    text += "\n\n\n";
  }
  return text;
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = whole();
  const auto at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string refusal_of(const std::string& text) {
  try {
    parse_stacks(text, "stacks.md");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stacks)

BOOST_AUTO_TEST_CASE(every_stack_has_its_text_and_its_three_blocks) {
  const auto read = parse_stacks(whole(), "stacks.md");
  BOOST_TEST_REQUIRE(read.size() == all_stacks().size());
  BOOST_TEST(read[0].name == "django");
  BOOST_TEST(read[0].tool == "A *tool*\nshows it.");
  BOOST_TEST(read[5].title == "SQL");
  BOOST_TEST(read[5].slow == "slow");
  BOOST_TEST(read[5].fast == "fast");
  BOOST_TEST(read[5].test == "test");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_with_its_line) {
  const std::string order =
      "the headings must be, in this order: Django, Rails, Laravel, Hibernate and Spring, Express and "
      "Sequelize, SQL; got ";
  const struct {
    std::string text, refusal;
  } wrong[] = {
      {"", "stacks.md:0: the heading 'Django' is missing"},
      {"text\n", "stacks.md:1: " + order + "'text'"},
      {changed("## Django", "## Flask"), "stacks.md:1: " + order + "'## Flask'"},
      {whole() + "## Phoenix\n", "stacks.md:115: " + order + "'## Phoenix'"},
      {changed("A *tool*\nshows it.", ""),
       "stacks.md:1: there is no text on the tool of Django that shows "
       "the mistake"},
      {changed("```python fast", "```python quick"),
       "stacks.md:10: a block of Django must begin with ```python PART, with PART one of slow, fast, test; "
       "got 'python quick'"},
      {changed("```ruby slow", "```python slow"),
       "stacks.md:25: a block of Rails must begin with ```ruby PART, with PART one of slow, fast, test; got "
       "'python slow'"},
      {changed("```python fast", "```python slow"), "stacks.md:10: there are two blocks 'python slow'"},
      {changed("```python fast\nfast\n", "```python fast\n\n"), "stacks.md:10: this block is empty"},
      {changed("```python test\ntest\n```\n", ""), "stacks.md:1: Django has no block 'python test'"},
      {whole() + "\n", ""},
  };
  for (const auto& each : wrong) BOOST_TEST(refusal_of(each.text) == each.refusal);
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_named) {
  BOOST_CHECK_EXCEPTION(io::read_stacks("nowhere"), ConfigError, [](const ConfigError& error) {
    return error.what() == std::string("can't read nowhere/stacks.md, the case in other stacks");
  });
}

BOOST_AUTO_TEST_CASE(every_case_is_shown_in_every_stack) {
  for (const auto& [stem, lesson] : io::read_lessons("fcgi-app/cases"))
    BOOST_TEST(lesson.stacks.size() == all_stacks().size(), stem);
}

BOOST_AUTO_TEST_CASE(an_example_in_another_stack_is_coloured_in_its_language) {
  // Each is a keyword of its own language only.
  const std::pair<std::string, std::string> keywords[] = {{"django", "lambda"},    {"rails", "unless"},
                                                          {"laravel", "foreach"},  {"hibernate", "strictfp"},
                                                          {"express", "debugger"}, {"sql", "INSERT"}};
  io::Highlighter highlighter;
  for (const auto& [stack, own] : keywords) {
    for (const auto& [other, keyword] : keywords) {
      const Value blocks = io::stack_blocks(
          {{.name = stack, .title = "T", .tool = "*x*", .slow = keyword, .fast = keyword, .test = keyword}},
          highlighter);
      const Value& block = blocks.items()->front();
      BOOST_TEST(block["name"].text_or("") == stack);
      BOOST_TEST(block["tool"].text_or("").find("<em>x</em>") != std::string::npos);
      for (const char* part : {"slow", "fast", "test"})
        BOOST_TEST((block[part].text_or("").find("hl-keyword") != std::string::npos) == (keyword == own),
                   keyword << " in " << stack);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
