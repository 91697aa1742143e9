// Every exercise of every lesson, done for real: the declared answer is what the service measures, and
// another one is not.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "app/exercises/measure.hpp"
#include "core/catalogue.hpp"
#include "core/portfolio.hpp"
#include "io/text/lessons.hpp"
#include "shop/visitors.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

struct Fixture : test::StackOwners {
  Request request_for(const Case& the_case) {
    Request request;
    request.id = "00000000000000000000000000000000";
    request.method = Method::post;
    request.path = request.target = "/cases/" + the_case.slug + "/exercises/";
    request.knobs = Knobs::parse(the_case.knobs, {});
    return as_demo_visitor(std::move(request));
  }
};

std::vector<std::string> slugs() {
  std::vector<std::string> names;
  for (const Case& each : catalogue()) names.push_back(each.slug);
  return names;
}

const Portfolio& portfolio() {
  static const Portfolio all(catalogue(), io::read_lessons("fcgi-app/cases"));
  return all;
}

bool is_memory_key(Key key) {
  return name_of(key).starts_with("mem-");
}

// An answer that must not be accepted.
std::string other_answer(const Case& the_case, const Exercise& exercise) {
  if (exercise.type == ExerciseType::choose) {
    for (const Choice& each : exercise.choices)
      if (each.name != exercise.answer) return each.name;
  }
  if (exercise.type == ExerciseType::even)
    for (const KnobSpec& spec : the_case.knobs)
      if (spec.name == exercise.knob) return std::to_string(spec.ladder.at(3));  // 640 items, page 64
  return std::to_string(2 * std::stoll(exercise.answer) + 1);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(exercises, Fixture)

BOOST_DATA_TEST_CASE_F(Fixture, the_service_says_what_each_exercise_declares,
                       boost::unit_test::data::make(slugs()), slug) {
  const Case& the_case = *find_case(slug);
  for (const Exercise& exercise : portfolio().find(slug)->lesson.exercises) {
    if (is_memory_key(exercise.key) && !memory_is_counted()) continue;
    BOOST_TEST_CONTEXT(slug << ": " << exercise.title) {
      check_said(the_case, exercise, exercise.answer);
      const Request request = request_for(the_case);
      const auto measured = measure(owners, request, the_case, exercise, exercise.answer);
      std::string seen;
      for (const Measured& each : measured) seen += each.name + ": " + std::to_string(each.value) + "; ";
      BOOST_TEST(name_of(grade(exercise, exercise.answer, measured)) == "right", seen);
      const std::string other = other_answer(the_case, exercise);
      check_said(the_case, exercise, other);
      const auto then = exercise.type == ExerciseType::even
                            ? measure(owners, request, the_case, exercise, other)
                            : measured;
      BOOST_TEST(name_of(grade(exercise, other, then)) != "right", other << " is graded as right; " << seen);
      if (exercise.type != ExerciseType::choose) continue;
      std::set<std::string> rows;
      int least = 0;
      for (const Measured& each : measured) {
        rows.insert(each.rows_hash);
        least += each.value == least_of(measured).value ? 1 : 0;
        BOOST_TEST(each.evidence.get_or_0(Key::sql_write) == 0);
        BOOST_TEST(each.evidence.get_or_0(Key::rows) > 0);
      }
      BOOST_TEST(rows.size() == 1U, "the choices return different rows");
      BOOST_TEST(least == 1, "more than one choice takes the least: " << seen);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
