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
