// What an exercise about a second visit does while the cache loses what the first one stored.
#include "app/exercises/measure.hpp"

#include <boost/test/unit_test.hpp>

#include "app/responses.hpp"
#include "core/errors.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

int visits = 0;
int visits_that_miss = 0;

Response forgetful(const Request&, Services& services) {
  if (++visits <= visits_that_miss) services.cache.get("exercise_measure " + std::to_string(visits));
  return html_response("<p>Page</p>");
}

struct SecondVisit : test::StackOwners {
  const Case the_case{.page = "a page", .knobs = {}, .variants = {{.name = "fast", .run = forgetful}}};
  const Exercise exercise{.key = Key::cache_miss, .variants = {"fast"}, .when = When::warm};

  std::vector<Measured> measured_after(int misses) {
    visits = 0;
    visits_that_miss = misses;
    return measure(owners, {}, the_case, exercise, "0");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(exercise_measure, SecondVisit)

BOOST_AUTO_TEST_CASE(the_second_visit_is_made_again_until_it_finds_what_was_stored) {
  for (const int misses : {0, 1, 2, 3}) {
    BOOST_TEST_CONTEXT(misses << " visits that miss") {
      const auto measured = measured_after(misses);
      BOOST_TEST_REQUIRE(measured.size() == 1U);
      BOOST_TEST(measured.front().value == 0);
      BOOST_TEST(visits == std::max(misses, 1) + 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_cache_that_keeps_nothing_is_no_wrong_answer) {
  BOOST_CHECK_THROW(measured_after(100), Unavailable);
  BOOST_TEST(visits == 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
