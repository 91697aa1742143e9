#include "app/same_origin.hpp"

#include <boost/test/unit_test.hpp>

#include "core/errors.hpp"

namespace caseload {
namespace {

bool is_allowed(std::vector<NameValue> headers) {
  Request request;
  request.headers = std::move(headers);
  try {
    require_same_origin(request);
  } catch (const HttpError& error) {
    BOOST_TEST(error.status == 403);
    return false;
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(same_origin)

BOOST_AUTO_TEST_CASE(a_request_that_another_site_made_may_not_write) {
  BOOST_TEST(!is_allowed({{"sec-fetch-site", "cross-site"}}));
  BOOST_TEST(!is_allowed({{"sec-fetch-site", "same-site"}}));
  BOOST_TEST(!is_allowed({{"origin", "http://evil.example"}, {"host", "127.0.0.1:8080"}}));
  BOOST_TEST(!is_allowed({{"origin", "null"}, {"host", "127.0.0.1:8080"}}));
  BOOST_TEST(!is_allowed({{"origin", "http://127.0.0.1:8080.evil.example"}, {"host", "127.0.0.1:8080"}}));
}

BOOST_AUTO_TEST_CASE(the_own_pages_and_clients_without_cookies_may) {
  BOOST_TEST(is_allowed({{"sec-fetch-site", "same-origin"}}));
  BOOST_TEST(is_allowed({{"sec-fetch-site", "none"}}));
  BOOST_TEST(is_allowed({{"origin", "http://127.0.0.1:8080"}, {"host", "127.0.0.1:8080"}}));
  BOOST_TEST(is_allowed({}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
