// The chain before a page through nginx: both variants let in and refuse the same visitors.
#include <boost/test/unit_test.hpp>
#include <map>

#include "io/json/json.hpp"
#include "shop/visitors.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

constexpr const char* variants[] = {"slow", "fast"};

// Customers of the seed: 3 may see products, 100 may not, 131's session has ended, 193's lets five requests a
// minute through.
const std::string permitted = "session=4881654a09698749753578c465371f56";
const std::string without_permission = "session=780c1f0008486aae4ff7bad0463fed67";
const std::string ended = "session=8597f48536e6770bdf01530bea85c861";
const std::string limited = "session=6283aa7d925c10679892815fee2e44e7";

test::HttpResponse fetch_chain(const std::string& variant, std::string_view cookie) {
  std::vector<std::string> headers{"Accept: application/json"};
  if (!cookie.empty()) headers.push_back("Cookie: " + std::string(cookie));
  return test::fetch(test::base_url(),
                     {.target = "/cases/middleware/" + variant, .headers = std::move(headers)});
}

std::string detail_of(const test::HttpResponse& response) {
  return std::string(io::from_json(response.body).value_or(Value{})["detail"].text_or(""));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(middleware)

BOOST_AUTO_TEST_CASE(a_visitor_sees_the_page_by_name_and_rights) {
  for (const char* variant : variants) {
    const auto all = fetch_chain(variant, demo_visitors()[0].cookie);
    BOOST_TEST(all.status == 200);
    BOOST_TEST(all.body.starts_with(R"({"visitor":"Priya Jovanov","sku":"NB-0025-03")"), all.body);
    BOOST_TEST((all.body.find("\"stock\":null") == std::string::npos), all.body);
    const auto some = fetch_chain(variant, demo_visitors()[1].cookie);
    BOOST_TEST(some.status == 200);
    BOOST_TEST(some.body.starts_with(R"({"visitor":"Bryce & Bryce <Agents>")"), some.body);
    BOOST_TEST((some.body.find("\"stock\":null") != std::string::npos), some.body);
    BOOST_TEST(all.header("cache-control").value_or("") == "no-store");
  }
}

BOOST_AUTO_TEST_CASE(who_has_no_session_is_refused_with_401) {
  for (const std::string& cookie : {std::string(), std::string("session=nobody"), ended,
                                    std::string("session=") + std::string(32, '0')}) {
    const auto slow = fetch_chain("slow", cookie);
    BOOST_TEST(slow.status == 401);
    BOOST_TEST(slow.header("www-authenticate").has_value());
    BOOST_TEST(slow.header("content-type").value_or("") == "application/problem+json");
    const auto fast = fetch_chain("fast", cookie);
    BOOST_TEST(fast.status == 401);
    BOOST_TEST(detail_of(fast) == detail_of(slow));
  }
}

BOOST_AUTO_TEST_CASE(a_run_of_the_case_with_a_session_that_has_ended_signs_a_demo_customer_in) {
  for (const std::string& cookie :
       {ended, std::string("session=") + std::string(32, '0'), std::string("session=nobody")}) {
    const auto page = test::fetch(test::base_url(),
                                  {.target = "/cases/middleware/?run=1", .headers = {"Cookie: " + cookie}});
    BOOST_TEST(page.status == 200);
    BOOST_TEST(page.header("set-cookie").value_or("").starts_with(demo_visitors()[0].cookie));
    const auto run = test::fetch(test::base_url(),
                                 {.target = "/api/examples/middleware/", .headers = {"Cookie: " + cookie}});
    BOOST_TEST(run.status == 200);
  }
}

BOOST_AUTO_TEST_CASE(a_run_of_the_case_keeps_a_session_that_goes_on) {
  const auto page = test::fetch(test::base_url(),
                                {.target = "/cases/middleware/?run=1", .headers = {"Cookie: " + permitted}});
  BOOST_TEST(page.status == 200);
  BOOST_TEST(page.body.find("data-verdict=\"equal\"") != std::string::npos);
  BOOST_TEST(!page.header("set-cookie").has_value());
  const auto refused = test::fetch(
      test::base_url(), {.target = "/cases/middleware/?run=1", .headers = {"Cookie: " + without_permission}});
  BOOST_TEST(refused.status == 403);  // not the page of a demo customer
}

BOOST_AUTO_TEST_CASE(who_lacks_the_permission_is_refused_with_403) {
  const auto slow = fetch_chain("slow", without_permission);
  const auto fast = fetch_chain("fast", without_permission);
  BOOST_TEST(slow.status == 403);
  BOOST_TEST(fast.status == 403);
  BOOST_TEST(detail_of(fast) == detail_of(slow));
  BOOST_TEST((detail_of(fast).find("products.read") != std::string::npos), detail_of(fast));
}

// Ten requests let through would be two whole minutes' worth, so the eleventh is over the limit wherever the
// minute ended.
BOOST_AUTO_TEST_CASE(too_many_requests_get_429_with_retry_after) {
  for (const char* variant : variants) {
    test::HttpResponse response;
    for (int request = 0; request < 11 && response.status != 429; ++request)
      response = fetch_chain(variant, limited);
    BOOST_TEST_REQUIRE(response.status == 429, variant);
    const int seconds = std::stoi(response.header("retry-after").value_or("0"));
    BOOST_TEST(seconds >= 1);
    BOOST_TEST(seconds <= 60);
    BOOST_TEST((detail_of(response).find("5 requests per minute") != std::string::npos), detail_of(response));
  }
}

BOOST_AUTO_TEST_CASE(one_visitor_over_the_limit_holds_up_no_other) {
  for (int request = 0; request < 11; ++request) fetch_chain("fast", limited);
  BOOST_TEST(fetch_chain("fast", demo_visitors()[0].cookie).status == 200);
}

BOOST_AUTO_TEST_CASE(a_warm_fast_chain_needs_neither_database_nor_log) {
  fetch_chain("fast", demo_visitors()[0].cookie);
  const std::string fast = fetch_chain("fast", demo_visitors()[0].cookie).header("evidence").value_or("");
  BOOST_TEST(fast.starts_with("sql=1, sql-distinct=1, sql-write=0"), fast);
  BOOST_TEST(fast.ends_with("log-bytes=0"), fast);
  const std::string slow = fetch_chain("slow", demo_visitors()[0].cookie).header("evidence").value_or("");
  BOOST_TEST(slow.starts_with("sql=6, sql-distinct=6, sql-write=1"), slow);
  BOOST_TEST((slow.find("cpu-middleware=0,") == std::string::npos), slow);
}

BOOST_AUTO_TEST_CASE(every_step_of_both_chains_is_in_the_evidence_by_name) {
  const std::map<std::string, std::vector<std::string>> chains{
      {"slow",
       {"log_begin", "load_session", "load_user", "load_permissions", "load_features", "check_limit",
        "check_permission", "log_end"}},
      {"fast", {"load_account", "check_limit", "check_permission", "load_features_on_first_use", "log_end"}}};
  for (const auto& [variant, steps] : chains) {
    fetch_chain(variant, demo_visitors()[0].cookie);
    const auto response = test::fetch(
        test::base_url(), {.target = "/cases/middleware/" + variant,
                           .headers = {"Cookie: " + std::string(demo_visitors()[0].cookie), "Probe: 1"}});
    const std::string timing = response.header("server-timing").value_or("");
    BOOST_TEST(timing.size() < 1'000U, timing);
    const auto evidence = test::fetch(
        test::base_url(), {.target = "/evidence/" + response.header("x-request-id").value_or("")});
    BOOST_TEST_REQUIRE(evidence.status == 200, evidence.body);
    const Value document = io::from_json(evidence.body).value();
    std::vector<std::string> recorded;
    std::int64_t statements = 0, calls = 0;
    for (const Value& step : *document["steps"].items()) {
      recorded.emplace_back(step["name"].text_or(""));
      statements += step["statements"].integer_or(0);
      calls += step["cache_calls"].integer_or(0);
      BOOST_TEST(timing.find("middleware." + recorded.back() + ";dur=") != std::string::npos, timing);
    }
    BOOST_TEST(recorded == steps, boost::test_tools::per_element());
    BOOST_TEST(statements == (variant == "slow" ? 5 : 0), variant);
    BOOST_TEST(calls == (variant == "slow" ? 1 : 2), variant);
  }
}

BOOST_AUTO_TEST_CASE(a_trivial_page_behind_each_chain_pays_its_toll) {
  fetch_chain("fast", demo_visitors()[0].cookie);
  BOOST_TEST(fetch_chain("fast/floor", demo_visitors()[0].cookie)
                 .header("evidence")
                 .value_or("")
                 .starts_with("sql=0, sql-distinct=0, sql-write=0"));
  BOOST_TEST(fetch_chain("slow/floor", demo_visitors()[0].cookie)
                 .header("evidence")
                 .value_or("")
                 .starts_with("sql=5, sql-distinct=5, sql-write=1"));
  BOOST_TEST(fetch_chain("slow/floor", "").status == 401);
  BOOST_TEST(test::fetch(test::base_url(), {.target = "/cases/n-plus-one/slow/floor"}).status == 404);

  const auto run = test::fetch(test::base_url(), {.target = "/api/examples/middleware/"});
  const Value document = io::from_json(run.body).value();
  const Value::List& variants = *document["variants"].items();
  BOOST_TEST(variants.front()["floor"]["evidence"]["sql"].integer_or(-1) == 5);
  BOOST_TEST(variants.back()["floor"]["evidence"]["sql"].integer_or(-1) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
