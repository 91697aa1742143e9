// A page that is data: the same bytes from every variant, as JSON has them.
#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

test::HttpResponse fetch_orders(const std::string& variant, const std::string& accept) {
  return test::fetch(test::base_url(), {.target = "/cases/serializer/" + variant + "?n=2560",
                                        .headers = {"Accept: " + accept}});
}

bool is_utc_time(std::string_view text) {
  return text.size() == 20 && text[4] == '-' && text[10] == 'T' && text[19] == 'Z';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(serializer)

BOOST_AUTO_TEST_CASE(the_response_is_json_whatever_the_client_likes_best) {
  const std::string body = fetch_orders("slow", "text/html").body;
  for (const char* variant : {"slow", "fast"}) {
    for (const char* accept : {"text/html", "application/json", "*/*"}) {
      const auto response = fetch_orders(variant, accept);
      BOOST_TEST(response.status == 200);
      BOOST_TEST(response.header("content-type").value_or("") == "application/json");
      BOOST_TEST((response.body == body), variant << ' ' << accept);
    }
  }
}

BOOST_AUTO_TEST_CASE(names_numbers_dates_and_nulls_are_as_json_has_them) {
  const Value response = io::from_json(fetch_orders("fast", "application/json").body).value();
  const Value::List& orders = *response["orders"].items();
  BOOST_TEST(orders.size() == 2560U);
  bool has_null = false, has_rating = false, has_quotes = false, has_markup = false, has_emoji = false;
  std::size_t items = 0;
  for (const Value& order : orders) {
    BOOST_TEST_REQUIRE(order["id"].integer() != nullptr);
    BOOST_TEST_REQUIRE(is_utc_time(order["placed_at"].text_or("")));
    for (const Value& item : *order["items"].items()) {
      ++items;
      BOOST_TEST_REQUIRE(item["quantity"].integer() != nullptr);
      BOOST_TEST_REQUIRE(item["price"].text() != nullptr);
      const Value* rating = item.find("rating");
      BOOST_TEST_REQUIRE((rating != nullptr && (rating->is_null() || rating->real() != nullptr)));
      has_null |= rating->is_null();
      has_rating |= !rating->is_null();
      const std::string_view title = item["title"].text_or("");
      has_quotes |= title == "Tom's & Anna's \"Great\" <Day>";
      has_markup |= title == "</script><script>alert(\"x\")</script>";
      has_emoji |= title == "x😉y𠜎z";
    }
  }
  BOOST_TEST(items > 7000U);
  BOOST_TEST(has_null);
  BOOST_TEST(has_rating);
  BOOST_TEST(has_quotes);
  BOOST_TEST(has_markup);
  BOOST_TEST(has_emoji);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
