// The partner services respond from the shop's data, without the program around them.
#include "partners/partner_services.hpp"

#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "shop/partner_calls.hpp"
#include "tests/support/app_under_test.hpp"

namespace caseload::partners {
namespace {

struct Services {
  PartnerServices services{test::database_settings()};

  std::pair<int, Value> ask(std::string_view line, const std::string& form = "") {
    Request request = test::AppUnderTest::request_of(line);
    request.body = form;
    const Response response = services.handle(request);
    return {response.status, io::from_json(response.body).value()};
  }
  std::string error(std::string_view line, int status, const std::string& form = "") {
    const auto [got, document] = ask(line, form);
    BOOST_TEST(got == status, line);
    return std::string(document["error"].text_or(""));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(partner_services, Services)

BOOST_AUTO_TEST_CASE(stock_is_given_for_each_product_in_the_order_of_the_call) {
  const auto [status, document] = ask("/stock?dataset=x1&sku=NB-0025-03,NONE,NB-0025-01");
  BOOST_TEST(status == 200);
  const Value::List& items = *document["items"].items();
  BOOST_TEST(items.size() == 3u);
  BOOST_TEST(items[0]["sku"].text_or("") == "NB-0025-03");
  BOOST_TEST(items[0]["stock"].integer_or(-1) >= 0);
  BOOST_TEST(items[1]["error"].text_or("") == "unknown product");  // and the others are there all the same
  BOOST_TEST(items[1].find("stock") == nullptr);
  BOOST_TEST(items[2]["stock"].integer_or(-1) >= 0);
}

BOOST_AUTO_TEST_CASE(price_and_delivery_are_those_of_the_product) {
  BOOST_TEST(ask("/price?sku=NB-0025-03").second["currency"].text_or("") == "EUR");
  const Value delivery = ask("/delivery?sku=NB-0025-03&country=DE").second;
  BOOST_TEST(delivery["country"].text_or("") == "DE");
  BOOST_TEST(delivery["days"].integer_or(0) >= 1);
  BOOST_TEST(!delivery["price"].text_or("").empty());
}

BOOST_AUTO_TEST_CASE(a_payment_above_the_customer_s_limit_is_declined) {
  const auto [paid, approval] = ask("POST /payment?dataset=x1", "customer=1&cents=100");
  BOOST_TEST(paid == 200);
  BOOST_TEST(*approval["approved"].boolean());
  BOOST_TEST(approval["reference"].text_or("") == "P-1-100");
  const auto [declined, refusal] = ask("POST /payment?dataset=x1", "customer=1&cents=1000000000");
  BOOST_TEST(declined == 402);
  BOOST_TEST(!*refusal["approved"].boolean());
  BOOST_TEST(refusal["reason"].text_or("").starts_with("the limit is "));
}

BOOST_AUTO_TEST_CASE(a_call_that_makes_no_sense_is_refused_with_the_reason) {
  std::string skus = "A";
  for (std::size_t i = 0; i < max_skus; ++i) skus += ",A";
  BOOST_TEST(error("/stock?sku=" + skus, 400) == "the parameter sku must have 1 to 100 SKUs; got 101");
  BOOST_TEST(error("/stock", 400) == "the parameter sku is missing");
  BOOST_TEST(error("/stock?sku=,", 400) == "the parameter sku must have 1 to 100 SKUs; got 0");
  BOOST_TEST(error("/price?sku=A&dataset=x2", 400) ==
             "the parameter dataset must be x1, x4 or x16; got 'x2'");
  BOOST_TEST(error("/price?sku=NONE", 404) == "unknown product NONE");
  BOOST_TEST(error("/delivery?sku=NB-0025-03&country=ZZ", 404) == "no delivery of NB-0025-03 to ZZ");
  BOOST_TEST(error("POST /payment", 400, "customer=1&cents=-5") ==
             "the parameter cents must be a whole number above 0; got '-5'");
  BOOST_TEST(error("POST /payment", 404, "customer=999999999&cents=5") == "unknown customer 999999999");
  BOOST_TEST(error("/payment", 405) == "Method not allowed; use POST");
  BOOST_TEST(error("/nothing", 404) == "there is no service at /nothing");
}

BOOST_AUTO_TEST_CASE(a_service_without_its_database_says_so) {
  PartnerServices without({.socket = "/nowhere/mariadb.sock"});
  Request request = test::AppUnderTest::request_of("/price?sku=NB-0025-03");
  BOOST_TEST(without.handle(request).status == 503);
  Request health = test::AppUnderTest::request_of("/healthz");
  BOOST_TEST(without.handle(health).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::partners
