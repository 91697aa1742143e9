#include "app/request_chain.hpp"

#include <boost/test/unit_test.hpp>

#include "core/errors.hpp"
#include "io/request_log.hpp"

namespace caseload {

BOOST_AUTO_TEST_SUITE(request_chain)

BOOST_AUTO_TEST_CASE(an_account_comes_back_from_the_cache_as_it_was) {
  const Account account{.customer_id = 38,
                        .requests_per_minute = 1'000'000,
                        .name = "Bryce & Bryce <Agents>",
                        .email = "reader38@example.org",
                        .permissions = {"products.read", "wishlist.write"}};
  const auto read = steps::account_in(steps::text_of(account));
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(read->customer_id == account.customer_id);
  BOOST_TEST(read->requests_per_minute == account.requests_per_minute);
  BOOST_TEST(read->name == account.name);
  BOOST_TEST(read->email == account.email);
  BOOST_TEST(read->permissions == account.permissions, boost::test_tools::per_element());
  for (const char* other : {"", "{}", "[]", "null", "{\"limit\":5}", "{\"limit\":"})
    BOOST_TEST(!steps::account_in(other).has_value(), other);
}

BOOST_AUTO_TEST_CASE(features_come_back_from_the_cache_as_they_were) {
  const std::vector<steps::Feature> features{{.name = "a", .share = 0}, {.name = "b", .share = 100}};
  const auto read = steps::features_in(steps::text_of(features));
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST_REQUIRE(read->size() == 2U);
  BOOST_TEST(read->back().name == "b");
  BOOST_TEST(read->back().share == 100);
  BOOST_TEST(!steps::features_in("[1]").has_value());
}

BOOST_AUTO_TEST_CASE(a_feature_is_on_for_its_share_of_the_customers_and_for_the_same_ones) {
  for (const std::int64_t share : {0, 10, 50, 100}) {
    const std::vector<steps::Feature> features{{.name = "shelf", .share = share}};
    int on = 0;
    for (int customer = 1; customer <= 1000; ++customer) {
      const bool is_on = steps::is_on(features, "shelf", customer);
      on += is_on;
      if (is_on) BOOST_TEST(steps::is_on({{.name = "shelf", .share = share + 1}}, "shelf", customer));
    }
    BOOST_TEST(on == 10 * share);
  }
  BOOST_TEST(!steps::is_on({}, "shelf", 1));
}

BOOST_AUTO_TEST_CASE(a_line_of_the_request_log_is_written_at_once_and_in_whole) {
  BOOST_TEST(io::write_request_line("GET / 200") == 10);
  io::buffer_request_line("GET / 200");
  BOOST_TEST(io::write_request_line("") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
