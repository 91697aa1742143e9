// What a run says about a case, and the sentence that leads its page on the site: the declared measure first.
#include "site-gen/read/headline_words.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/site_material.hpp"

using namespace caseload;
using namespace caseload::site;

namespace {

const Names usual{{"n", "100"}}, large{{"n", "640"}};

// Two fixes, of which the second does better.
Case case_with(const caseload::Headline& declared) {
  Case made;
  made.variants = {{.name = "slow", .headline = declared},
                   {.name = "better", .pace = Pace::fast},
                   {.name = "best", .pace = Pace::fast}};
  return made;
}

VariantResult variant(const std::string& name, const std::string& key, std::int64_t at_usual,
                      std::int64_t at_large) {
  VariantResult made;
  made.name = name;
  for (const char* visit : {"cold", "warm"}) {
    const std::int64_t less = visit[0] == 'w' ? 1 : 0;
    made.observations.push_back({.knobs = usual, .visit = visit, .evidence = {{key, at_usual - less}}});
    made.observations.push_back({.knobs = large, .visit = visit, .evidence = {{key, at_large - less}}});
  }
  return made;
}

CaseResult result_of(const std::string& key) {
  CaseResult made;
  made.variants = {variant("slow", key, 1'000, 6'400), variant("better", key, 50, 60),
                   variant("best", key, 5, 6)};
  for (const char* fast : {"better", "best"})
    made.comparisons.push_back({.slow = "slow",
                                .fast = fast,
                                .knobs = usual,
                                .ratio = Interval{fast[3] == 't' ? 2.0 : 4.0, 1.5, 5},
                                .conclusion = "slower"});
  return made;
}

std::string sentence(const Case& the_case, const CaseResult& result) {
  return verdict_sentence(headline_of(&the_case, result), 0.95);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(headline)

BOOST_AUTO_TEST_CASE(the_declared_measure_comes_first_with_the_fix_that_does_best_and_its_time_follows) {
  BOOST_TEST(
      sentence(case_with({.key = Key::rows}), result_of("rows")) ==
      "With the mistake, the page fetches 1,000 rows; with the fix, it fetches 5 rows, 200 times fewer. "
      "The mistake takes 2.0 times as long as the fix (95 % interval 1.50 to 5.0).");
}

BOOST_AUTO_TEST_CASE(it_is_of_the_size_and_the_visit_that_the_case_declares) {
  BOOST_TEST(
      sentence(case_with({.key = Key::sql, .knobs = {{"n", "640"}}, .when = When::warm}), result_of("sql"))
          .starts_with("On a repeated request, at n = 640: with the mistake, the page runs 6,399 queries; "
                       "with the fix, it runs 5 queries,"));
}

BOOST_AUTO_TEST_CASE(a_time_of_another_size_than_the_counts_says_of_which) {
  BOOST_TEST(
      sentence(case_with({.key = Key::rows, .knobs = {{"n", "640"}}}), result_of("rows"))
          .ends_with(
              "At n = 100, the mistake takes 2.0 times as long as the fix (95 % interval 1.50 to 5.0)."));
}

BOOST_AUTO_TEST_CASE(on_a_trivial_page_it_is_what_the_claims_saw_there) {
  CaseResult result = result_of("sql");
  for (std::size_t each = 0; each < 3; ++each)
    result.variants[each].claims.push_back(
        {.key = "sql", .on_floor = true, .observed = {{.knobs = usual, .value = each == 0 ? 5 : 0}}});
  BOOST_TEST(
      sentence(case_with({.key = Key::sql, .on_floor = true}), result)
          .starts_with("Before the page's own code: with the mistake, the page runs 5 queries; with the fix, "
                       "it runs 0 queries."));
}

BOOST_AUTO_TEST_CASE(a_first_byte_is_the_median_of_many_requests_and_not_that_of_one) {
  CaseResult result = result_of("first-byte");
  const auto median = [](double microseconds) { return Times{{}, {{"p50", microseconds}}}; };
  for (std::size_t each = 0; each < 3; ++each)
    result.variants[each].measurements.push_back(
        {.purpose = "pairs", .knobs = usual, .first_byte = median(each == 0 ? 40'000 : 2'000)});
  BOOST_TEST(sentence(case_with({.key = Key::first_byte}), result)
                 .starts_with("With the mistake, the page sends its first byte after 40 ms; with the fix, it "
                              "sends its first byte after 2 ms, 20"));
}

BOOST_AUTO_TEST_CASE(a_run_that_did_not_measure_it_shows_what_it_has) {
  BOOST_TEST(sentence(case_with({.key = Key::commits}), result_of("sql"))
                 .starts_with("1,000 queries before, 50 after. The mistake takes"));
}

BOOST_AUTO_TEST_CASE(no_gain_is_called_none) {
  CaseResult result = result_of("rows");
  result.variants[1] = variant("better", "rows", 2'000, 2'000);
  result.variants[2] = variant("best", "rows", 2'000, 2'000);
  BOOST_TEST(sentence(case_with({.key = Key::rows}), result).find("No clear gain in this run.") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
