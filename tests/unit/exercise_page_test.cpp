// The page that grades an exercise: what it accepts, what it sends, and that nothing from a visitor is run.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "core/catalogue.hpp"
#include "tests/support/app_under_test.hpp"

namespace caseload {
namespace {

using test::contains;

struct Exercises : test::AppUnderTest {
  Exercises() { start(config); }

  struct Found {
    const PortfolioEntry* entry = nullptr;
    const Exercise* exercise = nullptr;
    std::string address() const { return "/cases/" + entry->the_case->slug + "/exercises/" + exercise->name; }
  };
  // The first of that type, of a case that only reads.
  Found first(ExerciseType type) {
    for (const PortfolioEntry& entry : shared->portfolio.entries())
      for (const Exercise& exercise : entry.lesson.exercises)
        if (exercise.type == type && exercise.key != Key::mem_peak && !entry.the_case->writes())
          return {&entry, &exercise};
    throw std::logic_error("no such exercise");
  }
  Response say(const std::string& address, const std::string& form) {
    return fetch("POST " + address,
                 {{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "same-origin"}},
                 form);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(exercise_page, Exercises)

BOOST_AUTO_TEST_CASE(a_right_answer_is_graded_in_the_page_of_the_case_and_alone) {
  for (const ExerciseType type : {ExerciseType::predict, ExerciseType::even, ExerciseType::choose}) {
    const Found found = first(type);
    BOOST_TEST_CONTEXT(found.address()) {
      const Response page = say(found.address(), "said=" + found.exercise->answer);
      BOOST_TEST(page.status == 200, page.body);
      BOOST_TEST(contains(page.body, "<h1>"));
      BOOST_TEST(contains(page.body, "data-grade=\"right\" data-final"));
      const Response alone = say(found.address(), "part=1&said=" + found.exercise->answer);
      BOOST_TEST(contains(alone.body, "data-grade=\"right\" data-final"));
      BOOST_TEST(!contains(alone.body, "<h1>"));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_plan_of_each_choice_is_shown) {
  const Found found = first(ExerciseType::choose);
  const std::string page = say(found.address(), "part=1&said=" + found.exercise->answer).body;
  std::size_t plans = 0;
  for (std::size_t at = page.find("<ol class=\"tree\"><li"); at != page.npos;
       at = page.find("<ol class=\"tree\"><li", at + 1))
    ++plans;
  BOOST_TEST(plans == found.exercise->choices.size());
}

BOOST_AUTO_TEST_CASE(the_answer_is_not_in_the_page_before_it_is_given) {
  const Found found = first(ExerciseType::predict);
  const std::string page = fetch("GET /cases/" + found.entry->the_case->slug + "/").body;
  BOOST_TEST(contains(page, found.address()));
  BOOST_TEST(!contains(page, found.exercise->why));
  BOOST_TEST(!contains(page, "data-grade"));
}

BOOST_AUTO_TEST_CASE(what_is_not_an_answer_is_refused_with_its_bounds) {
  const std::string predict = first(ExerciseType::predict).address();
  for (const char* said : {"", "-1", "many", "1e3", "9999999999999"})
    BOOST_TEST(say(predict, std::string("said=") + said).status == 400);
  const std::string even = first(ExerciseType::even).address();
  BOOST_TEST(contains(say(even, "said=0").body, "must be a whole number from 1 to "));
  const Found choose = first(ExerciseType::choose);
  const Response refused = say(choose.address(), "said=SELECT+1");
  BOOST_TEST(refused.status == 400);
  BOOST_TEST(contains(refused.body, "The choice must be one of "));
  BOOST_TEST(say(choose.address(), "said=" + choose.exercise->answer + "&sql=SELECT+1").status == 400);
}

BOOST_AUTO_TEST_CASE(an_exercise_is_done_by_post_from_the_same_site) {
  const Found found = first(ExerciseType::predict);
  BOOST_TEST(fetch("GET " + found.address()).status == 405);
  BOOST_TEST(fetch("POST " + found.address(),
                   {{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "cross-site"}},
                   "said=1")
                 .status == 403);
  const Response unknown = say("/cases/" + found.entry->the_case->slug + "/exercises/nothing", "said=1");
  BOOST_TEST(unknown.status == 404);
  BOOST_TEST(contains(unknown.body, found.exercise->name));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
