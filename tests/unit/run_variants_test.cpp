// Runs of cases whose variants refuse what others answer.
#include "app/case_pages/run_variants.hpp"

#include <boost/test/unit_test.hpp>

#include "app/case_pages/results.hpp"
#include "app/responses.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

Response answer(const Request&, Services&) {
  return html_response("<p>Page</p>");
}

Response other_answer(const Request&, Services&) {
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
  Case the_case{.variants = {{.name = "slow", .run = answer}, {.name = "fast", .run = answer}}};

  CaseRun run(Handler slow, Handler fast) {
    the_case.variants[0].run = slow;
    the_case.variants[1].run = fast;
    return run_variants(owners, Request{}, the_case, false);
  }
  std::string page_of(const CaseRun& run) {
    Value results = results_model(run, the_case, Knobs{}, "");
    return owners.templates.render("case_results", Value::object({{"results", std::move(results)}}));
  }
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(running_variants, RunFixture)

BOOST_AUTO_TEST_CASE(variants_that_all_answer_are_compared) {
  const CaseRun both = run(answer, answer);
  BOOST_TEST(both.equal.value());
  BOOST_TEST(both.reason.empty());
  BOOST_TEST(contains(page_of(both), "data-verdict=\"equal\""));
}

BOOST_AUTO_TEST_CASE(variants_with_different_bodies_or_statuses_are_unequal) {
  for (const auto& [slow, fast] : std::vector<std::pair<Handler, Handler>>{{answer, other_answer},
                                                                           {other_answer, answer},
                                                                           {answer, created},
                                                                           {created, answer},
                                                                           {streamed<3>, streamed<4>},
                                                                           {answer, streamed<3>}}) {
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
  the_case.variants.push_back({.name = "third", .run = other_answer});
  BOOST_TEST(!run(answer, answer).equal.value());
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
      BOOST_TEST(one.body_sha256 == run(answer, answer).runs.front().body_sha256);
      the_case.variants[0].run = dated;
      the_case.variants[1].run = dated;
    }
  }
}

BOOST_AUTO_TEST_CASE(a_visit_again_sends_the_validators_where_the_page_must_be_asked_about) {
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
  const CaseRun each = run(answer, other_answer);
  BOOST_TEST(!each.equal.has_value());
  BOOST_TEST(each.reason == "the response comes before the work");
  BOOST_TEST(document_of(each, the_case, Knobs{})["equal"].is_null());
  BOOST_TEST(contains(page_of(each), "data-verdict=\"not-compared\""));
}

BOOST_AUTO_TEST_CASE(a_failure_of_one_variant_ends_the_run) {
  for (const Handler fails : {Handler(refuse<500>), Handler(refuse<503>)})
    BOOST_CHECK_THROW(run(answer, fails), HttpError);
  BOOST_TEST(run(refuse<499>, answer).runs[0].refusal.has_value());
}

BOOST_AUTO_TEST_CASE(a_variant_that_can_t_take_the_knobs_is_not_compared) {
  for (const CaseRun& each : {run(answer, refuse<400>), run(refuse<400>, answer)}) {
    BOOST_TEST(!each.equal.has_value());
    BOOST_TEST(contains(each.reason, " refused with 400: not for <you>"), each.reason);
    BOOST_TEST(contains(page_of(each), "data-verdict=\"not-compared\""));
  }
}

BOOST_AUTO_TEST_CASE(a_variant_that_lets_in_or_refuses_other_visitors_than_the_rest_is_unequal) {
  constexpr Handler refusals[] = {refuse<401>, refuse<403>, refuse<404>, refuse<429>};
  for (const Handler refuses : refusals) {
    for (const CaseRun& each : {run(answer, refuses), run(refuses, answer)}) {
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
  the_case.variants[1].floor = answer;
  const CaseRun floors = run(answer, answer);
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
  BOOST_TEST(contains(page, "0 statements, 0 of them writes"), page);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
