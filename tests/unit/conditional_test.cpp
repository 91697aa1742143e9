#include "core/conditional.hpp"

#include <boost/test/unit_test.hpp>

#include "core/build_info.hpp"
#include "core/errors.hpp"
#include "core/http_date.hpp"

namespace caseload {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

constexpr auto now = sys_days(2026y / 11 / 25) + 12h;
constexpr auto changed = sys_days(1994y / 11 / 6) + 8h + 49min + 37s;
constexpr auto preferred = "Sun, 06 Nov 1994 08:49:37 GMT";

Request asking(std::vector<NameValue> headers, Method method = Method::get) {
  Request request;
  request.method = method;
  request.headers = std::move(headers);
  return request;
}

const Validators page{.etag = "\"a\"", .last_modified = changed};

Precondition evaluated(std::vector<NameValue> headers, const Validators& validators = page) {
  return evaluate(asking(std::move(headers)), validators, now);
}

bool spares(const std::string& if_none_match, const std::string& etag = "\"a\"") {
  return evaluated({{"if-none-match", if_none_match}}, {.etag = etag}) == Precondition::not_modified;
}

bool spares_since(const std::string& date) {
  return evaluated({{"if-modified-since", date}}) == Precondition::not_modified;
}

Response answer_of_a_page() {
  Response response{.body = "page"};
  for (const auto& [name, value] : std::vector<NameValue>{{"Content-Type", "text/html"},
                                                          {"ETag", "\"a\""},
                                                          {"Last-Modified", preferred},
                                                          {"Cache-Control", "private, no-cache"},
                                                          {"Vary", "Accept"},
                                                          {"Content-Location", "/a"},
                                                          {"Expires", "0"},
                                                          {"Evidence", "sql=1"},
                                                          {"Server-Timing", "db;dur=1"},
                                                          {"X-Request-Id", "1"}}) {
    response.set(name, value);
  }
  return response;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conditional)

BOOST_AUTO_TEST_CASE(a_date_is_written_in_the_preferred_form) {
  BOOST_TEST(http_date(changed) == preferred);
  BOOST_TEST(http_date(sys_days(2024y / 2 / 29)) == "Thu, 29 Feb 2024 00:00:00 GMT");
  BOOST_TEST(http_date(std::chrono::sys_seconds()) == "Thu, 01 Jan 1970 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(a_date_is_read_in_all_three_forms) {
  BOOST_TEST((parse_http_date(preferred, now) == changed));
  BOOST_TEST((parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now) == changed));
  BOOST_TEST((parse_http_date("Sun Nov  6 08:49:37 1994", now) == changed));
  BOOST_TEST((parse_http_date("Sun Nov 16 08:49:37 1994", now) == changed + std::chrono::days(10)));
  BOOST_TEST((parse_http_date("Sun, 31 Dec 2016 23:59:60 GMT", now) == sys_days(2017y / 1 / 1)));
}

BOOST_AUTO_TEST_CASE(two_digits_for_a_year_are_at_most_50_years_ahead) {
  BOOST_TEST((parse_http_date("Monday, 06-Nov-76 08:49:37 GMT", now) ==
              sys_days(2076y / 11 / 6) + 8h + 49min + 37s));
  BOOST_TEST((parse_http_date("Monday, 06-Nov-77 08:49:37 GMT", now) ==
              sys_days(1977y / 11 / 6) + 8h + 49min + 37s));
  BOOST_TEST((parse_http_date("Monday, 06-Nov-26 08:49:37 GMT", now) ==
              sys_days(2026y / 11 / 6) + 8h + 49min + 37s));
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_none) {
  for (const char* text :
       {"", "0", "yesterday", "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "sun, 06 nov 1994 08:49:37 gmt",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
        "1994-11-06T08:49:37Z", "Sun, 06 Nov -994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT"}) {
    BOOST_TEST(!parse_http_date(text, now).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_tag_that_the_client_has_spares_the_page) {
  BOOST_TEST(spares("\"a\""));
  BOOST_TEST(spares("\"b\", \"a\""));
  BOOST_TEST(spares("\"b\",\"a\" ,\"c\""));
  BOOST_TEST(spares(" , ,\"a\","));
  BOOST_TEST(spares("*"));
  BOOST_TEST(spares("\"a,b\"", "\"a,b\""));
  BOOST_TEST(spares("\"\"", "\"\""));
  BOOST_TEST(!spares("\"b\""));
  BOOST_TEST(!spares("\"A\""));
  BOOST_TEST(!spares("a"));
  BOOST_TEST(!spares("\"a"));
  BOOST_TEST(!spares("\"a\"x"));
  BOOST_TEST(!spares("w/\"a\""));
  BOOST_TEST(!spares("\"x,\"a\""));
  BOOST_TEST(!spares(""));
}

BOOST_AUTO_TEST_CASE(B4_a_tag_weakened_by_compression_matches) {
  BOOST_TEST(spares("W/\"a\""));
  BOOST_TEST(spares("\"a\"", "W/\"a\""));
  BOOST_TEST(spares("W/\"a\"", "W/\"a\""));
  BOOST_TEST(spares("\"b\", W/\"a\""));
  BOOST_TEST(!spares("W/\"b\""));
}

BOOST_AUTO_TEST_CASE(B5_where_both_validators_are_sent_the_tag_alone_decides) {
  BOOST_TEST(
      (evaluated({{"if-none-match", "\"b\""}, {"if-modified-since", preferred}}) == Precondition::holds));
  BOOST_TEST(
      (evaluated({{"if-none-match", "\"a\""}, {"if-modified-since", "Sun, 06 Nov 1983 08:49:37 GMT"}}) ==
       Precondition::not_modified));
}

BOOST_AUTO_TEST_CASE(a_list_may_come_on_several_lines) {
  BOOST_TEST(
      (evaluated({{"if-none-match", "\"b\""}, {"if-none-match", "\"a\""}}) == Precondition::not_modified));
}

BOOST_AUTO_TEST_CASE(a_date_not_before_the_last_change_spares_the_page) {
  BOOST_TEST(spares_since(preferred));
  BOOST_TEST(spares_since("Sunday, 06-Nov-94 08:49:37 GMT"));
  BOOST_TEST(spares_since("Sun Nov  6 08:49:37 1994"));
  BOOST_TEST(spares_since("Sun, 06 Nov 1994 08:49:38 GMT"));
  BOOST_TEST(!spares_since("Sun, 06 Nov 1994 08:49:36 GMT"));
  BOOST_TEST(!spares_since("nonsense"));
  BOOST_TEST(!spares_since(""));
  BOOST_TEST((evaluated({{"if-modified-since", preferred}}, {.etag = "\"a\""}) == Precondition::holds));
}

BOOST_AUTO_TEST_CASE(if_match_compares_strongly_and_goes_before_if_unmodified_since) {
  BOOST_TEST((evaluated({{"if-match", "\"a\""}}) == Precondition::holds));
  BOOST_TEST((evaluated({{"if-match", "*"}}) == Precondition::holds));
  BOOST_TEST((evaluated({{"if-match", "\"b\""}}) == Precondition::failed));
  BOOST_TEST((evaluated({{"if-match", "W/\"a\""}}) == Precondition::failed));
  BOOST_TEST((evaluated({{"if-match", "W/\"a\""}}, {.etag = "W/\"a\""}) == Precondition::failed));
  BOOST_TEST((evaluated({{"if-match", "\"a\""}, {"if-unmodified-since", "Sun, 06 Nov 1983 08:49:37 GMT"}}) ==
              Precondition::holds));
  BOOST_TEST((evaluated({{"if-unmodified-since", "Sun, 06 Nov 1983 08:49:37 GMT"}}) == Precondition::failed));
  BOOST_TEST((evaluated({{"if-unmodified-since", preferred}}) == Precondition::holds));
  BOOST_TEST((evaluated({{"if-unmodified-since", "nonsense"}}) == Precondition::holds));
  BOOST_TEST((evaluated({{"if-match", "\"a\""}, {"if-none-match", "\"a\""}}) == Precondition::not_modified));
}

BOOST_AUTO_TEST_CASE(a_304_has_the_headers_of_the_200_but_nothing_of_its_body) {
  const Response response =
      apply_preconditions(asking({{"if-none-match", "\"a\""}}), answer_of_a_page(), now);
  BOOST_TEST(response.status == 304);
  BOOST_TEST(response.body.empty());
  BOOST_TEST(response.header("Content-Type") == nullptr);
  for (const char* kept : {"ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Location", "Expires",
                           "Evidence", "Server-Timing", "X-Request-Id"}) {
    BOOST_TEST_REQUIRE(response.header(kept) != nullptr, kept);
    BOOST_TEST(*response.header(kept) == *answer_of_a_page().header(kept), kept);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_tag_matches_nothing) {
  BOOST_TEST(!spares("\"a b\"", "\"a b\""));
  BOOST_TEST(!spares("\"a\x7f\"", "\"a\x7f\""));
  for (const char* none : {"W/", "W/a", "a", "\"", "\"a", "W/\"a", "a\"", "\"b\" \"a\"", "\"b\"; \"a\""})
    BOOST_TEST(!spares(none), none);
}

BOOST_AUTO_TEST_CASE(other_headers_are_not_searched_for_tags) {
  BOOST_TEST((evaluated({{"x-tag", "\"a\""}, {"if-none-match", "\"b\""}, {"if-range", "\"a\""}}) ==
              Precondition::holds));
}

BOOST_AUTO_TEST_CASE(a_page_may_have_one_validator_alone) {
  Response dated{.body = "page"};
  dated.set("Last-Modified", preferred);
  BOOST_TEST(apply_preconditions(asking({{"if-modified-since", preferred}}), dated, now).status == 304);
  BOOST_TEST(apply_preconditions(asking({{"if-none-match", "\"a\""}}), dated, now).status == 200);
  Response tagged{.body = "page"};
  tagged.set("ETag", "\"a\"");
  BOOST_TEST(apply_preconditions(asking({{"if-modified-since", preferred}}), tagged, now).status == 200);
  BOOST_TEST(apply_preconditions(asking({{"if-none-match", "\"a\""}}), tagged, now).status == 304);
}

BOOST_AUTO_TEST_CASE(a_304_of_a_stream_produces_nothing) {
  Response stream = answer_of_a_page();
  stream.producer = [](Sink&) {};
  BOOST_TEST((apply_preconditions(asking({{"if-none-match", "\"a\""}}), stream, now).producer == nullptr));
  BOOST_TEST((apply_preconditions(asking({{"if-none-match", "\"b\""}}), stream, now).producer != nullptr));
}

BOOST_AUTO_TEST_CASE(only_a_200_to_GET_or_HEAD_with_validators_can_become_a_304) {
  const std::vector<NameValue> matching{{"if-none-match", "*"}};
  BOOST_TEST(apply_preconditions(asking(matching, Method::head), answer_of_a_page(), now).status == 304);
  BOOST_TEST(apply_preconditions(asking(matching, Method::post), answer_of_a_page(), now).status == 200);
  BOOST_TEST(apply_preconditions(asking({}), answer_of_a_page(), now).body == "page");
  Response missing = answer_of_a_page();
  missing.status = 404;
  BOOST_TEST(apply_preconditions(asking(matching), missing, now).status == 404);
  BOOST_TEST(apply_preconditions(asking(matching), Response{.body = "page"}, now).status == 200);
  BOOST_CHECK_EXCEPTION(apply_preconditions(asking({{"if-match", "\"b\""}}), answer_of_a_page(), now),
                        HttpError, [](const HttpError& error) { return error.status == 412; });
}

BOOST_AUTO_TEST_CASE(a_page_that_knows_its_validators_can_respond_before_its_work) {
  const auto spared = not_modified(asking({{"if-none-match", "\"a\""}}), page, now);
  BOOST_TEST_REQUIRE(spared.has_value());
  BOOST_TEST(spared->status == 304);
  BOOST_TEST(*spared->header("ETag") == "\"a\"");
  BOOST_TEST(*spared->header("Last-Modified") == preferred);
  BOOST_TEST(!not_modified(asking({{"if-none-match", "\"b\""}}), page, now).has_value());
  BOOST_TEST(!not_modified(asking({}), page, now).has_value());
}

BOOST_AUTO_TEST_CASE(HTML_and_JSON_of_one_version_have_different_tags) {
  const std::string build(build_info().commit);
  BOOST_TEST(etag_of("7", Format::html) == "\"7-html-" + build + "\"");
  BOOST_TEST(etag_of("7", Format::json) == "\"7-json-" + build + "\"");
  BOOST_TEST(etag_of("!~7,a=b'", Format::html) == "\"!~7,a=b'-html-" + build + "\"");
}

BOOST_AUTO_TEST_CASE(a_version_that_can_not_be_sent_in_a_tag_is_refused) {
  for (const std::string version : {"", "7 8", " 7", "7 ", "7\"", "7\t", "7\r\n", "7\x7f", "7\xc3\xa9"}) {
    BOOST_CHECK_THROW(etag_of(version, Format::html), std::invalid_argument);
    BOOST_CHECK_THROW(etag_of(version, Format::json), std::invalid_argument);
  }
  BOOST_CHECK_THROW(etag_of(std::string_view("7\0", 2), Format::html), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_first_visit_brings_no_preconditions) {
  Request request = asking({{"if-none-match", "*"}, {"accept", "*/*"}, {"if-modified-since", preferred}});
  remove_preconditions(request);
  BOOST_TEST(request.headers.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
