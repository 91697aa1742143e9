// A claim evaluates and prints one expression.
#include <boost/test/unit_test.hpp>

#include "core/claim.hpp"

namespace caseload {
namespace {

const Value response =
    Value::object({{"authors", Value(Value::List{Value::object({{"books", Value(Value::List{1, 2, 3})}}),
                                                 Value::object({{"books", Value(Value::List{4})}})})},
                   {"active", 12}});

Knobs knobs(std::int64_t n) {
  return Knobs::parse({items_knob("items")}, {{"n", std::to_string(n)}});
}

std::int64_t value(const Formula& formula, std::int64_t n = 450) {
  const Knobs given = knobs(n);
  return formula.value({.knobs = given, .response = response});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(claims)

BOOST_AUTO_TEST_CASE(a_formula_prints_what_it_computes) {
  const Formula n = knob("n");
  const Formula authors = items("authors", "authors"), books = items("books", "authors.books");
  const struct {
    Formula formula;
    std::string text;
    std::int64_t value;
  } formulas[] = {
      {16'000, "16,000", 16'000},
      {1 + n, "1 + n", 451},
      {1 + 2 * n, "1 + 2 × n", 901},
      {2 * (n + 1), "2 × (n + 1)", 902},
      {50 * (n - 1) + 51, "50 × (n − 1) + 51", 22'501},
      {n - (authors + 1), "n − (authors + 1)", 447},
      {1 + chunks_of(n, 200) + chunks_of(books, 4), "1 + ⌈n / 200⌉ + ⌈books / 4⌉", 5},
      {chunks_of(n + 150, 200), "⌈(n + 150) / 200⌉", 3},
      {smaller_of(n, 10'000), "min(n, 10,000)", 450},
      {1 + authors + books, "1 + authors + books", 7},
      {1 + member("active authors", "active"), "1 + active authors", 13},
      {(n + 3).remark("3 to clean up"), "n + 3 (3 to clean up)", 453},
      {Formula("books stored", [](const Formula::Context&) { return 7; }) * 2, "books stored × 2", 14},
  };
  for (const auto& each : formulas) {
    BOOST_TEST(each.formula.text() == each.text);
    BOOST_TEST(value(each.formula) == each.value, each.text);
  }
}

BOOST_AUTO_TEST_CASE(a_response_that_lacks_what_a_formula_speaks_of_is_an_error) {
  BOOST_CHECK_THROW(value(items("books", "books")), std::logic_error);
  BOOST_CHECK_THROW(value(items("books", "active")), std::logic_error);
  BOOST_CHECK_THROW(value(member("authors", "authors")), std::logic_error);
}

BOOST_AUTO_TEST_CASE(claims_of_the_variant_the_floor_and_the_visit_are_checked_where_their_key_was_measured) {
  const std::vector<Claim> claims{
      {"slow", Key::sql, 1 + knob("n")},      {"slow", Key::rows, at_most(10)},
      {"slow", Key::rows, at_least(11)},      {"slow", Key::rows_examined, 0},
      {"slow", Key::sql, 5, When::warm},      {"slow", Key::sql, 6, When::revisit},
      {"slow", Key::sql, 7, When::any, true}, {"fast", Key::sql, 8},
  };
  Evidence evidence;
  evidence.put(Key::sql, 5);
  evidence.put(Key::rows, 10);
  const Knobs given = knobs(4);
  const Formula::Context context{.knobs = given, .response = response};
  const auto outcome = [&](bool on_floor, bool has_validators) {
    std::string text;
    for (const ClaimResult& each : check_claims(claims, "slow", on_floor, has_validators, evidence, context))
      text += std::to_string(each.expected) + (each.holds ? "+ " : "- ");
    return text;
  };
  BOOST_TEST(outcome(false, false) == "5+ 10+ 11- 5+ ");
  BOOST_TEST(outcome(false, true) == "5+ 10+ 11- 5+ 6- ");
  BOOST_TEST(outcome(true, false) == "7- ");
  evidence.put(Key::cache_miss, 1);
  BOOST_TEST(outcome(false, false) == "5+ 10+ 11- ");
  evidence.put(Key::cache_miss, 0);
  evidence.put(Key::rebuilds, 1);  // of an entry that had expired
  BOOST_TEST(outcome(false, false) == "5+ 10+ 11- ");
}

BOOST_AUTO_TEST_CASE(claims_about_requests_at_once_are_about_their_sum) {
  const std::vector<Claim> claims{{"slow", Key::commits, requests_at_once(), When::at_once},
                                  {"slow", Key::rebuilds, at_most(requests_at_once() - 1), When::at_once},
                                  {"slow", Key::rows_examined, 0, When::at_once},
                                  {"slow", Key::commits, 1},
                                  {"fast", Key::commits, 9, When::at_once}};
  const Knobs given = knobs(4);
  auto results = claims_at_once(claims, "slow", {.knobs = given, .response = response, .requests = 8});
  BOOST_TEST(results.size() == 3U);
  Evidence sum;
  sum.put(Key::commits, 8);
  sum.put(Key::rebuilds, 8);
  check_sum(results, sum);
  BOOST_TEST_REQUIRE(results.size() == 2U);
  BOOST_TEST(results[0].holds);
  BOOST_TEST(results[1].expected == 7);
  BOOST_TEST(results[1].measured == 8);
  BOOST_TEST(!results[1].holds);
  BOOST_TEST(claims[0].expected.formula.text() == "requests");
  BOOST_TEST(check_claims(claims, "fast", false, false, sum, {.knobs = given, .response = response}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
