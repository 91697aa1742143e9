// Blocks are shared, the greeting is not.
#include <boost/test/unit_test.hpp>

#include "shop/visitors.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

struct WritesTakenBack {
  ~WritesTakenBack() { test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=undo"}); }
};

test::HttpResponse fetch_page(const std::string& variant, std::string_view cookie,
                              std::vector<std::string> also = {}) {
  if (!cookie.empty()) also.push_back("Cookie: " + std::string(cookie));
  return test::fetch(test::base_url(), {.target = "/cases/fragment-cache/" + variant, .headers = also});
}

bool has(const std::string& body, const std::string& text) {
  return body.find(text) != std::string::npos;
}

const std::string priya = "Good to see you, Priya Jovanov.";
const std::string bryce = "Good to see you, Bryce &amp; Bryce &lt;Agents&gt;.";
const std::string guest = "Welcome to the shop.";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fragment_cache, WritesTakenBack)

BOOST_AUTO_TEST_CASE(no_visitor_sees_the_greeting_of_another) {
  for (int round = 0; round < 5; ++round) {
    for (const char* variant : {"fast", "slow"}) {
      const std::string first = fetch_page(variant, demo_visitors()[0].cookie).body;
      const std::string second = fetch_page(variant, demo_visitors()[1].cookie).body;
      const std::string third = fetch_page(variant, "").body;
      BOOST_TEST(
          (has(first, priya) && !has(first, "Bryce &amp; Bryce &lt;Agents&gt;.") && !has(first, guest)));
      BOOST_TEST((has(second, bryce) && !has(second, priya) && !has(second, guest)));
      BOOST_TEST((has(third, guest) && !has(third, "Good to see you")));
      BOOST_TEST(fetch_page(variant, "session=00000000000000000000000000000000").body == third);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_warm_page_reads_only_the_visitors_name) {
  fetch_page("fast", "");
  BOOST_TEST(fetch_page("fast", "").evidence("sql").value_or(-1) == 0);
  BOOST_TEST(fetch_page("fast", demo_visitors()[0].cookie).evidence("sql").value_or(-1) == 1);
  BOOST_TEST(fetch_page("slow", "").evidence("sql").value_or(-1) == 3);
}

BOOST_AUTO_TEST_CASE(the_warm_page_as_json_runs_no_query_and_has_the_same_data) {
  const std::string json = "Accept: application/json";
  fetch_page("fast", "", {json});
  const auto warm = fetch_page("fast", "", {json});
  BOOST_TEST(warm.evidence("sql").value_or(-1) == 0);
  BOOST_TEST((warm.body == fetch_page("slow", "", {json}).body));
}

BOOST_AUTO_TEST_CASE(each_visitors_browser_alone_may_keep_the_page) {
  for (const char* variant : {"fast", "slow"}) {
    const auto response = fetch_page(variant, demo_visitors()[0].cookie);
    BOOST_TEST(response.header("cache-control").value_or("") == "private, max-age=60");
    bool varies = false;
    for (const auto& [name, value] : response.headers) varies |= name == "vary" && has(value, "Cookie");
    BOOST_TEST(varies);
  }
}

BOOST_AUTO_TEST_CASE(an_order_and_a_review_show_on_the_next_view) {
  const std::string before = fetch_page("fast", "").body;
  BOOST_TEST_REQUIRE(
      test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=relevant"}).status == 204);
  const std::string after = fetch_page("fast", "").body;
  BOOST_TEST(after != before);
  BOOST_TEST(has(after, "Read it twice."));
  BOOST_TEST((after == fetch_page("slow", "").body));
  BOOST_TEST_REQUIRE(
      test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=undo"}).status == 204);
  BOOST_TEST((!has(fetch_page("fast", "").body, "Read it twice.")));
}

BOOST_AUTO_TEST_CASE(the_data_form_has_the_blocks_and_the_name_as_written) {
  const std::vector<std::string> as_json{"Accept: application/json"};
  const std::string body = fetch_page("fast", demo_visitors()[1].cookie, as_json).body;
  BOOST_TEST(body.starts_with(R"({"visitor":"Bryce & Bryce <Agents>","best_sellers":{"books":[{"title":)"));
  BOOST_TEST((body == fetch_page("slow", demo_visitors()[1].cookie, as_json).body));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
