// What a proxy in front of nginx may change: the host, and which of two equal parameters counts.
#include <boost/test/unit_test.hpp>

#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

test::HttpResponse write_with(std::vector<std::string> headers) {
  return test::fetch(
      test::base_url(),
      {.method = "POST", .target = "/cases/bulk-create/fast?n=1&dataset=x1", .headers = std::move(headers)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(behind_a_proxy)

BOOST_AUTO_TEST_CASE(C4_a_write_from_the_configured_address_is_accepted_whatever_the_host) {
  const std::string own = "Origin: " + test::base_url();  // app.base_url of the stack
  BOOST_TEST(write_with({own, "Host: backend.internal"}).status == 200);
  BOOST_TEST(write_with({"Origin: https://shop.example", "Host: shop.example:443"}).status == 200);
  BOOST_TEST(write_with({"Origin: https://evil.example", "Host: backend.internal"}).status == 403);
  const auto hidden = write_with({"Origin: null", "Host: backend.internal"});
  BOOST_TEST(hidden.status == 403);
  BOOST_TEST(hidden.body.find("Origin is null") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_with_a_parameter_given_twice_is_refused_and_never_cached) {
  for (const char* target : {"/cached/response-cache/nginx?dataset=x1&dataset=x1",
                             "/cached/response-cache/nginx?dataset=x1&%64ataset=x4"}) {
    for (int round = 0; round < 2; ++round) {
      const auto response = test::fetch(test::base_url(), {.target = target});
      BOOST_TEST(response.status == 400, target);
      BOOST_TEST(response.header("cache-status").value_or("") == "caseload; fwd=uri-miss");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
