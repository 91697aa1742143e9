// From what a person sees to at most three cases: every case is reachable, and no symptom leads nowhere.
#include <boost/test/unit_test.hpp>
#include <set>

#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "io/text/lessons.hpp"
#include "read/symptom_tree.hpp"

namespace caseload::site {
namespace {

std::string refusal_of(const std::vector<std::vector<Sign>>& signs) {
  std::vector<Case> cases(signs.size());
  Lessons lessons;
  for (std::size_t i = 0; i < signs.size(); ++i) {
    cases[i].slug = cases[i].stem = "case-" + std::to_string(i + 1);
    lessons[cases[i].stem].signs = signs[i];
  }
  try {
    symptom_tree(Portfolio(cases, std::move(lessons)));
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(symptoms)

BOOST_AUTO_TEST_CASE(two_clicks_lead_to_every_case_and_to_at_most_three_each_with_its_check) {
  const Portfolio portfolio(catalogue(), io::read_lessons("fcgi-app/cases"));
  std::set<std::string> reached;
  std::set<std::string> ids;
  for (const SymptomPlace& place : symptom_tree(portfolio)) {
    BOOST_TEST(ids.insert(std::string(name_of(place.place))).second);
    BOOST_TEST(!place.symptoms.empty());
    for (const Symptom& symptom : place.symptoms) {
      BOOST_TEST(ids.insert(symptom.id).second, symptom.id);
      BOOST_TEST(!symptom.suspects.empty());
      BOOST_TEST(symptom.suspects.size() <= 3U, symptom.words);
      std::set<std::string> checks;
      for (const Suspect& each : symptom.suspects) {
        reached.insert(each.entry->the_case->slug);
        BOOST_TEST(checks.insert(each.check).second, symptom.words << " has two equal checks");
      }
    }
  }
  for (const PortfolioEntry& entry : portfolio.entries())
    BOOST_TEST(reached.contains(entry.the_case->slug), entry.the_case->slug);
}

BOOST_AUTO_TEST_CASE(a_symptom_of_a_fourth_case_is_refused) {
  const Sign sign{Place::page, "It is slow", "Count."};
  BOOST_TEST(refusal_of({{sign}, {sign}, {sign}}) == "");
  BOOST_TEST(refusal_of({{sign}, {sign}, {sign}, {sign}}) ==
             "the lesson of case-4: the symptom 'It is slow' already leads to 3 cases, which is the maximum; "
             "use words that only this case fits");
}

BOOST_AUTO_TEST_CASE(symptoms_that_are_nearly_the_same_are_refused) {
  const Sign sign{Place::page, "It is slow", "Count."};
  BOOST_TEST(
      refusal_of({{sign}, {{Place::page, "It is slow!", "Count."}}}) ==
      "the lesson of case-2: the symptom 'It is slow!' is nearly the same as 'It is slow' in the lesson "
      "of case-1; use the same words");
  BOOST_TEST(refusal_of({{sign}, {{Place::save, "It is slow", "Count."}}}) ==
             "the symptom 'It is slow' is at the place 'save' in the lesson of case-2, but at 'page' in the "
             "lesson of case-1");
  BOOST_TEST(refusal_of({{sign, sign}}) == "the lesson of case-1 has the symptom 'It is slow' twice");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::site
