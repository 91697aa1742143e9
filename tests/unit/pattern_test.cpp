// Regular expressions: what they find, and the steps that a probe counts.
#include "io/regex/pattern.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "core/cancellation.hpp"
#include "io/regex/matcher.hpp"

namespace caseload {
namespace {

constexpr const char* at_each_place = R"(\s+$)";
constexpr const char* at_one_place = R"((?<!\s)\s++$)";

std::string with_gap(std::size_t blanks) {
  return "a" + std::string(blanks, ' ') + "b  ";
}

std::int64_t steps_of(const char* pattern, std::size_t blanks) {
  std::int64_t steps = 0;
  io::BacktrackingPattern(pattern).find_counted(with_gap(blanks), steps, [] {});
  return steps;
}

struct Matching {
  SystemClock clock;
  std::optional<std::int64_t> steps(const Trace& trace) const {
    return trace.evidence().get(Key::match_steps);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(patterns, Matching)

BOOST_AUTO_TEST_CASE(all_engines_find_the_leftmost_match) {
  const std::string text = with_gap(30);
  std::int64_t steps = 0;
  for (const char* pattern : {at_each_place, at_one_place}) {
    const io::BacktrackingPattern backtracking(pattern);
    for (const auto& found : {backtracking.find(text), backtracking.find_counted(text, steps, [] {})}) {
      BOOST_TEST_REQUIRE(found.has_value());
      BOOST_TEST(found->at == 32U);
      BOOST_TEST(found->length == 2U);
    }
    BOOST_TEST(!backtracking.find("a b").has_value());
  }
  const auto found = io::AutomatonPattern(at_each_place).find(text);
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->at == 32U);
  BOOST_TEST(found->length == 2U);
  BOOST_TEST(!io::AutomatonPattern(at_each_place).find("a b").has_value());
}

BOOST_AUTO_TEST_CASE(texts_are_bytes) {
  BOOST_TEST(io::BacktrackingPattern(".").find("é")->length == 1U);
  BOOST_TEST(io::AutomatonPattern(".").find("é")->length == 1U);
  BOOST_TEST(io::BacktrackingPattern("b").find(std::string_view("a\0b", 3))->at == 2U);
}

BOOST_AUTO_TEST_CASE(steps_grow_with_the_square_of_a_gap_or_with_the_gap) {
  BOOST_TEST(steps_of(at_each_place, 400) >= 400 * 401 / 2);
  BOOST_TEST(steps_of(at_each_place, 1'600) > 15 * steps_of(at_each_place, 400));
  BOOST_TEST(steps_of(at_one_place, 1'600) < 5 * steps_of(at_one_place, 400));
}

// By default, PCRE2 gives up after going back ten million times. Here there are 2^24 ways.
BOOST_AUTO_TEST_CASE(a_match_has_no_limit_of_steps) {
  BOOST_TEST(!io::BacktrackingPattern("^(?:a|a)+$").find(std::string(24, 'a') + "c").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_pattern_is_refused_with_its_place) {
  const auto names_place = [](const std::invalid_argument& error) {
    return std::string(error.what())
               .find(
                   "'a(b' is not a regular expression: missing closing parenthesis, "
                   "at byte 3") != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION(io::BacktrackingPattern("a(b"), std::invalid_argument, names_place);
  BOOST_CHECK_THROW(io::AutomatonPattern("a(b"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_probe_counts_the_steps_of_a_request) {
  Trace probed(clock, true), plain(clock, false);
  const io::BacktrackingPattern pattern(at_each_place);
  BOOST_TEST(steps(probed).value() == 0);
  Matcher(probed).find(pattern, with_gap(10));
  const std::int64_t of_one = steps(probed).value();
  BOOST_TEST(of_one >= 55);
  Matcher(probed).find(pattern, with_gap(10));
  BOOST_TEST(steps(probed).value() == 2 * of_one);
  Matcher(plain).find(pattern, with_gap(10));
  BOOST_TEST(!steps(plain).has_value());
}

BOOST_AUTO_TEST_CASE(what_re2_does_is_not_counted_as_nothing) {
  Trace probed(clock, true);
  Matcher(probed).find(io::AutomatonPattern(at_each_place), with_gap(10));
  BOOST_TEST(!steps(probed).has_value());
}

BOOST_AUTO_TEST_CASE(a_match_ends_when_the_client_has_disconnected) {
  const io::BacktrackingPattern pattern(at_each_place);
  std::int64_t steps = 0;
  int checks = 0;
  const auto disconnect = [&] {
    if (++checks == 3) throw ClientDisconnected{};
  };
  BOOST_CHECK_THROW(pattern.find_counted(with_gap(2'000), steps, disconnect), ClientDisconnected);
  BOOST_TEST(checks == 3);

  Trace trace(clock, false);
  thread_cancellation.request();
  BOOST_CHECK_THROW(Matcher(trace).find(pattern, "a"), ClientDisconnected);
  thread_cancellation.end();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
