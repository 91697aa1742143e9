// The pages of a long list through nginx: every variant shows the same on each page that the links lead to.
#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

const std::string case_path = "/cases/pagination/";

test::HttpResponse fetch(const std::string& variant, const std::string& query, const std::string& accept) {
  return test::fetch(test::base_url(),
                     {.target = case_path + variant + query, .headers = {"Accept: " + accept}});
}

Value shown(const std::string& variant, const std::string& query) {
  const auto response = fetch(variant, query, "application/json");
  BOOST_TEST_REQUIRE(response.status == 200, variant << query << ": " << response.status);
  return io::from_json(response.body).value();
}

std::string link_in(const Value& page, std::string_view name) {
  return std::string(page[name].text_or(""));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pagination)

// A page by its number alone, which keyset has no way to reach.
BOOST_AUTO_TEST_CASE(a_variant_that_refuses_what_others_accept_is_shown_with_its_reason) {
  const auto api = test::fetch(test::base_url(), {.target = "/api/examples/pagination/?page=2"});
  BOOST_TEST_REQUIRE(api.status == 200, api.body);
  const Value run = io::from_json(api.body).value();
  BOOST_TEST(run["equal"].is_null());
  const std::string reason(run["reason"].text_or(""));
  BOOST_TEST(reason.starts_with("keyset refused with 400: page 2 needs after=year,id"), reason);
  const Value::List& variants = *run["variants"].items();
  BOOST_TEST(variants[0]["evidence"]["rows"].integer_or(0) == 10'000);
  BOOST_TEST(variants[1]["evidence"]["rows"].integer_or(0) == 51);
  BOOST_TEST(variants[0]["body_sha256"].text_or("a") == variants[1]["body_sha256"].text_or("b"));
  BOOST_TEST(variants[2]["status"].integer_or(0) == 400);
  BOOST_TEST(variants[2]["evidence"].is_null());

  const auto page = test::fetch(test::base_url(), {.target = "/cases/pagination/?run=1&page=2"});
  BOOST_TEST_REQUIRE(page.status == 200);
  // The case's page gets there by the link on page 1, as a visitor does.
  BOOST_TEST(page.body.find("Refused with") == std::string::npos);
  BOOST_TEST(page.body.find("data-verdict=\"equal\"") != std::string::npos);
  BOOST_TEST(page.body.find("data-holds=\"no\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_every_variant_refuses_is_refused) {
  for (const char* target : {"/api/examples/pagination/?page=4000", "/cases/pagination/?run=1&page=4000"}) {
    const auto response =
        test::fetch(test::base_url(), {.target = target, .headers = {"Accept: application/json"}});
    BOOST_TEST(response.status == 404, target);
    BOOST_TEST(response.body.find("The list of books ends before page 4000") != std::string::npos,
               response.body);
  }
}

BOOST_AUTO_TEST_CASE(the_links_lead_through_all_books_once_and_back_again) {
  std::vector<std::string> queries;
  std::size_t books = 0;
  std::int64_t year_before = 0;
  for (std::string query = "?page=1"; !query.empty();) {
    queries.push_back(query);
    const Value page = shown("keyset", query);
    BOOST_TEST_REQUIRE(page["page"].integer_or(0) == static_cast<std::int64_t>(queries.size()));
    for (const Value& book : *page["books"].items()) {
      const std::int64_t year = book["year"].integer_or(0);
      BOOST_TEST_REQUIRE(year >= year_before);
      year_before = year;
      ++books;
    }
    if (queries.size() % 20 == 0) BOOST_TEST(io::to_json(shown("offset", query)) == io::to_json(page), query);
    query = link_in(page, "next");
  }
  BOOST_TEST(queries.size() == 200U);
  BOOST_TEST(books == 10'000U);

  Value page = shown("keyset", queries.back());
  for (std::size_t number = queries.size() - 1; number >= 1; --number) {
    page = shown("keyset", link_in(page, "previous"));
    if (number % 20 == 0 || number < 3)
      BOOST_TEST(io::to_json(page) == io::to_json(shown("offset", queries[number - 1])), number);
  }
  BOOST_TEST(link_in(page, "previous").empty());
  BOOST_TEST(link_in(page, "first").empty());
}

BOOST_AUTO_TEST_CASE(all_variants_show_the_same_first_middle_and_last_page_as_html) {
  std::vector<std::string> queries{""};
  std::string query = "?page=1";
  for (int number = 1; !query.empty(); ++number) {
    if (number == 2 || number == 100 || number == 199 || number == 200) queries.push_back(query);
    query = link_in(shown("keyset", query), "next");
  }
  BOOST_TEST_REQUIRE(queries.size() == 5U);
  for (const std::string& each : queries) {
    const std::string keyset = fetch("keyset", each, "text/html").body;
    for (const char* variant : {"slow", "offset"})
      BOOST_TEST((fetch(variant, each, "text/html").body == keyset), variant << each);
  }
  const std::string middle = fetch("keyset", queries[2], "text/html").body;
  for (const char* relation : {"rel=\"first\"", "rel=\"prev\"", "rel=\"next\""})
    BOOST_TEST((middle.find(relation) != std::string::npos), relation);
  BOOST_TEST((fetch("keyset", "", "text/html").body.find("rel=\"prev\"") == std::string::npos));
  BOOST_TEST((fetch("keyset", queries[4], "text/html").body.find("rel=\"next\"") == std::string::npos));
}

BOOST_AUTO_TEST_CASE(B11_page_number) {
  const std::vector<std::string> bad{"0",
                                     "-1",
                                     "9223372036854775807",
                                     "9223372036854775808",
                                     "1e3",
                                     "2147483647",
                                     "99999999999999999999",
                                     "crasher",
                                     "",
                                     "1.5",
                                     "%201"};
  for (const char* variant : {"slow", "offset", "keyset"}) {
    for (const std::string& page : bad)
      BOOST_TEST(fetch(variant, "?page=" + page, "application/json").status == 400, variant << ' ' << page);
    for (const char* after :
         {"1", "1,", ",1", "a,b", "1,2,3", "1,2,forth", "99999999999999999999,1", "1%202"})
      BOOST_TEST(fetch(variant, std::string("?page=2&after=") + after, "application/json").status == 400,
                 variant << ' ' << after);
  }
}

BOOST_AUTO_TEST_CASE(past_the_end_there_is_no_page) {
  for (const char* variant : {"slow", "offset", "keyset"})
    BOOST_TEST(fetch(variant, "?page=201&after=2025,99999", "application/json").status == 404, variant);
}

BOOST_AUTO_TEST_CASE(without_a_place_keyset_shows_the_first_page_alone) {
  BOOST_TEST(fetch("keyset", "?page=1", "application/json").status == 200);
  const auto response = fetch("keyset", "?page=2", "application/json");
  BOOST_TEST(response.status == 400);
  BOOST_TEST((response.body.find("Page 2 needs after=year,id") != std::string::npos), response.body);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
