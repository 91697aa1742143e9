// Excerpts, Markdown and highlighting: what a page shows of other people's text.
#include <boost/test/unit_test.hpp>

#include "core/excerpt.hpp"
#include "io/text/highlight.hpp"
#include "io/text/markdown.hpp"
#include "site-gen/pages/case_parts.hpp"
#include "site-gen/pages/pages.hpp"

using namespace caseload;

namespace {

bool shows(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string problem_of(std::string_view source, std::string_view marker) {
  try {
    cut_excerpt(source, marker);
  } catch (const ExcerptError& error) {
    return error.what();
  }
  return "no error";
}

std::string without_tags(std::string_view html) {
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    if (!in_tag) text += c;
    if (c == '>') in_tag = false;
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_text)

BOOST_AUTO_TEST_CASE(excerpt_is_cut_between_its_markers_with_its_line) {
  const std::string_view source = "one\n// [slow]\n\n  two {\n    three\n  }\n\n  // [/slow]\nfour\n";
  const Excerpt excerpt = cut_excerpt(source, "slow");
  BOOST_TEST(excerpt.text == "two {\n  three\n}\n");
  BOOST_TEST(excerpt.first_line == 4);
}

BOOST_AUTO_TEST_CASE(excerpt_takes_windows_line_ends_and_a_last_line_without_one) {
  const Excerpt excerpt = cut_excerpt("// [a]\r\nx\r\n// [/a]", "a");
  BOOST_TEST(excerpt.text == "x\n");
}

BOOST_AUTO_TEST_CASE(excerpt_ignores_prose_that_mentions_a_marker) {
  const Excerpt excerpt = cut_excerpt("// [a]\n// see [b] below\nauto s = \"// [c]\";\n// [/a]\n", "a");
  BOOST_TEST(excerpt.text == "// see [b] below\nauto s = \"// [c]\";\n");
}

BOOST_AUTO_TEST_CASE(broken_markers_are_named_with_their_line) {
  BOOST_TEST(shows(problem_of("x\n", "slow"), "no marker // [slow]"));
  BOOST_TEST(shows(problem_of("x\n// [slow]\n", "slow"), "line 2: [slow] is never closed"));
  BOOST_TEST(
      shows(problem_of("// [a]\n// [b]\n// [/b]\n// [/a]\n", "a"), "line 2: [b] is opened inside [a]"));
  BOOST_TEST(shows(problem_of("// [a]\nx\n// [/b]\n", "a"), "line 3: [b] is closed"));
  BOOST_TEST(shows(problem_of("// [a]\nx\n// [/a]\n// [a]\n// [/a]\n", "a"), "line 4: [a] is opened twice"));
  BOOST_TEST(shows(problem_of("// [a]\n\n// [/a]\n", "a"), "[a] is empty"));
  // Another piece's broken marker counts too: the file is wrong, whichever piece is asked for.
  BOOST_TEST(shows(problem_of("// [a]\nx\n// [/a]\n// [b]\n", "a"), "line 4: [b] is never closed"));
}

BOOST_AUTO_TEST_CASE(excerpt_names_come_in_the_order_of_the_file) {
  const auto names = excerpt_names("// [slow]\nx\n// [/slow]\n// [in-memory]\ny\n// [/in-memory]\n");
  BOOST_REQUIRE(names.size() == 2);
  BOOST_TEST(names[0] == "slow");
  BOOST_TEST(names[1] == "in-memory");
}

BOOST_AUTO_TEST_CASE(markdown_makes_paragraphs_lists_code_and_tables) {
  const std::string html = io::markdown_to_html("A *b* `c<d`\n\n- e\n\n| f | g |\n|--:|---|\n| 1 | 2 |\n");
  BOOST_TEST(shows(html, "<p>A <em>b</em> <code>c&lt;d</code></p>"));
  BOOST_TEST(shows(html, "<li>e</li>"));
  BOOST_TEST(shows(html, "<th class=\"align-right\">f</th>"));
  BOOST_TEST(!shows(html, "align=\""));
}

BOOST_AUTO_TEST_CASE(plain_text_keeps_words_whole_and_paragraphs_apart) {
  BOOST_TEST(site::plain_text(
                 "<p>A file (<code>--config F</code>),\n<a href=\"x\">read</a>.</p>\n<p>B &amp; c</p>") ==
             "A file (--config F), read. B & c");
}

BOOST_AUTO_TEST_CASE(markdown_shows_raw_html_as_text) {
  const std::string html = io::markdown_to_html("<script>alert(1)</script>\n\na <b onclick=x>b</b> {{c}}");
  BOOST_TEST(!shows(html, "<script"));
  BOOST_TEST(!shows(html, "<b "));
  BOOST_TEST(shows(html, "&lt;script&gt;"));
}

BOOST_AUTO_TEST_CASE(markdown_keeps_no_address_that_runs_code) {
  for (const char* link : {"[a](javascript:alert(1))", "[a](JavaScript:x)", "[a](&#106;avascript:x)",
                           "[a](data:text/html,x)", "![a](javascript:x)", "<vbscript:x>"}) {
    const std::string html = io::markdown_to_html(link);
    BOOST_TEST(shows(html, "=\"#\""), link << " gave " << html);
  }
  BOOST_TEST(shows(io::markdown_to_html("[a](cases/b.html#c:d)"), "href=\"cases/b.html#c:d\""));
  BOOST_TEST(shows(io::markdown_to_html("[a](https://example.org/)"), "href=\"https://example.org/\""));
}

BOOST_AUTO_TEST_CASE(highlighted_code_keeps_every_character_and_line) {
  const std::string code =
      "/* a <b>\n   c */ int x = f(\"</script>&\");\n\nconst char* sql = R\"(SELECT é 😉)\";\n";
  io::Highlighter highlighter;
  const auto lines = highlighter.lines(code, io::Language::cpp);
  BOOST_REQUIRE(lines.size() == 4);
  BOOST_TEST(shows(lines[0], "<span class=\"hl-comment\">/* a &lt;b&gt;</span>"));
  BOOST_TEST(without_tags(lines[1]) == "   c */ int x = f(\"&lt;/script&gt;&amp;\");");
  BOOST_TEST(lines[2].empty());
  BOOST_TEST(shows(lines[3], "SELECT é 😉"));
}

BOOST_AUTO_TEST_CASE(highlighting_survives_hostile_text_in_every_language) {
  io::Highlighter highlighter;
  const std::string code = std::string("\"'/*<script>\r\n\x01\xff{{/x}}") + std::string(3, '\0') + "\n`\n$(<";
  for (const auto language : {io::Language::cpp, io::Language::sql, io::Language::python, io::Language::ruby,
                              io::Language::java, io::Language::php, io::Language::javascript}) {
    const auto lines = highlighter.lines(code, language);
    BOOST_TEST(lines.size() == 4);
    for (const std::string& line : lines) BOOST_TEST(!shows(line, "<script"));
  }
  BOOST_TEST(highlighter.lines("", io::Language::cpp).empty());
}

BOOST_AUTO_TEST_SUITE_END()
