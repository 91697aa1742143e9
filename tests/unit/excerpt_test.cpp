// What a marker is and where it cuts. What a page makes of an excerpt: site_text_test.cpp.
#include "core/excerpt.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {
namespace {

std::string refusal_of(std::string_view source) {
  try {
    excerpt_names(source);
  } catch (const ExcerptError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(excerpts)

BOOST_AUTO_TEST_CASE(a_name_is_of_small_letters_digits_and_dashes) {
  const std::vector<std::string> wanted{"az-09"};
  BOOST_TEST(excerpt_names("// [az-09]\nx\n  //[/az-09]  \n") == wanted, boost::test_tools::per_element());
  for (const char* none :
       {"// []", "// [/]", "// [a`]", "// [a{]", "// [a/]", "// [a:]", "// [A]", "// [a b]", "// [a] b",
        "// a [b]", "/ [a]", "x // [a]", "[a]", "// [a", "// a]", "//"})
    BOOST_TEST(excerpt_names(std::string(none) + "\nx\n").empty(), none);
}

BOOST_AUTO_TEST_CASE(lines_lose_their_common_indent_and_empty_ends) {
  const Excerpt excerpt = cut_excerpt("one\n// [a]\r\n\n    x\n      y\n\n    z\n  \n// [/a]\nlast", "a");
  BOOST_TEST(excerpt.text == "x\n  y\n\nz\n");
  BOOST_TEST(excerpt.first_line == 4);
}

BOOST_AUTO_TEST_CASE(a_marker_that_is_out_of_place_is_named_with_its_line) {
  BOOST_TEST(refusal_of("\n// [/a]\n") == "line 2: [a] is closed here but is not open");
  BOOST_TEST(refusal_of("// [a]\n// [/b]\n") == "line 2: [b] is closed here but is not open");
  BOOST_TEST(refusal_of("// [a]\n// [b]\n") == "line 2: [b] is opened inside [a]");
  BOOST_TEST(refusal_of("// [a]\n// [/a]\n// [a]\n") == "line 3: [a] is opened twice");
  BOOST_TEST(refusal_of("\n\n// [a]\nx") == "line 3: [a] is never closed");
  BOOST_CHECK_THROW(cut_excerpt("// [a]\n \n// [/a]\n", "a"), ExcerptError);
  BOOST_CHECK_THROW(cut_excerpt("// [a]\nx\n// [/a]\n", "b"), ExcerptError);
}

BOOST_AUTO_TEST_CASE(a_note_belongs_to_the_line_below_it_or_the_line_that_it_ends) {
  const Excerpt excerpt{
      "first;\n  // [!] Why the loop\n  // is slow.\n  for (;;) {}\n// a comment\nlast;  // [!] Behind it.\n"
      "// And more.\n",
      10};
  std::string seen;
  for (const CodeLine& line : code_lines(excerpt))
    seen += std::to_string(line.number) + " " + std::string(line.text) + " | " + line.note + "\n";
  BOOST_TEST(seen ==
             "10 first; | \n13   for (;;) {} | Why the loop is slow.\n14 // a comment | \n15 last; | Behind "
             "it. And more.\n");
}

// Found by make fuzz: the comment went to the line before the note, and at the start there is none.
BOOST_AUTO_TEST_CASE(a_note_whose_text_begins_on_its_second_line_belongs_to_the_line_below_it) {
  for (const std::string before : {"", "a();\n"}) {
    const Excerpt excerpt{before + "// [!] \n// why\n// so\nb();\n", 1};
    const std::vector<CodeLine> lines = code_lines(excerpt);
    BOOST_TEST(lines.back().text == "b();");
    BOOST_TEST(lines.back().note == "why so");
    BOOST_TEST(lines.front().note == (before.empty() ? "why so" : ""));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
