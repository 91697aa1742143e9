// Connections of the running application, by its evidence.
#include <boost/test/unit_test.hpp>

#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

// Whether one request opened a connection.
bool connects(const std::string& variant) {
  const test::HttpResponse response =
      test::fetch(test::base_url(), {.target = "/cases/connection-per-request/" + variant});
  BOOST_TEST_REQUIRE(response.status == 200);
  return response.header("evidence").value_or("").find("connects=1") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(connection_per_request)

BOOST_AUTO_TEST_CASE(each_request_of_slow_connects_and_one_of_fast_only_if_its_worker_has_not_yet) {
  for (int visit = 0; visit < 5; ++visit) BOOST_TEST(connects("slow"));
  BOOST_TEST(test::becomes_true([] { return !connects("fast"); }));
  BOOST_TEST(connects("slow"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
