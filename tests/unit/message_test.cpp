// Requests and responses as values: headers, cookies, status lines.
#include <boost/test/unit_test.hpp>

#include "core/reason_phrase.hpp"
#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload {

BOOST_AUTO_TEST_SUITE(message)

BOOST_AUTO_TEST_CASE(a_header_of_a_response_is_replaced_whatever_its_case) {
  Response response;
  response.set("Vary", "Accept").set("ETag", "\"a\"").set("vary", "Cookie");
  BOOST_REQUIRE(response.headers.size() == 2u);
  BOOST_TEST(*response.header("VARY") == "Cookie");
  BOOST_TEST(*response.header("etag") == "\"a\"");
  BOOST_TEST(response.header("Var") == nullptr);
}

BOOST_AUTO_TEST_CASE(of_several_values_the_first_counts) {
  Request request;
  request.headers = {{"accept", "a"}, {"accept", "b"}};
  request.query = {{"n", "1"}, {"n", "2"}};
  BOOST_TEST(request.header("accept").value() == "a");
  BOOST_TEST(request.parameter("n").value() == "1");
  BOOST_TEST(!request.header("n").has_value());
  BOOST_TEST(!request.parameter("accept").has_value());
}

BOOST_AUTO_TEST_CASE(a_cookie_is_found_by_its_whole_name) {
  Request request;
  BOOST_TEST(!request.cookie("session").has_value());
  request.headers = {{"cookie", "other-session=1;session_2=2; plain ;session=a=b==; session=later;last=9"}};
  BOOST_TEST(request.cookie("session").value() == "a=b==");
  BOOST_TEST(request.cookie("last").value() == "9");
  BOOST_TEST(!request.cookie("plain").has_value());
  BOOST_TEST(!request.cookie("sess").has_value());
}

BOOST_AUTO_TEST_CASE(every_status_of_the_app_has_the_phrase_of_rfc_9110) {
  BOOST_TEST(reason_phrase(200) == "OK");
  BOOST_TEST(reason_phrase(202) == "Accepted");
  BOOST_TEST(reason_phrase(303) == "See Other");
  BOOST_TEST(reason_phrase(304) == "Not Modified");
  BOOST_TEST(reason_phrase(308) == "Permanent Redirect");
  BOOST_TEST(reason_phrase(400) == "Bad Request");
  BOOST_TEST(reason_phrase(401) == "Unauthorized");
  BOOST_TEST(reason_phrase(403) == "Forbidden");
  BOOST_TEST(reason_phrase(404) == "Not Found");
  BOOST_TEST(reason_phrase(405) == "Method Not Allowed");
  BOOST_TEST(reason_phrase(406) == "Not Acceptable");
  BOOST_TEST(reason_phrase(412) == "Precondition Failed");
  BOOST_TEST(reason_phrase(413) == "Content Too Large");
  BOOST_TEST(reason_phrase(415) == "Unsupported Media Type");
  BOOST_TEST(reason_phrase(429) == "Too Many Requests");
  BOOST_TEST(reason_phrase(500) == "Internal Server Error");
  BOOST_TEST(reason_phrase(503) == "Service Unavailable");
  BOOST_TEST(reason_phrase(599) == "Status");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
