// The code on a case page: notes in the margin, and marks on what the other side lacks.
#include "io/text/annotated_code.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload {
namespace {

using io::AnnotatedCode;

std::string marked(const std::string& text, const std::string& other) {
  const auto spans = tokens_missing_in({.lines = {other}, .name = "fast"}, {.lines = {text}, .name = "slow"});
  std::string result;
  std::size_t at = 0;
  for (const Span& span : spans.at(0)) {
    result += text.substr(at, span.begin - at) + "[" + text.substr(span.begin, span.end - span.begin) + "]";
    at = span.end;
  }
  return result + text.substr(at);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(annotated_code)

BOOST_AUTO_TEST_CASE(tokens_that_the_other_side_lacks_are_found) {
  BOOST_TEST(marked("list.join(author).all();", "list.all();") == "list.[join(author).]all();");
  BOOST_TEST(marked("f(a,  b);", "f(a, b);") == "f(a,  b);");
  BOOST_TEST(marked("f(a, \"b c\", d);", "f(a, d);") == "f(a, [\"b c\",] d);");
  BOOST_TEST(marked("f(a) + 16'384;  // why", "f(a) + 1;  // not") == "f(a) + [16'384];  // why");
}

BOOST_AUTO_TEST_CASE(names_of_the_functions_and_lone_brackets_are_not_marked) {
  BOOST_TEST(marked("int slow(int a) {", "int fast(int a) {") == "int slow(int a) {");
  BOOST_TEST(marked("{ f(a, b); }", "f(a, b);") == "{ f(a, b); }");
}

BOOST_AUTO_TEST_CASE(pieces_with_little_in_common_have_no_marks) {
  BOOST_TEST(marked("one two three four", "five six seven eight") == "one two three four");
}

BOOST_AUTO_TEST_CASE(marks_and_tags_are_well_nested) {
  BOOST_TEST(io::marked_html("<b>ab</b>c&lt;d", {{1, 4}}) == "<b>a<mark>b</mark></b><mark>c&lt;</mark>d");
  BOOST_TEST(io::marked_html("abc", {}) == "abc");
  BOOST_TEST(io::marked_html("abc", {{0, 1}, {2, 3}}) == "<mark>a</mark>b<mark>c</mark>");
}

BOOST_AUTO_TEST_CASE(a_decisive_line_has_its_note_beside_it) {
  io::Highlighter highlighter;
  const AnnotatedCode slow("slow", {"f(a);\n// [!] `g` is <slow>.\ng(a);\n", 3}, highlighter);
  const AnnotatedCode fast("fast", {"f(a);\n", 9}, highlighter);
  const std::string html = slow.html();
  BOOST_TEST(html.find("decisive") != html.npos);
  BOOST_TEST(html.find("<span class=\"code-note\"><code>g</code> is &lt;slow&gt;.") != html.npos);
  BOOST_TEST(html.find("[!]") == html.npos);
  BOOST_TEST(slow.last_line() == 5);
  BOOST_TEST(slow.has_notes());
  BOOST_TEST(!fast.has_notes());
  BOOST_TEST(slow.html_against(fast).find("<mark>") != html.npos);
  BOOST_TEST(fast.html_against(slow).find("<mark>") == html.npos);
}

BOOST_AUTO_TEST_CASE(digit_separators_are_part_of_their_number) {
  io::Highlighter highlighter;
  const std::string line = highlighter.lines("n = 16'384 + 'x' + 0x1'F; // don't\n", io::Language::cpp).at(0);
  BOOST_TEST(line.find("<span class=\"hl-number\">16'384</span>") != line.npos);
  BOOST_TEST(line.find("<span class=\"hl-string\">'x'</span>") != line.npos);
  BOOST_TEST(line.find("0x1'F") != line.npos);
  BOOST_TEST(line.find("don't") != line.npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
