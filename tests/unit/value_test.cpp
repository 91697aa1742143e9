// A document in memory, and the clock.
#include "core/value.hpp"

#include <time.h>

#include <boost/test/unit_test.hpp>

#include "core/clock.hpp"

namespace caseload {
namespace {

std::int64_t microseconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(a_member_is_set_once_and_what_has_none_returns_nothing) {
  Value document;
  document.set("a", 1).set("b", 2).set("a", 3);
  BOOST_REQUIRE(document.members()->size() == 2u);
  BOOST_TEST(document.members()->front().first == "a");
  BOOST_TEST(document["a"].integer_or(0) == 3);
  BOOST_TEST(document["b"].integer_or(0) == 2);
  BOOST_TEST(document["c"].is_null());
  BOOST_TEST(document["a"]["b"]["c"].is_null());
  BOOST_TEST(Value(5).find("a") == nullptr);
  BOOST_TEST(document.find("a")->integer_or(0) == 3);
}

BOOST_AUTO_TEST_CASE(a_list_grows_from_nothing) {
  Value list;
  list.add(1).add("two");
  BOOST_REQUIRE(list.items()->size() == 2u);
  BOOST_TEST(list.items()->back().text_or("") == "two");
  BOOST_TEST(list.items()->back().integer_or(7) == 7);
  BOOST_TEST(list.items()->front().text_or("none") == "none");
}

BOOST_AUTO_TEST_CASE(the_clock_counts_microseconds_of_the_host_and_of_the_thread) {
  const SystemClock clock;
  const std::int64_t before = microseconds(CLOCK_MONOTONIC),
                     cpu_before = microseconds(CLOCK_THREAD_CPUTIME_ID);
  const std::int64_t wall = clock.monotonic_us(), cpu = clock.thread_cpu_us();
  BOOST_TEST(before <= wall);
  BOOST_TEST(wall <= microseconds(CLOCK_MONOTONIC));
  BOOST_TEST(cpu_before <= cpu);
  BOOST_TEST(cpu <= microseconds(CLOCK_THREAD_CPUTIME_ID));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
