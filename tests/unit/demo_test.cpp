// What the Run button does, and what its results lead with.
#include "app/case_pages/demo.hpp"

#include <boost/test/unit_test.hpp>

#include "app/case_pages/meaning.hpp"
#include "app/case_pages/timelines.hpp"
#include "app/case_pages/verdicts.hpp"
#include "app/responses.hpp"
#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "core/measure_words.hpp"
#include "core/text.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

Response listed(const Request& request, Services&) {
  const std::int64_t page = request.knobs.page();
  if (request.format == Format::json)
    return json_response(
        Value::object({{"next", "?page=" + std::to_string(page + 1) + "&after=" + std::to_string(page)}}));
  return html_response("<p>Page " + std::to_string(page) + "</p>");
}

// Needs what the link on the page before says.
Response sought(const Request& request, Services& services) {
  if (request.knobs.page() > 1 && request.knobs.text("after") != std::to_string(request.knobs.page() - 1))
    throw BadRequest("needs after");
  return listed(request, services);
}

Response kept(const Request&, Services&) {
  return html_response("<p>Page</p>").set("ETag", "\"1\"").set("Cache-Control", "no-cache");
}

Response never_kept(const Request&, Services&) {
  return html_response("<p>Page</p>");
}

int counted_requests = 0;

Response counted(const Request&, Services&) {
  ++counted_requests;
  return html_response("<p>Page</p>");
}

struct DemoFixture : test::StackOwners {
  Case the_case{
      .page = "a list",
      .knobs = {page_knob(100), {.name = "after", .type = KnobType::text}},
      .variants = {{.name = "slow", .summary = "all", .run = listed, .headline = Headline{.key = Key::bytes}},
                   {.name = "fast", .pace = Pace::fast, .summary = "some", .run = sought}},
      .demo = {{.title = "first page"}, {.title = "a deep page", .knobs = {{"page", "7"}}}}};

