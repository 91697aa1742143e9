// What clients with and without gzip get through nginx: fewer bytes or the same bytes, and always the same
// content.
#include <boost/test/unit_test.hpp>

#include "io/text/gzip.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

constexpr const char* variants[] = {"slow", "fast", "precompressed"};

test::HttpResponse fetch_catalogue(const std::string& variant, const std::vector<std::string>& headers) {
  return test::fetch(test::base_url(),
                     {.target = "/cases/no-compression/" + variant + "?n=640", .headers = headers});
}

std::string encoding_of(const test::HttpResponse& response) {
  return response.header("content-encoding").value_or("none");
}

struct OrdersTakenBack {
  ~OrdersTakenBack() { test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=undo"}); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(compression, OrdersTakenBack)

BOOST_AUTO_TEST_CASE(a_client_that_accepts_gzip_gets_fewer_bytes_from_each_fix) {
  const std::string plain = fetch_catalogue("slow", {}).body;
  const auto slow = fetch_catalogue("slow", {"Accept-Encoding: gzip"});
  BOOST_TEST(encoding_of(slow) == "none");
  BOOST_TEST((slow.body == plain));
  for (const char* variant : {"fast", "precompressed"}) {
    const auto response = fetch_catalogue(variant, {"Accept-Encoding: gzip"});
    BOOST_TEST(encoding_of(response) == "gzip", variant);
    BOOST_TEST(response.header("vary").value_or("") == "Accept-Encoding", variant);
    BOOST_TEST(2 * response.body.size() < plain.size(), variant);
    BOOST_TEST((io::gunzip(response.body) == plain), variant);
  }
}

BOOST_AUTO_TEST_CASE(a_client_without_gzip_gets_the_same_text_from_all) {
  const std::string plain = fetch_catalogue("slow", {}).body;
  for (const char* variant : variants) {
    for (const char* accepted : {"Accept-Encoding: identity", "Accept-Encoding: br, gzip;q=0", "X-None: 1"}) {
      const auto response = fetch_catalogue(variant, {accepted});
      BOOST_TEST(encoding_of(response) == "none", variant << ", " << accepted);
      BOOST_TEST((response.body == plain), variant << ", " << accepted);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_order_shows_in_the_precompressed_response) {
  const std::string before = io::gunzip(fetch_catalogue("precompressed", {"Accept-Encoding: gzip"}).body);
  BOOST_TEST_REQUIRE(
      test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=relevant"}).status == 204);
  const std::string after = io::gunzip(fetch_catalogue("precompressed", {"Accept-Encoding: gzip"}).body);
  BOOST_TEST((after != before));
  BOOST_TEST((after == fetch_catalogue("slow", {}).body));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
