// Throughput over the number of requests at once, as a chart and a table.
#include <boost/test/unit_test.hpp>

#include "core/case.hpp"
#include "site-gen/draw/figures.hpp"
#include "site-gen/read/headline_words.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using namespace caseload::site;
using tests::contains;

namespace {

Measurement measured(std::int64_t users, double rate, std::int64_t errors = 0,
                     const std::string& purpose = "at-once") {
  return {.purpose = purpose, .users = users, .errors = errors, .throughput_per_second = rate};
}

VariantResult result_of(const std::string& name, std::vector<Measurement> measurements) {
  VariantResult result;
  result.name = name;
  result.measurements = std::move(measurements);
  return result;
}

Case two_variants() {
  return {.variants = {{.name = "slow", .pace = Pace::slow}, {.name = "fast", .pace = Pace::fast}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_at_once)

BOOST_AUTO_TEST_CASE(each_variant_is_a_line_over_the_number_of_requests_at_once) {
  CaseResult result;
  result.variants = {result_of("slow", {measured(8, 151, 3), measured(1, 140), measured(4, 149.4),
                                        measured(8, 9, 0, "capacity")}),
                     result_of("fast", {measured(1, 180), measured(4, 420), measured(8, 612)})};
  const auto figure = at_once_figure(two_variants(), result);
  BOOST_TEST_REQUIRE(figure.has_value());
  BOOST_TEST((figure->head ==
              std::vector<std::string>{"Variant", "1 at a time", "4 at once", "8 at once", "errors"}));
  BOOST_TEST((figure->rows == std::vector<std::vector<std::string>>{
                                  {"slow", "140 a second", "149 a second", "151 a second", "3"},
                                  {"fast", "180 a second", "420 a second", "612 a second", "0"}}));
  BOOST_TEST(contains(figure->note, "fast: 180 a second, 1 at a time; 612 a second, 8 at once."));
  BOOST_TEST(contains(figure->svg, ">requests at once</text>"));
}

BOOST_AUTO_TEST_CASE(a_case_of_requests_at_once_leads_with_the_rates_at_the_most_requests) {
  Case the_case = two_variants();
  CaseResult result;
  result.variants = {result_of("slow", {measured(8, 151), measured(1, 140), measured(16, 150)}),
                     result_of("fast", {measured(1, 180), measured(8, 612)})};
  BOOST_TEST(verdict_sentence(headline_of(&the_case, result), 0.95) == "Not measured yet.");
  the_case.variants[0].headline = caseload::Headline{.key = Key::row_lock_waits, .when = When::at_once};
  BOOST_TEST(
      verdict_sentence(headline_of(&the_case, result), 0.95) ==
      "With 8 requests at once: 151 requests a second with the mistake, 612 with the fix. Time was not "
      "measured.");
}

BOOST_AUTO_TEST_CASE(counts_of_requests_at_once_lead_instead_of_their_rates) {
  Case the_case = two_variants();
  the_case.variants[0].headline = caseload::Headline{.key = Key::row_lock_waits, .when = When::at_once};
  CaseResult result;
  result.variants = {result_of("slow", {measured(8, 151)}), result_of("fast", {measured(8, 612)})};
  const auto together = [](std::int64_t requests, std::int64_t waits) {
    return CountsAtOnce{{{"n", "40"}}, requests, {{"sql", 16}, {"row-lock-waits", waits}}};
  };
  // The same key, of single requests.
  for (VariantResult& each : result.variants)
    each.observations = {{.knobs = {{"n", "40"}}, .visit = "cold", .evidence = {{"row-lock-waits", 0}}}};
  result.variants[0].counts_at_once = together(6, 5);
  result.variants[1].counts_at_once = together(6, 0);
  const auto headline = headline_of(&the_case, result);
  BOOST_TEST(counts_title(headline) == "waits for locked rows, 6 requests at once");
  BOOST_TEST(!headline.warm);
  BOOST_TEST((headline.before == 5 && headline.after == 0));
  BOOST_TEST(verdict_sentence(headline, 0.95) ==
             "6 requests at once, counted together: with the mistake, the page has 5 waits for a locked row; "
             "with the fix, "
             "it has 0 waits for a locked row. Time was not measured.");
  result.variants[1].counts_at_once.reset();
  BOOST_TEST(!headline_of(&the_case, result).before.has_value());
}

BOOST_AUTO_TEST_CASE(a_claim_about_requests_at_once_is_no_claim_about_one) {
  Case the_case = two_variants();
  the_case.claims = {{"slow", Key::commits, 3}, {"slow", Key::sql, 4}};
  CaseResult result;
  result.variants = {result_of("slow", {}), result_of("fast", {})};
  for (VariantResult& each : result.variants)
    each.claims = {{.key = "commits",
                    .formula = "3",
                    .relation = "equals",
                    .at_once = true,
                    .observed = {{{}, 24, true}}},
                   {.key = "sql", .formula = "4", .relation = "equals", .observed = {{{}, 4, true}}}};
  const auto headline = headline_of(&the_case, result);
  BOOST_TEST(headline.key == "sql");
}

BOOST_AUTO_TEST_CASE(what_was_not_measured_is_said) {
  CaseResult result;
  result.variants = {result_of("slow", {measured(1, 140), measured(8, 151)}),
                     result_of("fast", {measured(1, 180)})};
  const auto figure = at_once_figure(two_variants(), result);
  BOOST_TEST_REQUIRE(figure.has_value());
  BOOST_TEST(figure->rows[1][2] == "not measured");
}

BOOST_AUTO_TEST_CASE(a_run_with_one_number_of_users_has_no_such_chart) {
  CaseResult result;
  result.variants = {result_of("slow", {measured(8, 151), measured(4, 99, 0, "capacity")})};
  BOOST_TEST(!at_once_figure(two_variants(), result).has_value());
  BOOST_TEST(!at_once_figure(two_variants(), CaseResult{}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
