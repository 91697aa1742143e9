// Links between pages.
#include <boost/test/unit_test.hpp>

#include "site-gen/write/links.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload::site;
using caseload::tests::contains;

namespace {

std::string problems_of(const Links& links) {
  std::string text;
  for (const std::string& line : links.problems()) text += line + "\n";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_links)

BOOST_AUTO_TEST_CASE(addresses_are_resolved_from_their_page) {
  BOOST_TEST(resolved("index.html", "runs.html") == "runs.html");
  BOOST_TEST(resolved("cases/a/index.html", "../../runs.html#b") == "runs.html#b");
  BOOST_TEST(resolved("cases/a/index.html", "history.html?x=1#y") == "cases/a/history.html#y");
  BOOST_TEST(resolved("cases/a/index.html", "#code") == "cases/a/index.html#code");
  BOOST_TEST(resolved("index.html", "../outside.html").empty());
}

BOOST_AUTO_TEST_CASE(ways_between_pages_are_relative) {
  BOOST_TEST(relative("index.html", "cases/a/index.html") == "cases/a/index.html");
  BOOST_TEST(relative("cases/a/index.html", "cases/b/index.html") == "../b/index.html");
  BOOST_TEST(relative("cases/a/index.html", "cases/a/sheet.html") == "sheet.html");
  BOOST_TEST(relative("runs/1.html", "cases/a/index.html") == "../cases/a/index.html");
  BOOST_TEST(relative("runs/10.html", "runs/1.html") == "1.html");
}

BOOST_AUTO_TEST_CASE(broken_pages_and_ids_are_named_with_the_page_that_has_them) {
  Links links;
  links.add_page("a.html",
                 "<p id=\"one\"><a href=\"b.html#two\">x</a> <a href=\"gone.html\">y</a> <img src=\"no.png\" "
                 "alt=\"\"></p>");
  links.add_page("b.html", "<a href=\"a.html#one\">x</a><a href=\"../b.html\">y</a>");
  const std::string problems = problems_of(links);
  BOOST_TEST(contains(problems, "a.html: missing id: b.html#two"));
  BOOST_TEST(contains(problems, "a.html: missing page: gone.html"));
  BOOST_TEST(contains(problems, "a.html: missing page: no.png"));
  BOOST_TEST(contains(problems, "b.html: missing page: outside the site: ../b.html"));
  BOOST_TEST(links.problems().size() == 4);
}

BOOST_AUTO_TEST_CASE(an_id_given_twice_is_a_problem) {
  Links links;
  links.add_page("a.html", "<p id=\"x\"></p><p id=\"x\"></p>");
  BOOST_TEST(contains(problems_of(links), "a.html: duplicate id: x"));
}

BOOST_AUTO_TEST_CASE(other_sites_states_and_text_are_no_links_of_ours) {
  Links links;
  links.add_page(
      "a.html",
      "<a href=\"https://example.org/x\">x</a><a href=\"mailto:a@b\">x</a><a href=\"/cases/\">x</a>"
      "<a href=\"#sort=-ratio\">x</a> &lt;a href=\"nowhere.html\"&gt;");
  BOOST_TEST(problems_of(links).empty());
}

BOOST_AUTO_TEST_SUITE_END()
