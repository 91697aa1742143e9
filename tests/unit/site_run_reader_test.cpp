// What the site generator reads of a run file, value by value, and what it says of values that are none.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "io/json/json_document.hpp"
#include "site-gen/read/run_reader.hpp"

namespace caseload::site {
namespace {

Run read(const std::string& members, Reading reading = Reading::in_full) {
  io::JsonDocument parser;
  return read_run(parser, R"({"schema": 1, "id": "r", )" + members + "}", "r", reading);
}

Run run_with_variant(const std::string& members, Reading reading = Reading::in_full) {
  return read(R"("cases": [{"slug": "a", "variants": [{"name": "slow", )" + members + "}]}]", reading);
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "; ") + line;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_run_reader)

BOOST_AUTO_TEST_CASE(what_a_file_does_not_say_is_neither_true_nor_a_number) {
  const Run run =
      read(R"("settings": {}, "generator": {}, "cases": [{"slug": "a", "variants": [{"name": "slow",
      "measurements": [{}], "observations": [{"digests": [{}], "phases": [{}]}],
      "claims": [{"observed": [{"value": 0}]}]}], "comparisons": [{"pairs": [{}, {"used": true}]}], "equality": [{}]}])");
  BOOST_TEST(text_of(run.problems) == "");
  BOOST_TEST(!run.quick);
  BOOST_TEST(run.doubts.empty());
  BOOST_TEST(!run.of_some_cases);
  BOOST_TEST((!run.requests && !run.errors && !run.confidence && !run.generator_cpu_share && !run.seed));
  const CaseResult& result = run.cases.at(0);
  const VariantResult& variant = result.variants.at(0);
  BOOST_TEST((!variant.measurements.at(0).requests && !variant.measurements.at(0).service_time));
  BOOST_TEST(!variant.observations.at(0).digests.at(0).write);
  BOOST_TEST(!variant.observations.at(0).phases.at(0).wall_us);
  BOOST_TEST(!variant.claims.at(0).warm);
  BOOST_TEST(!variant.claims.at(0).on_floor);
  BOOST_TEST(variant.claims.at(0).observed.at(0).value == 0);
  BOOST_TEST(!variant.claims.at(0).observed.at(0).holds);
  BOOST_TEST(result.comparisons.at(0).pairs == 2);
  BOOST_TEST(result.comparisons.at(0).pairs_used == 1);
  BOOST_TEST(!result.equality.at(0).equal);
}

BOOST_AUTO_TEST_CASE(the_counts_of_requests_at_once_are_apart_from_those_of_single_ones) {
  for (const Reading reading : {Reading::in_full, Reading::for_history}) {
    const Run run = run_with_variant(
        R"("at_once": {"knobs": {"n": 40}, "requests": 8, "evidence": {"rebuilds": 7}}, "observations": [],
        "claims": [{"key": "rebuilds", "at_once": true}, {"key": "rebuilds"}])",
        reading);
    BOOST_TEST(text_of(run.problems) == "");
    const VariantResult& variant = run.cases.at(0).variants.at(0);
    BOOST_TEST_REQUIRE(variant.counts_at_once.has_value());
    BOOST_TEST(variant.counts_at_once->requests == 8);
    BOOST_TEST((variant.counts_at_once->knobs == Names{{"n", "40"}}));
    BOOST_TEST((variant.counts_at_once->count("rebuilds") == 7 && !variant.counts_at_once->count("sql")));
    BOOST_TEST((variant.claims.at(0).at_once && !variant.claims.at(1).at_once));
  }
  for (const char* requests : {"", R"("requests": 1,)", R"("requests": "8",)"}) {
    const Run run =
        run_with_variant(std::string(R"("at_once": {)") + requests + R"("evidence": {"rebuilds": 7}})");
    BOOST_TEST(run.problems.size() >= 1, requests);
    BOOST_TEST(!run.cases.at(0).variants.at(0).counts_at_once.has_value(), requests);
  }
}

