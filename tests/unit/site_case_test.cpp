// What a case's page says of counts, ratios and charts, where a plain reading of the run would mislead.
#include <boost/test/unit_test.hpp>

#include "site-gen/site.hpp"
#include "tests/unit/site_material.hpp"

using namespace caseload;
using tests::contains;
using tests::member;
using tests::SiteMaterial;

namespace {

constexpr const char* id = "20240201T120000Z-abcdef0-load";

// The page of the first case, from a run that `change` altered: result of that case.
template <typename Change>
std::string page_of(Change change, double ratio = 10) {
  SiteMaterial material;
  Value run = tests::run_of(material.slugs(), id, ratio);
  change(member(run, {"cases", "0"}));
  material.write_run(id, run);
  site::build_site(material.options());
  return material.page("cases/case-1/index.html");
}

Value observation(int n, int statements) {
  return Value::object({{"knobs", Value::object({{"n", n}})},
                        {"visit", "cold"},
                        {"status", 200},
                        {"evidence", Value::object({{"sql", statements}})}});
}

void set_statements(Value& result, const char* variant, int at_100, int at_640) {
  Value& observations = member(result, {"variants", variant, "observations"});
  observations = Value(Value::List{observation(100, at_100), observation(640, at_640)});
  member(result, {"variants", variant, "claims"}) = Value::list();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_case)

BOOST_AUTO_TEST_CASE(counts_are_of_a_larger_size_where_the_fix_does_less_only_there) {
  const std::string page = page_of([](Value& result) {
    set_statements(result, "0", 5, 640);
    set_statements(result, "1", 9, 9);
  });
  BOOST_TEST(contains(page, "(95 % interval 9.0 to 11.0). At n = 640: 640 queries before, 9 after."));
}

BOOST_AUTO_TEST_CASE(counts_that_rise_at_every_size_are_told_as_they_are) {
  const std::string page = page_of([](Value& result) {
    set_statements(result, "0", 5, 6);
    set_statements(result, "1", 9, 9);
  });
  BOOST_TEST(contains(page, ": 5 queries before, 9 after."));
}

BOOST_AUTO_TEST_CASE(where_the_counts_are_of_a_repeated_request_so_are_the_statements) {
  const std::string page = page_of([](Value& result) {
    for (const char* variant : {"0", "1"}) {
      Value first = observation(100, 4);
      first.set("digests",
                Value(Value::List{Value::object({{"text", "SELECT of_first_visit"}, {"times", 4}})}));
      Value again = observation(100, variant[0] == '0' ? 4 : 1);
      again.set("visit", "warm");
      again.set("digests", Value(Value::List{Value::object({{"text", "SELECT of_repeated"}, {"times", 1}})}));
      member(result, {"variants", variant, "observations"}) = Value(Value::List{first, again});
      member(result, {"variants", variant, "claims", "0"}).set("warm", true);
    }
  });
  BOOST_TEST(contains(page, ": 4 queries before, 1 after, on a repeated request."));
  BOOST_TEST(contains(page, "One repeated request of each at n = 100"));
  BOOST_TEST(contains(page, "of_repeated"));
  BOOST_TEST(!contains(page, "of_first_visit"));
}

BOOST_AUTO_TEST_CASE(a_ratio_off_1_within_the_noise_says_what_the_noise_was) {
  const std::string page = page_of(
      [](Value& result) {
        member(result, {"comparisons", "0", "noise"}) =
            Value::object({{"median", 0.8}, {"low", 0.7}, {"high", 0.9}});
      },
      1.2);
  BOOST_TEST(contains(page,
                      "No clear difference in time: ratio 1.20 (95 % interval 1.08 to 1.32), where the fix "
                      "against itself came to 0.70 to 0.90"));
}

BOOST_AUTO_TEST_CASE(the_sum_of_the_phases_is_none_of_them) {
  const std::string page = page_of([](Value& result) {
    member(result, {"variants", "0", "observations", "0", "phases"})
        .add(Value::object({{"name", "total"}, {"wall_us", 4000}}));
  });
  BOOST_TEST(contains(page, "Where the time goes"));
  BOOST_TEST(!contains(page, "phase-total"));
}

BOOST_AUTO_TEST_CASE(what_stays_the_same_is_a_row_and_no_chart) {
  const std::string page = page_of([](Value& result) {
    for (const char* curve : {"0", "1"})
      for (const char* point : {"0", "1", "2"})
        member(result, {"growth", curve, "points", point, "value"}) = 7;
  });
  BOOST_TEST(contains(page, "What stays the same"));
  BOOST_TEST(
      contains(page, "Queries as n grows</th><td class=\"number\">7</td><td class=\"number\">7</td>"));
  BOOST_TEST(!contains(page, "id=\"growth-sql-over-n\""));
}

BOOST_AUTO_TEST_CASE(what_grows_for_one_variant_has_its_chart) {
  const std::string page = page_of([](Value&) {});
  BOOST_TEST(contains(page, "id=\"growth-sql-over-n\""));
  BOOST_TEST(!contains(page, "What stays the same"));
}

BOOST_AUTO_TEST_CASE(a_count_that_is_the_same_at_every_size_is_said_once) {
  const std::string page = page_of([](Value& result) {
    Value& observed = member(result, {"variants", "1", "claims", "0", "observed"});
    for (const int n : {10, 40})
      observed.add(Value::object({{"knobs", Value::object({{"n", n}})}, {"value", 1}}));
  });
  BOOST_TEST(
      contains(page, "<b class=\"number\">1</b> <span class=\"muted small\">at each of 3 sizes</span>"));
  BOOST_TEST(contains(page, "<b class=\"number\">101</b> <span class=\"muted small\">n = 100</span>"));
}

BOOST_AUTO_TEST_CASE(a_median_of_too_few_requests_is_not_called_unmeasured) {
  SiteMaterial material;
  Value run = tests::run_of(material.slugs(), id, 10);
  member(run, {"cases", "0", "variants", "0", "measurements", "0", "service_time", "percentiles"}) =
      Value::object({});
  material.write_run(id, run);
  site::build_site(material.options());
  BOOST_TEST(contains(material.page("runs/20240201t120000z-abcdef0-load.html"), "too few requests"));
}

BOOST_AUTO_TEST_SUITE_END()
