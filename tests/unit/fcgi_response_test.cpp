#include "io/fastcgi/fcgi_response.hpp"

#include <boost/test/unit_test.hpp>
#include <cctype>
#include <string>
#include <string_view>

namespace caseload::io {
namespace {

std::string problem(const std::string& name, const std::string& value) {
  return header_problem({.headers = {{"Content-Type", "text/html"}, {name, value}}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fcgi_response)

BOOST_AUTO_TEST_CASE(plain_headers_pass) {
  BOOST_TEST(problem("X-Value", "tab\tand é") == "");
  BOOST_TEST(problem("ETag", "W/\"a\"") == "");
  BOOST_TEST(header_problem({}) == "");
}

BOOST_AUTO_TEST_CASE(a_line_break_in_a_header_is_refused) {
  for (const std::string& bad : {std::string("a\r\nSet-Cookie: x=1"), std::string("a\nb"),
                                 std::string("a\rb"), std::string("a\0b", 3)})
    BOOST_TEST(problem("Location", bad) == "the value of Location has a line break or NUL");
  for (std::size_t at = 0; at < 40; ++at) {
    std::string value(40, 'x');
    value[at] = "\r\n\0"[at % 3];
    BOOST_TEST(problem("Location", value) != "", at);
  }
  for (const char* bad : {"", "A B", "A:", "A\r\nB", "é"})
    BOOST_TEST(problem(bad, "x") == "the name of a header is not a valid token");
}

BOOST_AUTO_TEST_CASE(what_the_server_itself_says_is_not_for_the_application) {
  for (const char* ours : {"Status", "Content-Length", "connection", "Transfer-Encoding"})
    BOOST_TEST(problem(ours, "1") == std::string(ours) + " must not be set by the application");
}

BOOST_AUTO_TEST_CASE(B2_headers_fit_the_buffer_of_nginx) {
  BOOST_TEST(problem("X-Value", std::string(7 * 1024, 'x')) == "");
  BOOST_TEST(problem("X-Value", std::string(16 * 1024, 'x')) != "");
}

BOOST_AUTO_TEST_CASE(headers_have_at_most_15000_bytes_in_all) {
  // Each line has a colon, a blank and its end besides.
  const auto of_bytes = [](std::size_t bytes) {
    return header_problem({.headers = {{"A", "1"}, {"Bc", std::string(bytes - 6 - 2 - 4, 'x')}}});
  };
  BOOST_TEST(of_bytes(15'000) == "");
  BOOST_TEST(of_bytes(15'001) == "the headers are too large: 15001 bytes");
}

BOOST_AUTO_TEST_CASE(every_character_of_a_token_is_known) {
  for (int c = 0; c < 256; ++c) {
    const bool is_token =
        (std::isalnum(c) != 0 && c < 128) ||
        (c != 0 && std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos);
    BOOST_TEST((problem(std::string("X") + static_cast<char>(c), "v") == "") == is_token, c);
  }
}

BOOST_AUTO_TEST_CASE(a_status_that_is_none_is_refused) {
  for (const int good : {200, 599}) BOOST_TEST(header_problem({.status = good}) == "");
  for (const int bad : {0, 100, 199, 600}) BOOST_TEST(header_problem({.status = bad}) != "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
