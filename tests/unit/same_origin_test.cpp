#include "app/same_origin.hpp"

#include <boost/test/unit_test.hpp>

#include "core/errors.hpp"

namespace caseload {
namespace {

bool is_allowed(std::vector<NameValue> headers, std::string_view base_url = "") {
  Request request;
  request.headers = std::move(headers);
  try {
    require_same_origin(request, base_url);
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

BOOST_AUTO_TEST_CASE(C4_the_configured_origin_counts_behind_a_proxy_that_changes_the_host) {
  for (const char* base_url :
       {"https://h.example", "https://h.example/", "https://h.example:443/perf", "HTTPS://H.example"}) {
    BOOST_TEST(is_allowed({{"origin", "https://h.example"}, {"host", "10.0.0.2:8080"}}, base_url), base_url);
    BOOST_TEST(is_allowed({{"origin", "https://h.example:443"}, {"host", "backend"}}, base_url), base_url);
    BOOST_TEST(is_allowed({{"origin", "https://h.example"}, {"sec-fetch-site", "cross-site"}}, base_url),
               base_url);
    for (const char* other :
         {"http://h.example", "https://h.example:444", "https://h.example.evil", "https://evil",
          "https://h.example@evil", "null", "", "https://", "h.example", "://h.example"})
      BOOST_TEST(!is_allowed({{"origin", other}, {"host", "10.0.0.2:8080"}}, base_url), other);
  }
}

BOOST_AUTO_TEST_CASE(C4_default_ports_and_letter_case_are_equal) {
  for (const auto& [origin, host] :
       std::vector<std::pair<std::string, std::string>>{{"https://h", "h:443"},
                                                        {"https://h:443", "h"},
                                                        {"http://h", "h:80"},
                                                        {"http://h:80", "h"},
                                                        {"https://H", "h"},
                                                        {"https://h", "h"},
                                                        {"http://[::1]:8080", "[::1]:8080"},
                                                        {"http://[::1]", "[::1]:80"}})
    BOOST_TEST(is_allowed({{"origin", origin}, {"host", host}}), origin + " " + host);
  for (const auto& [origin, host] :
       std::vector<std::pair<std::string, std::string>>{{"https://h", "h:80"},
                                                        {"http://h", "h:443"},
                                                        {"http://h:8080", "h"},
                                                        {"http://[::1]", "[::2]"},
                                                        {"http://[::1", "[::1"},
                                                        {"http://h", ""},
                                                        {"http://:80", ":80"}})
    BOOST_TEST(!is_allowed({{"origin", origin}, {"host", host}}), origin + " " + host);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
