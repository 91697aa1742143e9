#include "io/fastcgi/fcgi_request.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload::io {
namespace {

IncomingRequest decode(std::string_view target, FcgiParameters more = {}) {
  more.emplace_back("REQUEST_METHOD", "GET");
  more.emplace_back("REQUEST_URI", target);
  return decode_request(more);
}

int status_for(std::string_view target) {
  const auto incoming = decode(target);
  return incoming.refusal ? incoming.refusal->status : 200;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fcgi_request)

BOOST_AUTO_TEST_CASE(the_address_is_decoded_once) {
  const auto incoming = decode("/a%20b/%C3%A9/x+y?q=a%20b+c&q=%2525&empty=&flag");
  BOOST_REQUIRE(!incoming.refusal);
  const Request& request = incoming.request;
  BOOST_TEST(request.path == "/a b/é/x+y");
  BOOST_TEST(request.target == "/a%20b/%C3%A9/x+y?q=a%20b+c&q=%2525&empty=&flag");
  const std::vector<NameValue> wanted{{"q", "a b c"}, {"q", "%25"}, {"empty", ""}, {"flag", ""}};
  BOOST_TEST((request.query == wanted));
}

BOOST_AUTO_TEST_CASE(B16_a_path_that_is_not_canonical_is_refused) {
  for (const char* bad :
       {"/../etc/passwd", "/a/../b", "/a/./b", "/%2e%2e/a",      "/a/..%2fb", "/a/%2E%2E", "/..%5ca",
        "/a%5cb",         "/a//b",   "//a",    "/a\\b",          "/%00",      "/a%0ab",    "/%ff",
        "/%c0%af",        "",        "a",      "http://other/a", "*",         "/a#b",      "/a?b#c"})
    BOOST_TEST(status_for(bad) == 400, bad);
}

BOOST_AUTO_TEST_CASE(B16_what_is_encoded_twice_is_decoded_once) {
  BOOST_TEST(decode("/%252e%252e%252fa").request.path == "/%2e%2e%2fa");
  BOOST_TEST(decode("/a%252f").request.path == "/a%2f");
  BOOST_TEST(decode("/a/").request.path == "/a/");
  BOOST_TEST(decode("/").request.path == "/");
}

BOOST_AUTO_TEST_CASE(a_bad_escape_is_refused_with_its_place) {
  for (const char* bad : {"/%zz", "/%", "/a%2", "/%%41"}) {
    const auto refusal = decode(bad).refusal;
    BOOST_REQUIRE_MESSAGE(refusal.has_value(), bad);
    BOOST_TEST(refusal->detail.find("path") != std::string::npos);
  }
  BOOST_TEST(decode("/a%20/%zz").refusal->detail.starts_with("the path has '%zz': "));
  BOOST_TEST(decode("/?a=%20&b=%4").refusal->detail.starts_with("the query has '%4': "));
  for (const char* bad : {"/?a=%zz", "/?%=1", "/?a=%ff"}) {
    const auto refusal = decode(bad).refusal;
    BOOST_REQUIRE_MESSAGE(refusal.has_value(), bad);
    BOOST_TEST(refusal->detail.find("query") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(headers_have_lower_case_names_and_lines_become_lists) {
  const auto incoming = decode("/", {{"HTTP_ACCEPT", "text/html"},
                                     {"HTTP_IF_NONE_MATCH", "\"a\""},
                                     {"HTTP_IF_NONE_MATCH", "\"b\""},
                                     {"HTTP_COOKIE", "a=1"},
                                     {"HTTP_COOKIE", "b=2"},
                                     {"HTTP_CONTENT_TYPE", "text/plain"},
                                     {"CONTENT_TYPE", "text/plain"},
                                     {"HTTP_TRANSFER_ENCODING", "chunked"},
                                     {"HTTP_CONTENT_LENGTH", "7"},
                                     {"CONTENT_LENGTH", ""},
                                     {"SERVER_NAME", "x"}});
  const std::vector<NameValue> wanted{{"accept", "text/html"},
                                      {"if-none-match", "\"a\", \"b\""},
                                      {"cookie", "a=1; b=2"},
                                      {"content-type", "text/plain"}};
  BOOST_TEST((incoming.request.headers == wanted));
}

BOOST_AUTO_TEST_CASE(the_length_of_the_body_is_the_one_that_nginx_passes_on) {
  const auto incoming = decode("/", {{"HTTP_CONTENT_LENGTH", "7"}, {"CONTENT_LENGTH", "5"}});
  const std::vector<NameValue> wanted{{"content-length", "5"}};
  BOOST_TEST((incoming.request.headers == wanted));
  BOOST_TEST(decode("/", {{"CONTENT_TYPE", ""}}).request.headers.empty());
}

BOOST_AUTO_TEST_CASE(methods_and_the_client_are_taken_over) {
  const auto of = [](std::string_view method) {
    return decode_request({{"REQUEST_METHOD", method}, {"REQUEST_URI", "/"}}).request;
  };
  BOOST_TEST((of("GET").method == Method::get));
  BOOST_TEST((of("HEAD").method == Method::head));
  BOOST_TEST((of("POST").method == Method::post));
  BOOST_TEST((of("DELETE").method == Method::other));
  BOOST_TEST((of("get").method == Method::other));
  BOOST_TEST(of("DELETE").method_name == "DELETE");
  const auto request = decode("/", {{"REMOTE_ADDR", "192.0.2.1"}, {"HTTPS", "on"}}).request;
  BOOST_TEST(request.remote_address == "192.0.2.1");
  BOOST_TEST(request.https);
  for (const char* off : {"", "off", "ON"}) BOOST_TEST(!decode("/", {{"HTTPS", off}}).request.https);
  BOOST_TEST(!decode("/").request.https);
  BOOST_TEST(decode("/").request.remote_address == "");
}

BOOST_AUTO_TEST_CASE(a_request_id_is_taken_over_or_made) {
  const auto id_for = [](std::string_view given) { return decode("/", {{"REQUEST_ID", given}}).request.id; };
  BOOST_TEST(id_for("0123456789abcdef0123456789abcdef") == "0123456789abcdef0123456789abcdef");
  for (const std::size_t fits : {8U, 64U})
    BOOST_TEST(id_for(std::string(fits, 'a')) == std::string(fits, 'a'));
  for (const std::string& bad : {std::string(), std::string(7, 'a'), std::string("ABCDEF0123"),
                                 std::string("abcdef01\n"), std::string(65, 'a')}) {
    const std::string made = id_for(bad);
    BOOST_TEST(made.size() == 32);
    BOOST_TEST(made.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(made != id_for(bad));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
