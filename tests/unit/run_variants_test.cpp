// Runs of cases in which one variant refuses a request that the other serves.
#include "app/case_pages/run_variants.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "app/case_pages/memory_chart.hpp"
#include "app/case_pages/results.hpp"
#include "app/responses.hpp"
#include "io/json/json.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

Response page(const Request&, Services&) {
  return html_response("<p>Page</p>");
}

Response other_page(const Request&, Services&) {
  return html_response("<p>Other page</p>");
}

Response created(const Request&, Services&) {
  Response response = html_response("<p>Page</p>");
  response.status = 201;
  return response;
}

Response dated(const Request&, Services&) {
  return html_response("<p>Page</p>")
      .set("ETag", "\"1\"")
      .set("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
}

Response to_be_asked_about(const Request& request, Services& services) {
  return dated(request, services).set("Cache-Control", "no-cache");
}

template <std::size_t size>
Response streamed(const Request&, Services&) {
  Response response = html_response("");
  response.producer = [](Sink& sink) {
    sink.write("<p>");
    sink.flush();
    sink.write(std::string(size, 'x'));
  };
  return response;
}

Response by_format(const Request& request, Services& services) {
  return services.page("hard_negative", "Title",
                       Value::object({{"format", request.format == Format::json ? "json" : "html"}}));
}

template <int status>
Response refuse(const Request&, Services&) {
  throw HttpError(status, "not for <you>");
}

using Handler = Response (*)(const Request&, Services&);

struct RunFixture : test::StackOwners {
  Case the_case{.variants = {{.name = "slow", .run = page}, {.name = "fast", .run = page}}};

  CaseRun run(Handler slow, Handler fast) {
    the_case.variants[0].run = slow;
    the_case.variants[1].run = fast;
    return run_variants(owners, Request{}, the_case, false);
  }
  std::string page_of(const CaseRun& run) {
    Value results = results_model(DemoRun{{{.knobs = {}, .run = run}}}, the_case, "");
    return owners.templates.render("case_results", Value::object({{"results", std::move(results)}}));
  }
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(running_variants, RunFixture)

BOOST_AUTO_TEST_CASE(variants_that_all_respond_are_compared) {
  const CaseRun both = run(page, page);
  BOOST_TEST(both.equal.value());
  BOOST_TEST(both.reason.empty());
  BOOST_TEST(contains(page_of(both), "data-verdict=\"equal\""));
}

BOOST_AUTO_TEST_CASE(variants_with_different_bodies_or_statuses_are_unequal) {
  for (const auto& [slow, fast] : std::vector<std::pair<Handler, Handler>>{{page, other_page},
                                                                           {other_page, page},
                                                                           {page, created},
                                                                           {created, page},
                                                                           {streamed<3>, streamed<4>},
                                                                           {page, streamed<3>}}) {
    const CaseRun each = run(slow, fast);
    BOOST_TEST_REQUIRE(each.equal.has_value());
    BOOST_TEST(!*each.equal);
    BOOST_TEST(each.reason.empty());
    BOOST_TEST(contains(page_of(each), "data-verdict=\"unequal\""));
    BOOST_TEST(!document_of(each, the_case, Knobs{})["equal"].boolean()[0]);
  }
  BOOST_TEST(run(streamed<3>, streamed<3>).equal.value());
  BOOST_TEST(run(created, created).equal.value());
}

BOOST_AUTO_TEST_CASE(a_third_variant_counts_as_well) {
  the_case.variants.push_back({.name = "third", .run = other_page});
  BOOST_TEST(!run(page, page).equal.value());
}

BOOST_AUTO_TEST_CASE(what_the_visitor_has_already_is_run_all_the_same) {
  the_case.variants[0].run = dated;
  the_case.variants[1].run = dated;
  for (const auto& header : std::vector<NameValue>{{"if-none-match", "\"1\""},
                                                   {"if-none-match", "*"},
                                                   {"if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                                   {"if-match", "\"2\""}}) {
    Request request;
    request.headers = {header};
    request.format = Format::json;
    const CaseRun each = run_variants(owners, request, the_case, false);
    BOOST_TEST(each.equal.value());
    for (const VariantRun& one : each.runs) {
      BOOST_TEST(one.status == 200);
      BOOST_TEST(one.body_sha256 == run(page, page).runs.front().body_sha256);
      the_case.variants[0].run = dated;
      the_case.variants[1].run = dated;
    }
  }
}

BOOST_AUTO_TEST_CASE(a_visit_again_sends_the_validators_if_the_page_must_be_revalidated) {
  const CaseRun kept = run(to_be_asked_about, dated);
  BOOST_TEST(kept.runs[0].revisit.size() == 2U);
  BOOST_TEST(kept.runs[1].revisit.empty());
  BOOST_TEST(run_again(owners, Request{}, the_case, kept.runs[0], false).status == 304);
  BOOST_TEST(run_again(owners, Request{}, the_case, kept.runs[1], false).status == 200);
}

BOOST_AUTO_TEST_CASE(variants_are_compared_as_HTML_and_the_claims_see_JSON) {
  Request request;
  request.format = Format::json;
  the_case.variants[0].run = by_format;
  the_case.variants[1].run = by_format;
  const CaseRun both = run_variants(owners, request, the_case, false);
  request.format = Format::html;
  BOOST_TEST(both.runs[0].body_sha256 == run_variants(owners, request, the_case, false).runs[0].body_sha256);
  BOOST_TEST(data_of(owners, request, the_case, the_case.variants[0])["format"].text_or("") == "json");
}

BOOST_AUTO_TEST_CASE(what_can_not_be_compared_says_why) {
  the_case.unequal_because = "the response comes before the work";
  const CaseRun each = run(page, other_page);
  BOOST_TEST(!each.equal.has_value());
  BOOST_TEST(each.reason == "the response comes before the work");
  BOOST_TEST(document_of(each, the_case, Knobs{})["equal"].is_null());
  BOOST_TEST(contains(page_of(each), "data-verdict=\"not-compared\""));
}

BOOST_AUTO_TEST_CASE(a_failure_of_one_variant_ends_the_run) {
  for (const Handler fails : {Handler(refuse<500>), Handler(refuse<503>)})
    BOOST_CHECK_THROW(run(page, fails), HttpError);
  BOOST_TEST(run(refuse<499>, page).runs[0].refusal.has_value());
}

BOOST_AUTO_TEST_CASE(a_variant_that_can_t_take_the_knobs_is_not_compared) {
  for (const CaseRun& each : {run(page, refuse<400>), run(refuse<400>, page)}) {
    BOOST_TEST(!each.equal.has_value());
    BOOST_TEST(contains(each.reason, " refused with 400: not for <you>"), each.reason);
    BOOST_TEST(contains(page_of(each), "data-verdict=\"not-compared\""));
  }
}

BOOST_AUTO_TEST_CASE(a_variant_that_lets_in_or_refuses_other_visitors_than_the_rest_is_unequal) {
  constexpr Handler refusals[] = {refuse<401>, refuse<403>, refuse<404>, refuse<429>};
  for (const Handler refuses : refusals) {
    for (const CaseRun& each : {run(page, refuses), run(refuses, page)}) {
      BOOST_TEST(each.equal.has_value());
      BOOST_TEST(!each.equal.value_or(true));
      BOOST_TEST(contains(each.reason, " refused with 4"), each.reason);
      const std::string page = page_of(each);
      BOOST_TEST(contains(page, "data-verdict=\"unequal\""));
      BOOST_TEST(contains(page, ": not for &lt;you&gt;"), page);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_all_variants_refuse_is_refused) {
  BOOST_CHECK_EXCEPTION(run(refuse<403>, refuse<403>), HttpError,
                        [](const HttpError& error) { return error.status == 403; });
}

BOOST_AUTO_TEST_CASE(a_trivial_page_that_is_refused_says_why) {
  the_case.variants[0].floor = refuse<403>;
  the_case.variants[1].floor = page;
  const CaseRun floors = run(page, page);
  BOOST_TEST(floors.equal.value());
  const Value document = document_of(floors, the_case, Knobs{});
  const Value::List& variants = *document["variants"].items();
  BOOST_TEST(variants[0]["floor"]["status"].integer_or(0) == 403);
  BOOST_TEST(variants[0]["floor"]["reason"].text_or("") == "not for <you>");
  BOOST_TEST(variants[0]["floor"].find("evidence") == nullptr);
  BOOST_TEST(variants[1]["floor"]["status"].integer_or(0) == 200);
  BOOST_TEST(variants[1]["floor"]["evidence"]["sql"].integer_or(-1) == 0);
  BOOST_TEST(variants[1]["floor"].find("reason") == nullptr);
  const std::string page = page_of(floors);
  BOOST_TEST(contains(page, "<p>Refused with 403: not for &lt;you&gt;</p>"), page);
  BOOST_TEST(contains(page, "0 queries, 0 of them writes"), page);
}

Evidence evidence_of(std::initializer_list<std::pair<Key, std::int64_t>> values) {
  Evidence evidence;
  for (const auto& [key, value] : values) evidence.put(key, value);
  return evidence;
}

Value& member_named(Value& object, std::string_view name) {
  return std::find_if(object.members()->begin(), object.members()->end(),
                      [&](const Value::Member& each) { return each.first == name; })
      ->second;
}

// What the page of a case shows of a run, from a run whose numbers are all different.
struct ShownRun {
  Case the_case{.knobs = {{.name = "n", .initial = 7, .minimum = 1, .maximum = 9}},
                .variants = {{.name = "slow", .pace = Pace::slow, .summary = "as it was", .run = page},
                             {.name = "fast", .pace = Pace::fast, .run = page, .method = Method::post},
                             {.name = "third", .pace = Pace::fast, .run = page}},
                .slug = "a-case"};
  CaseRun run;

  ShownRun() {
    run.runs.push_back({.variant = &the_case.variants[0],
                        .status = 200,
                        .location = "/jobs/x1/5",
                        .body_sha256 = "0123456789abcdef",
                        .evidence = evidence_of({{Key::total, 12'340},
                                                 {Key::sql, 8},
                                                 {Key::rows, 90},
                                                 {Key::bytes, 10'000},
                                                 {Key::cache_get, 5},
                                                 {Key::cache_hit, 3},
                                                 {Key::cache_miss, 2},
                                                 {Key::cache_set, 1},
                                                 {Key::mem_peak, 9'999},
                                                 {Key::mem_peak_app, 12'345},
                                                 {Key::mem_peak_render, 10'000'000},
                                                 {Key::mem_peak_driver, 1}}),
                        .trace = trace("true")});
    run.runs.push_back({.variant = &the_case.variants[1],
                        .status = 200,
                        .body_sha256 = "0123456789abcdef",
                        .evidence = evidence_of({{Key::total, 1'234},
                                                 {Key::sql, 1},
                                                 {Key::rows, 9},
                                                 {Key::bytes, 9'999'999},
                                                 {Key::cache_miss, 1},
                                                 {Key::cache_set, 1}}),
                        .trace = trace("false")});
    run.runs.push_back(
        {.variant = &the_case.variants[2], .status = 400, .refusal = HttpError(400, "no such page")});
    run.floors.push_back(
        {.variant = &the_case.variants[0],
         .status = 200,
         .evidence = evidence_of({{Key::sql, 4}, {Key::sql_write, 2}, {Key::total, 99'900}})});
    run.equal = true;
  }

  static Value trace(const std::string& stored) {
    return io::from_json(
               R"({"phases": [{"name": "db", "wall_us": 6170}, {"name": "send", "wall_us": 0}, {"name": "render", "wall_us": 3085}],
        "steps": [{"name": "session", "wall_us": 150500, "cpu_us": 15500, "statements": 2, "cache_calls": 1}],
        "digests": [{"text": "SELECT x", "times": 6, "distinct": 5, "rows": 4, "us": 9999, "write": true,
                     "explain": {"node": "join", "children": [{"node": "table", "table": "book", "access": "ALL", "rows": 3}]}}],
        "cache": [{"kind": "get", "hit": true}, {"kind": "set", "hit": )" +
               stored + R"(}],
        "memory": {"samples": [{"at_us": 0, "driver": 0, "render": 0, "app": 0}, {"at_us": 1000, "driver": 100, "render": 20, "app": 3},
                               {"at_us": 4000, "driver": 10, "render": 400, "app": 1590}, {"at_us": 5000, "app": 50}]}})")
        .value();
  }

  Value model() const {
    const DemoRun demo{{{.knobs = Knobs::parse(the_case.knobs, {{"n", "8"}}), .run = run}}};
    return results_model(demo, the_case, "http://shop.example");
  }
};

BOOST_AUTO_TEST_CASE(a_run_is_shown_with_the_numbers_of_each_variant) {
  const ShownRun shown;
  const Value model = shown.model();
  BOOST_TEST(model["knobs"].text_or("") == "n=8");
  const Value::List& variants = *model["variants"].items();
  const Value &slow = variants[0], &fast = variants[1], &third = variants[2];
  const auto check = [](const Value& value, std::string_view json) {
    BOOST_TEST(io::to_json(value) == json);
  };
  check(slow["href"], R"("/cases/a-case/slow?n=8")");
  check(slow["curl"], R"("curl -s -D - 'http://shop.example/cases/a-case/slow?n=8'")");
  check(fast["href"], "null");
  check(fast["curl"], R"("curl -s -D - -X POST 'http://shop.example/cases/a-case/fast?n=8'")");
  check(slow["location"], R"("/jobs/x1/5")");
  check(fast["location"], "null");
  check(slow["total_ms"], R"("12.3")");
  check(fast["total_ms"], R"("1.23")");
  check(slow["total_percent"], R"("100.00")");
  check(fast["total_percent"], R"("10.00")");
  check(slow["phases"], R"([{"name":"db","ms":"6.17","offset_percent":"0.00","width_percent":"50.00"},)"
                        R"({"name":"render","ms":"3.08","offset_percent":"50.00","width_percent":"25.00"}])");
  check(slow["chain"],
        R"({"steps":[{"name":"session","ms":"151","cpu_ms":"15.5","sql":2,"cache_calls":1}]})");
  check(slow["floor"], R"({"href":"/cases/a-case/slow/floor?n=8","sql":4,"writes":2,"total_ms":"99.9"})");
  check(fast["floor"], "null");
  check(slow["cache_calls"], R"({"gets":5,"hits":3,"sets":1})");
  check(slow["memory"], R"({"peak":"10 kB","app":"12.3 kB","render":"10 MB","driver":"1 B"})");
  check(fast["memory"], "null");
  check(slow["bytes"], R"("10 kB")");
  check(fast["bytes"], R"("10 MB")");
  check(slow["sha_short"], R"("0123456789ab")");
  check(
      slow["digests"],
      R"([{"text":"SELECT x","times":6,"distinct":5,"rows":4,"ms":"10.00","is_write":true,"plan":[{"indent":0,"text":"join"},)"
      R"({"indent":1,"text":"table · table book · access ALL · rows 3"}]}])");
  check(Value::object({{"s", slow["filled_cache"]},
                       {"sm", slow["missed_cache"]},
                       {"f", fast["filled_cache"]},
                       {"fm", fast["missed_cache"]}}),
        R"({"s":true,"sm":false,"f":false,"fm":true})");
  check(slow["is_slow"], "true");
  check(third["refused"], R"({"reason":"no such page"})");
  check(third["status"], "400");
  check(model["equal"], R"({"sha256":"0123456789abcdef","count":3,"decoded":true})");
  const std::int64_t keys = static_cast<std::int64_t>(slow["evidence"].items()->size());
  BOOST_TEST(keys == 12);
}

BOOST_AUTO_TEST_CASE(bodies_of_one_size_are_the_same_without_decoding) {
  ShownRun shown;
  BOOST_TEST(*shown.model()["equal"]["decoded"].boolean());
  shown.run.runs[1].evidence.put(Key::bytes, 10'000);
  BOOST_TEST(!*shown.model()["equal"]["decoded"].boolean());
}

BOOST_AUTO_TEST_CASE(a_claim_is_judged_by_the_run_that_it_is_about) {
  ShownRun shown;
  std::vector<Claim>& claims = shown.the_case.claims;
  const Formula n = knob("n");
  claims = {{"slow", Key::sql, n},
            {"fast", Key::sql, n},
            {"fast", Key::sql, at_most(n)},
            {"fast", Key::sql, at_least(n)},
            {"slow", Key::sql, n, When::warm},
            {"slow", Key::sql, n, When::any, true},
            {"slow", Key::rows_examined, n}};
  const Knobs knobs = Knobs::parse(shown.the_case.knobs, {{"n", "8"}});
  const Value none;
  const auto check = [&](VariantRun& run, bool on_floor) {
    run.claims = check_claims(claims, run.variant->name, on_floor, false, run.evidence,
                              {.knobs = knobs, .response = none});
  };
  for (VariantRun& each : shown.run.runs)
    if (!each.refusal) check(each, false);
  check(shown.run.floors[0], true);
  std::string judged;
  const Value model = shown.model();
  for (const Value& claim : *model["claims"].items()) {
    judged += std::string(claim["relation"].text_or("")) + std::to_string(claim["measured"].integer_or(-1)) +
              (!*claim["is_judged"].boolean() ? " open; "
               : *claim["holds"].boolean()    ? " holds; "
                                              : " broken; ");
  }
  BOOST_TEST(judged == "=8 holds; =1 broken; ≤1 holds; ≥1 broken; =-1 open; =4 broken; =-1 open; ");
}

BOOST_AUTO_TEST_CASE(a_cache_that_was_given_nothing_has_missed_nothing) {
  ShownRun shown;
  Evidence without;
  shown.run.runs[1].evidence.each([&](const EvidenceKey& key, std::int64_t value) {
    if (key.key != Key::cache_set) without.put(key.key, value);
  });
  shown.run.runs[1].evidence = without;
  const Value model = shown.model();
  BOOST_TEST(!*(*model["variants"].items())[1]["missed_cache"].boolean());
  BOOST_TEST(!*(*model["variants"].items())[1]["filled_cache"].boolean());
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_probed_has_the_readings_of_its_end) {
  const auto has_rows_examined = [](const VariantRun& one) { return one.evidence.has(Key::rows_examined); };
  the_case.variants[0].run = streamed<3>;
  the_case.variants[1].run = page;
  const CaseRun probed = run_variants(owners, Request{}, the_case, true);
  BOOST_TEST(has_rows_examined(probed.runs[1]));
  BOOST_TEST(has_rows_examined(probed.runs[0]));
  const CaseRun plain = run_variants(owners, Request{}, the_case, false);
  BOOST_TEST(!has_rows_examined(plain.runs[0]));
}

BOOST_AUTO_TEST_CASE(memory_is_drawn_owner_upon_owner_to_one_scale) {
  const ShownRun shown;
  const MemoryScale scale = memory_scale(shown.run);
  BOOST_TEST(scale.longest_us == 5000);
  BOOST_TEST(scale.highest_bytes == 2000);
  // The plot is from 52 to 306 and from 146 up to 8; the axes end at 5 ms and at 2 kB.
  const Value chart = memory_chart(shown.run.runs[0], scale);
  const auto check = [](const Value& value, std::string_view json) {
    BOOST_TEST(io::to_json(value) == json);
  };
  check(chart["areas"], R"([{"owner":"driver","path":"M52 146H52V146H102.8V137.5H255.2V8H306V142.6V146Z"},)"
                        R"({"owner":"render","path":"M52 146H52V146H102.8V144.4H255.2V8.7H306V142.6V146Z"},)"
                        R"({"owner":"app","path":"M52 146H52V146H102.8V145.8H255.2V36.3H306V142.6V146Z"}])");
  check(chart["bytes"],
        R"([{"y":"146","text_y":"149.5","label":"0"},{"y":"111.5","text_y":"115","label":"0.5 kB"},)"
        R"({"y":"77","text_y":"80.5","label":"1 kB"},{"y":"42.5","text_y":"46","label":"1.5 kB"},)"
        R"({"y":"8","text_y":"11.5","label":"2 kB"}])");
  check(chart["times"],
        R"([{"x":"52","label":"0","anchor":"middle"},{"x":"102.8","label":"1","anchor":"middle"},)"
        R"({"x":"153.6","label":"2","anchor":"middle"},{"x":"204.4","label":"3","anchor":"middle"},)"
        R"({"x":"255.2","label":"4","anchor":"middle"},{"x":"306","label":"5 ms","anchor":"end"}])");
  check(chart["samples"], R"([{"ms":"0","sum":"0 B","driver":"0 B","render":"0 B","app":"0 B"},)"
                          R"({"ms":"1","sum":"123 B","driver":"100 B","render":"20 B","app":"3 B"},)"
                          R"({"ms":"4","sum":"2 kB","driver":"10 B","render":"400 B","app":"1.6 kB"},)"
                          R"({"ms":"5","sum":"50 B","driver":"0 B","render":"0 B","app":"50 B"}])");
  BOOST_TEST(chart["description"].text_or("") ==
             "From 0 to 5 ms; highest point 2 kB: application code 1.6 kB, rendering 400 B, driver 10 B. The "
             "table below "
             "has the numbers.");
  BOOST_TEST(memory_chart({.variant = &shown.the_case.variants[0]}, scale).is_null());
}

BOOST_AUTO_TEST_CASE(of_many_samples_the_table_has_the_highest_of_each_stretch) {
  ShownRun shown;
  Value samples = Value::list();
  for (int i = 0; i < 33; ++i)
    samples.add(Value::object({{"at_us", 1000 * i}, {"app", i % 3 == 1 ? 1000 : i}}));
  shown.run.runs[0].trace = Value::object({{"memory", Value::object({{"samples", std::move(samples)}})}});
  const Value chart = memory_chart(shown.run.runs[0], memory_scale(shown.run));
  std::string rows;
  for (const Value& row : *chart["samples"].items()) rows += std::string(row["ms"].text_or("")) + " ";
  BOOST_TEST(rows == "1 4 7 10 13 16 19 22 25 28 31 ");  // the highest of each three
  Value::List& kept = *member_named(member_named(shown.run.runs[0].trace, "memory"), "samples").items();
  kept.resize(32);
  BOOST_TEST(memory_chart(shown.run.runs[0], memory_scale(shown.run))["samples"].items()->size() == 16U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