  DemoRun run(const QueryPairs& query) {
    Request request;
    request.knobs = Knobs::parse(the_case.knobs, query);
    return run_demo(owners, request, the_case, false);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(demos, DemoFixture)

BOOST_AUTO_TEST_CASE(every_step_is_sent_to_every_variant_and_a_deep_page_is_reached_by_its_link) {
  const DemoRun demo = run({});
  BOOST_TEST_REQUIRE(demo.steps.size() == 2U);
  BOOST_TEST(demo.steps[0].knobs.query_string() == "page=1");
  BOOST_TEST(demo.steps[1].knobs.query_string() == "page=7&after=6");
  for (const StepRun& step : demo.steps)
    for (const VariantRun& each : step.run.runs) BOOST_TEST(each.status == 200);
  BOOST_TEST(&demo.shown(the_case) == &demo.steps[1]);
  BOOST_TEST(demo.comparison().equal.value());
}

BOOST_AUTO_TEST_CASE(each_variant_runs_once_before_it_is_measured_unless_a_step_is_about_repeated_visits) {
  the_case.knobs = {};
  for (Variant& variant : the_case.variants) variant.run = counted;
  const auto requests_of = [&](const std::vector<DemoStep>& steps) {
    counted_requests = 0;
    the_case.demo = steps;
    const DemoRun demo = run({});
    return std::pair(demo.is_warmed, counted_requests);
  };
  BOOST_TEST((requests_of({}) == std::pair(true, 4)));
  BOOST_TEST((requests_of({{.title = "first visit"}, {.title = "second visit", .when = When::warm}}) ==
              std::pair(false, 4)));
  BOOST_TEST((requests_of({{.title = "first visit", .when = When::warm}}) == std::pair(false, 2)));
}

BOOST_AUTO_TEST_CASE(requests_at_once_are_warmed_too_unless_they_meet_something_that_was_made_cold) {
  the_case.knobs = {};
  for (Variant& variant : the_case.variants) variant.run = counted;
  const auto requests_before = [&](const DemoStep& step) {
    counted_requests = 0;
    the_case.demo = {step};
    BOOST_CHECK_THROW(run({}), std::logic_error);  // this test sends no requests at once
    return counted_requests;
  };
  DemoStep step{.title = "many visitors", .at_once = 8};
  BOOST_TEST(requests_before(step) == 2);
  step.prepare = [](const Request&, Services&) {};
  BOOST_TEST(requests_before(step) == 0);
}

BOOST_AUTO_TEST_CASE(a_step_that_another_visitor_disturbed_is_run_again_but_not_a_first_visit) {
  the_case.knobs = {};
  for (Variant& variant : the_case.variants) variant.run = counted;
  const auto requests_of = [&](When when, std::int64_t expected_bytes) {
    counted_requests = 0;
    the_case.claims = {{"slow", Key::bytes, expected_bytes}};
    the_case.demo = {{.title = "visit", .when = when}};
    const DemoRun demo = run({});
    BOOST_TEST_REQUIRE(demo.steps.front().run.runs[0].claims.size() == 1U);
    BOOST_TEST(demo.steps.front().run.runs[0].claims[0].holds == (expected_bytes == 11));
    return counted_requests - (demo.is_warmed ? 2 : 0);
  };
  BOOST_TEST(requests_of(When::warm, 11) == 2);
  BOOST_TEST(requests_of(When::warm, 12) == 6);
  BOOST_TEST(requests_of(When::any, 12) == 2);
}

BOOST_AUTO_TEST_CASE(each_of_several_mistakes_is_numbered) {
  the_case.demo = {};
  BOOST_TEST(verdicts_model(run({}), the_case).items()->front()["position"].is_null());
  the_case.variants.insert(the_case.variants.begin() + 1, the_case.variants.front());
  the_case.variants[1].name = "other";
  const Value verdicts = verdicts_model(run({}), the_case);
  BOOST_TEST_REQUIRE(verdicts.items()->size() == 2U);
  BOOST_TEST((*verdicts.items())[1]["position"].text_or("") == "Mistake 2 of 2");
}

BOOST_AUTO_TEST_CASE(a_second_measure_that_is_the_time_of_the_request_is_not_shown_twice) {
  the_case.demo = {};
  DemoRun demo = run({});
  const auto second_of = [&](Key key, std::int64_t first_byte_us) {
    the_case.variants[0].headline->second = key;
    for (VariantRun& each : demo.steps.front().run.runs) {
      each.evidence.put(Key::total, 40'000);
      each.evidence.put(Key::first_byte, first_byte_us);
    }
    return verdicts_model(demo, the_case).items()->front()["second"];
  };
  BOOST_TEST(second_of(Key::first_byte, 40'000).is_null());
  BOOST_TEST(second_of(Key::first_byte, 10'000)["before"].text_or("") == "10 ms");
  BOOST_TEST(second_of(Key::sql, 40'000)["before"].text_or("") == "0");
}

BOOST_AUTO_TEST_CASE(what_both_counts_include_is_said_if_the_case_claims_it_of_both) {
  the_case.demo = {};
  the_case.variants[0].headline->key = Key::sql;
  const auto in_both = [&](const Formula& slow, const Expectation& fast) {
    the_case.claims = {{"slow", Key::sql, slow}, {"fast", Key::sql, fast}};
    return std::string(verdicts_model(run({}), the_case).items()->front()["in_both"].text_or("nothing"));
  };
  const Formula cleaned = Formula(0).remark("1 to clean up");
  BOOST_TEST(in_both(cleaned, cleaned) == "1 to clean up");
  BOOST_TEST(in_both(cleaned, Formula(0).remark("2 to clean up")) == "nothing");
  BOOST_TEST(in_both(cleaned, at_most(cleaned)) == "nothing");
  BOOST_TEST(in_both(0, Formula(0)) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_knob_that_the_visitor_chose_is_not_replaced) {
  const DemoRun demo = run({{"page", "3"}});
  BOOST_TEST_REQUIRE(demo.steps.size() == 1U);
  BOOST_TEST(demo.steps[0].knobs.query_string() == "page=3&after=2");
  BOOST_TEST(demo.steps[0].title.empty());
}

BOOST_AUTO_TEST_CASE(a_returning_browser_sends_its_validators) {
  the_case.knobs = {};
  the_case.variants[0].run = never_kept;
  the_case.variants[0].headline->when = When::revisit;
  the_case.variants[1].run = kept;
  the_case.demo = {{.title = "first visit"}, {.title = "second visit", .when = When::revisit}};
  const DemoRun demo = run({});
  BOOST_TEST_REQUIRE(demo.steps.size() == 2U);
  BOOST_TEST(demo.steps[1].run.runs[0].status == 200);
  BOOST_TEST(demo.steps[1].run.runs[1].status == 304);
  const Value verdicts = verdicts_model(demo, the_case);
  const Value& verdict = verdicts.items()->front();
  BOOST_TEST(verdict["sentence"].text_or("") ==
             "Second visit: with the mistake, the page sends 11 B in the body; with the fix, it sends 0 B in "
             "the body.");
  BOOST_TEST(verdict["before_percent"].text_or("") == "100.00");
  BOOST_TEST(verdict["after_percent"].text_or("") == "0.00");
}

BOOST_AUTO_TEST_CASE(a_step_with_several_requests_at_once_is_their_sum_and_a_timeline) {
  the_case.variants[0].headline->when = When::at_once;
  the_case.claims = {{"slow", Key::bytes, 11 * requests_at_once(), When::at_once}, {"slow", Key::sql, 0}};
  the_case.demo = {{.title = "one"}, {.title = "many", .at_once = 8}};
  AtOnce at_once(3, [this] { return make_more(); });
  Request request;
  request.knobs = Knobs::parse(the_case.knobs, {});
  const DemoRun demo = run_demo(owners, request, the_case, false, &at_once);
  BOOST_TEST_REQUIRE(demo.steps.size() == 2U);
  BOOST_TEST(demo.steps[1].requests == 3);
  BOOST_TEST(demo.steps[1].run.equal.value());
  const VariantRun& slow = demo.steps[1].run.runs[0];
  BOOST_TEST(slow.requests.size() == 3U);
  BOOST_TEST(slow.evidence.get(Key::bytes).value() == 3 * 13);
  BOOST_TEST_REQUIRE(slow.claims.size() == 1U);
  BOOST_TEST(slow.claims[0].expected == 33);
  BOOST_TEST(!slow.claims[0].holds);
  const Value verdicts = verdicts_model(demo, the_case);
  BOOST_TEST(verdicts.items()->front()["where"].text_or("") == "Many, 3 requests at once");
  const Value timelines = timelines_model(demo.steps[1]);
  BOOST_TEST(timelines["charts"].items()->size() == 2U);
  BOOST_TEST(timelines["charts"].items()->front()["rows"].items()->size() == 3U);
  BOOST_TEST(timelines_model(demo.steps[0]).is_null());
  BOOST_CHECK_THROW(run_demo(owners, request, the_case, false), std::logic_error);
}

BOOST_AUTO_TEST_CASE(only_a_step_with_requests_at_once_can_prepare_them) {
  the_case.variants[0].labels = {{.name = "pagination"}};
  the_case.demo = {{.title = "one", .prepare = [](const Request&, Services&) {}}};
  BOOST_CHECK_THROW(check(the_case), std::logic_error);
  the_case.demo[0].at_once = 2;
  BOOST_CHECK_NO_THROW(check(the_case));
  the_case.demo[0].when = When::revisit;
  BOOST_CHECK_THROW(check(the_case), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_measure_that_was_not_taken_is_named) {
  the_case.variants[0].headline->key = Key::rows_examined;  // by probes only
  const Value verdicts = verdicts_model(run({}), the_case);
  const Value& verdict = verdicts.items()->front();
  BOOST_TEST(verdict["not_measured"].text_or("") ==
             "Rows examined of slow: not measured, since probes are switched off here");
}

BOOST_AUTO_TEST_CASE(a_demo_must_show_the_headline) {
  the_case.variants[0].labels = {{.name = "pagination"}};
  the_case.variants[0].headline->knobs = {{"page", "7"}};
  BOOST_CHECK_NO_THROW(check(the_case));
  the_case.variants[0].headline->knobs = {{"page", "8"}};
  BOOST_CHECK_EXCEPTION(check(the_case), std::logic_error, [](const std::logic_error& error) {
    return std::string(error.what()).ends_with("no step of the demo shows the headline measure of slow");
  });
}

BOOST_AUTO_TEST_CASE(measures_are_put_in_words) {
  BOOST_TEST(deed_text(Key::sql, 1) == "runs 1 query");
  BOOST_TEST(deed_text(Key::rows_examined, 50'000) == "makes the database read 50,000 rows");
  BOOST_TEST(deed_text(Key::mem_peak_app, 37'800'000) == "holds up to 37.8 MB in memory");
  BOOST_TEST(gain_text(Key::sql, 101, 1) == "101 times fewer");
  BOOST_TEST(gain_text(Key::bytes, 33'900, 0) == "down to zero");
  BOOST_TEST(gain_text(Key::sql, 2, 2) == "");
  BOOST_TEST(comparison_text("Second visit", Key::sql, 101, 1) ==
             "Second visit: with the mistake, the page runs 101 queries; with the fix, it runs 1 query, 101 "
             "times fewer.");
  BOOST_TEST(comparison_text("", Key::sql, 2, 2) ==
             "With the mistake, the page runs 2 queries; with the fix, it runs 2 queries. No clear gain in "
             "this run.");
  BOOST_TEST(share_text(0, 800'000) == "0.00");
  BOOST_TEST(share_text(22, 800'000) == "0.01");  // a bar that is not zero is seen
  BOOST_TEST(share_text(400'000, 800'000) == "50.00");
  BOOST_TEST(gain_text(Key::first_byte, 1'400, 1'000) == "");  // a single run can't show it
  BOOST_TEST(gain_text(Key::first_byte, 572'000, 1'000) == "572 times sooner");
  const Value meaning = meaning_of(Key::sql, 500, 1);
  BOOST_TEST(meaning["before"]["text"].text_or("") == "250 ms");  // at 0.5 ms
  BOOST_TEST(meaning["before"]["factor"].text_or("") == "500000");
  BOOST_TEST(meaning_of(Key::bytes, 37'500'000, 0)["before"]["text"].text_or("") == "30 s");  // at 10 Mbit/s
  BOOST_TEST(meaning_of(Key::tmp_table, 1, 0).is_null());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
