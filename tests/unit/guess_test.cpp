// Guess first: nothing in a page says which case it is until the guess is made.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <regex>
#include <set>

#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "core/guesses.hpp"
#include "core/text.hpp"
#include "tests/support/app_under_test.hpp"

namespace caseload {
namespace {

using test::contains;

struct Guesses : test::AppUnderTest {
  Guesses() { start(config); }

  std::string address(std::size_t entry) {
    for (const Guess& guess : guesses_of(shared->portfolio))
      if (guess.entry == &shared->portfolio.entries()[entry])
        return "/guess/" + std::to_string(guess.number) + "/";
    throw std::logic_error("no guess");
  }

  // The name of the choice with this title in the form.
  static std::string choice_of(const std::string& page, const std::string& title) {
    std::smatch found;
    const std::string text = html_escaped(title);
    const std::regex choice("name=\"choice\" value=\"(\\d+)\" required> ([^<]*)<");
    for (std::sregex_iterator at(page.begin(), page.end(), choice), end; at != end; ++at)
      if ((*at)[2] == text) return (*at)[1];
    return "";
  }

  Response answer(std::size_t entry, const std::string& choice) {
    return fetch("POST " + address(entry) + "?run=1",
                 {{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "same-origin"}},
                 "choice=" + choice);
  }
};

// Where a page names its case, apart from the list of choices, which has all of them.
std::set<std::string> names_in(const std::string& page, const PortfolioEntry& entry) {
  std::string text = page;
  if (const auto from = text.find("<fieldset"); from != std::string::npos)
    text.erase(from, text.find("</fieldset>") - from);
  text = lower_case(text);
  std::set<std::string> words{entry.the_case->slug, entry.the_case->stem, lower_case(entry.lesson.title)};
  for (const Variant& variant : entry.the_case->variants)
    for (const Label& label : variant.labels) words.insert(label.name);
  std::set<std::string> found;
  for (const std::string& word : words)
    if (contains(text, word)) found.insert(word);
  if (contains(page, "value=\"" + entry.the_case->slug)) found.insert("a value");
  return found;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(guess, Guesses)

BOOST_AUTO_TEST_CASE(no_page_and_no_list_names_a_case_before_the_guess) {
  const std::string list = fetch("GET /guess/").body;
  const auto& entries = shared->portfolio.entries();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Response page = fetch("GET " + address(i));
    BOOST_TEST(page.status == 200);
    BOOST_TEST(contains(list, "href=\"" + address(i) + "\""));
    BOOST_TEST(names_in(list, entries[i]) == std::set<std::string>{}, boost::test_tools::per_element());
    BOOST_TEST_CONTEXT(entries[i].the_case->slug)
    BOOST_TEST(names_in(page.body, entries[i]) == std::set<std::string>{}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(the_script_of_the_mode_has_the_number_of_each_case) {
  const Response script = fetch("GET /guess/numbers.js");
  BOOST_TEST(script.status == 200);
  BOOST_TEST(*script.header("Content-Type") == "text/javascript; charset=utf-8");
  BOOST_TEST(script.body == guess_numbers_script(shared->portfolio));
  const auto guesses = guesses_of(shared->portfolio);
  BOOST_TEST(guesses.size() == shared->portfolio.entries().size());
  std::set<std::string> keys;
  for (const Guess& guess : guesses) {
    BOOST_TEST(!contains(script.body, guess.entry->the_case->slug));
    std::smatch found;
    BOOST_REQUIRE(
        std::regex_search(script.body, found, std::regex("\"(\\d+)\": " + std::to_string(guess.number))));
    keys.insert(found[1]);
  }
  BOOST_TEST(keys.size() == guesses.size());
}

BOOST_AUTO_TEST_CASE(the_evidence_names_no_case_either) {
  const auto& entries = shared->portfolio.entries();
  const auto run_of_first = [&](bool writes, std::string_view category) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].the_case->writes() != writes || name_of(entries[i].lesson.category) != category)
        continue;
      const Response page =
          fetch((writes ? "POST " : "GET ") + address(i) + "?run=1", {{"sec-fetch-site", "same-origin"}});
      BOOST_TEST(page.status == 200, page.body);
      BOOST_TEST(contains(page.body, "<td class=\"number\">"));
      BOOST_TEST_CONTEXT(entries[i].the_case->slug)
      BOOST_TEST(names_in(page.body, entries[i]) == std::set<std::string>{},
                 boost::test_tools::per_element());
      if (writes) BOOST_TEST(fetch("GET " + address(i) + "?run=1").status == 405);
      return;
    }
    BOOST_FAIL("no such case");
  };
  run_of_first(false, "database");
  run_of_first(true, "database");
}

BOOST_AUTO_TEST_CASE(a_guess_is_judged_and_explained) {
  const auto& entries = shared->portfolio.entries();
  for (const std::size_t i : {std::size_t{0}, entries.size() - 1}) {
    const std::string page = fetch("GET " + address(i)).body;
    const std::string right = answer(i, choice_of(page, entries[i].lesson.title)).body;
    BOOST_TEST(contains(right, "Right: " + html_escaped(entries[i].lesson.title)));
    const auto other = std::ranges::find_if(entries, [&](const PortfolioEntry& entry) {
      const auto& labels = entries[i].the_case->first(Pace::slow)->labels;
      return std::ranges::find(labels, entry.the_case->slug, &Label::name) == labels.end() &&
             entry.the_case != entries[i].the_case;
    });
    const std::string wrong = answer(i, choice_of(page, other->lesson.title)).body;
    BOOST_TEST(contains(wrong, "Not quite: it is " + html_escaped(entries[i].lesson.title)));
    BOOST_TEST(contains(wrong, "href=\"/cases/" + entries[i].the_case->slug + "/\""));
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_a_guess_is_refused) {
  const std::string bounds = " must be a number from 1 to " + std::to_string(catalogue().size());
  for (const char* choice : {"0", "99999", "-1", "n-plus-one"}) {
    const Response response = answer(0, choice);
    BOOST_TEST(response.status == 400);
    BOOST_TEST(contains(response.body, bounds), response.body);
  }
  BOOST_TEST(fetch("POST " + address(0), {{"sec-fetch-site", "same-origin"}}).status == 400);
  for (const char* number : {"1", "99999999999999999999", "x", "-5"})
    BOOST_TEST(fetch("GET /guess/" + std::string(number) + "/").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