BOOST_AUTO_TEST_CASE(a_value_out_of_its_bounds_is_named_and_one_at_its_bound_is_not) {
  const std::vector<std::pair<const char*, const char*>> expected = {
      {R"("requests": 0)", ""},
      {R"("requests": -1)", "requests: is negative"},
      {R"("requests": 1.5)", "requests: is not a whole number"},
      {R"("requests": null)", "requests: is null"},
      {R"("kind": 7)", "kind: is not a string"},
      {R"("quick": 1)", "quick: is neither true nor false"},
      {R"("machine": [])", "machine: is not an object"},
      {R"("notes": "a")", "notes: is not a list"},
      {R"("notes": ["a", 7])", "notes: contains something that is not a string"},
      {R"("generator": {"cpu_share": 0})", ""},
      {R"("generator": {"cpu_share": -0.1})", "generator.cpu_share: is negative"},
      {R"("settings": {"confidence": 0.01})", ""},
      {R"("settings": {"confidence": 0})", "settings.confidence: is not above 0"},
      {R"("error_kinds": [{"count": 1}, {"count": -1}])", "error_kinds[1].count: is negative"},
      {R"("cases": [{"slug": "a"}, {"slug": "A b"}])", "cases[1].slug: is not a valid slug"},
      {R"("cases": [{"slug": "a"}, {"slug": "a"}])", "cases[1].slug: occurs twice"},
      {R"("cases": [{"slug": "a", "variants": [{}]}])", "cases[0].variants[0].name: is missing"},
      {R"("cases": [{"slug": "a", "variants": [{"name": "b"}, {"name": "b"}]}])",
       "cases[0].variants[1].name: occurs twice"},
      {R"("cases": [{"slug": "a", "growth": [{"points": [{"size": 0, "value": 1}]}]}])",
       "cases[0].growth[0].points[0].size: is not above 0"},
      {R"("cases": [{"slug": "a", "growth": [{"points": [{"size": 0.1, "value": 0}]}]}])", ""},
      {R"("cases": [{"slug": "a", "growth": [{"points": [{"size": 1, "value": -1}]}]}])",
       "cases[0].growth[0].points[0].value: is negative"},
      {R"("cases": [{"slug": "a", "interventions": [{"name": "b"}]}])",
       "cases[0].interventions[0].title: is missing"}};
  for (const auto& [members, problem] : expected) BOOST_TEST(text_of(read(members).problems) == problem);
}

BOOST_AUTO_TEST_CASE(a_confidence_is_a_share_below_1) {
  BOOST_TEST(read(R"("settings": {"confidence": 0.95})").confidence.value_or(0) == 0.95);
  BOOST_TEST(!read(R"("settings": {"confidence": 1})").confidence);
  BOOST_TEST(read(R"("settings": {"cases": ["a"]})").of_some_cases);
}

BOOST_AUTO_TEST_CASE(an_interval_is_three_positive_numbers_in_their_order) {
  const auto is_read = [](const std::string& ratio) {
    const Run run = read(R"("cases": [{"slug": "a", "comparisons": [{"ratio": )" + ratio + "}]}]");
    return run.cases.at(0).comparisons.at(0).ratio.has_value();
  };
  for (const char* good : {R"({"median": 2, "low": 2, "high": 2})", R"({"median": 2, "low": 1, "high": 3})"})
    BOOST_TEST(is_read(good), good);
  for (const char* bad :
       {R"({"median": 2, "low": 2.1, "high": 3})", R"({"median": 2, "low": 1, "high": 1.9})",
        R"({"median": 2, "low": 0, "high": 3})", R"({"median": 2, "low": 1})", "{}"})
    BOOST_TEST(!is_read(bad), bad);
}

BOOST_AUTO_TEST_CASE(memory_is_rounded_to_whole_gibibytes) {
  const auto memory = [](const char* bytes) {
    return read(R"("machine": {"memory_bytes": )" + std::string(bytes) + "}").machine.at(0).second;
  };
  BOOST_TEST(memory("1610612735") == "1 GiB");
  BOOST_TEST(memory("1610612736") == "2 GiB");
}

BOOST_AUTO_TEST_CASE(a_histogram_has_rising_buckets_of_up_to_a_day) {
  const auto is_usable = [](const std::string& buckets, const std::string& bits = "7") {
    const Run run = run_with_variant(R"("measurements": [{"purpose": "pairs", "service_time": {"histogram":
        {"precision_bits": )" + bits +
                                     R"(, "buckets": )" + buckets + "}}}]");
    const bool is_read = run.cases.at(0).variants.at(0).measurements.at(0).service_time.has_value();
    BOOST_TEST(is_read == run.problems.empty(), buckets << ": " << text_of(run.problems));
    return is_read;
  };
  for (const char* good : {"[[0, 1]]", "[[1, 1], [2, 1]]", "[[86400000000, 1]]", "[[1, 86400000000]]",
                           "[[0, 3], [7, 2], [9, 1]]"})
    BOOST_TEST(is_usable(good), good);
  for (const char* bad : {"[[-1, 1]]", "[[86400000001, 1]]", "[[1, 0]]", "[[1, -1]]", "[[1, 86400000001]]",
                          "[[1, 1], [1, 1]]", "[[2, 1], [1, 1]]", "[[1, 1], 7]", "[[1, 1], [2]]", "7"})
    BOOST_TEST(!is_usable(bad), bad);
  BOOST_TEST(is_usable("[[1, 1]]", "1"));
  BOOST_TEST(!is_usable("[[1, 1]]", "0"));
}

BOOST_AUTO_TEST_CASE(samples_of_memory_are_in_the_order_of_time) {
  const Run run =
      run_with_variant(R"("observations": [{"memory": [{"at_us": 5, "app": 1}, {"at_us": 5, "app": 2},
      {"at_us": 4, "app": 3}, {"app": 4}, {"at_us": 6, "render": 7, "driver": 8}]}])");
  BOOST_TEST(text_of(run.problems) ==
             "cases[0].variants[0].observations[0].memory[2].at_us: goes back; "
             "cases[0].variants[0].observations[0].memory[3].at_us: is missing");
  const std::vector<MemorySample>& memory = run.cases.at(0).variants.at(0).observations.at(0).memory;
  BOOST_TEST(memory.size() == 3U);
  BOOST_TEST(memory.at(1).app.value_or(0) == 2);
  BOOST_TEST(
      (memory.at(2).at_us == 6 && !memory.at(2).app && memory.at(2).render == 7 && memory.at(2).driver == 8));
}

BOOST_AUTO_TEST_CASE(points_of_a_curve_are_in_the_order_of_size) {
  const Run run = read(R"("cases": [{"slug": "a", "growth": [{"key": "sql", "points": [
      {"at": "x4", "size": 4, "value": 7}, {"at": 1, "size": 1, "value": 5}]}]}])");
  const Curve& curve = run.cases.at(0).growth.at(0);
  BOOST_TEST((curve.points.at(0).at == "1" && curve.points.at(0).value == 5));
  BOOST_TEST((curve.points.at(1).at == "x4" && curve.points.at(1).value == 7));
}

BOOST_AUTO_TEST_CASE(a_history_needs_no_histograms_growth_or_queries) {
  const std::string members = R"("measurements": [{"purpose": "pairs", "requests": 3, "service_time":
      {"histogram": 7, "percentiles": {"p50": 0, "p99": -1}}}], "observations": [{"digests": 7}])";
  const Run run = run_with_variant(members, Reading::for_history);
  BOOST_TEST(text_of(run.problems) ==
             "cases[0].variants[0].measurements[0].service_time.percentiles.p99: is negative");
  const Measurement& measured = run.cases.at(0).variants.at(0).measurements.at(0);
  BOOST_TEST(measured.service_time.value().percentiles.size() == 1U);
  BOOST_TEST(!measured.requests);
  BOOST_TEST(!run_with_variant(members).cases.at(0).variants.at(0).measurements.at(0).service_time);
}

BOOST_AUTO_TEST_CASE(what_is_no_run_says_why) {
  const auto refusal = [](const std::string& json) -> std::string {
    io::JsonDocument parser;
    try {
      read_run(parser, json, "r");
    } catch (const UnusableRun& error) {
      return error.what();
    }
    return "read";
  };
  BOOST_TEST(refusal("[]") == "is not a JSON object");
  BOOST_TEST(refusal("{}") == "has no schema version");
  BOOST_TEST(refusal(R"({"schema": "1"})") == "has no schema version");
  BOOST_TEST(refusal(R"({"schema": 2})") == "has schema version 2; this program reads version 1");
  BOOST_TEST(refusal(R"({"schema": 1})") == "read");
  BOOST_TEST(refusal("{").starts_with("is not JSON: "));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::site
