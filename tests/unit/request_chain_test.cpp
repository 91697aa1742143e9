#include "shop/request_chain.hpp"

#include <boost/test/unit_test.hpp>

#include "app/responses.hpp"
#include "core/errors.hpp"
#include "io/log/request_log.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

struct ChainFixture : test::StackOwners {
  Request request;
  Case the_case;
  Exchange exchange{owners, request, the_case, {}};

  std::vector<std::string> steps_run() {
    std::vector<std::string> names;
    const Value document = exchange.trace().document();
    for (const Value& step : *document["steps"].items()) names.emplace_back(step["name"].text_or(""));
    return names;
  }
};

void nothing(Visit&) {}
void refuse(Visit&) {
  throw HttpError(403, "no");
}
void note_end(Visit& visit, int status) {
  visit.services.trace.count_log_bytes(status);
}
Response page(Visit&) {
  return html_response("<p>Page</p>");
}

constexpr ChainStep open[] = {{"first", nothing}, {"second", nothing}};
constexpr ChainStep closed[] = {{"first", nothing}, {"gate", refuse}, {"last", nothing}};

Response through_open(const Request& request, Services& services) {
  return run_chain({.steps = open, .finish = {"note_end", note_end}}, request, services, page);
}
Response through_closed(const Request& request, Services& services) {
  return run_chain({.steps = closed, .finish = {"note_end", note_end}}, request, services, page);
}
Response through_nothing(const Request& request, Services& services) {
  return run_chain({}, request, services, page);
}

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(request_chain)

BOOST_FIXTURE_TEST_CASE(each_step_of_a_chain_is_named_in_the_evidence_and_the_end_sees_the_status,
                        ChainFixture) {
  const Response response = exchange.run({.name = "open", .run = through_open});
  BOOST_TEST(response.body == "<p>Page</p>");
  BOOST_TEST(steps_run() == Names({"first", "second", "note_end"}), boost::test_tools::per_element());
  BOOST_TEST(exchange.trace().evidence_header().ends_with("log-bytes=200"));
}

BOOST_FIXTURE_TEST_CASE(a_chain_ends_at_the_step_that_refuses_and_the_end_still_sees_it, ChainFixture) {
  BOOST_CHECK_THROW(exchange.run({.name = "closed", .run = through_closed}), HttpError);
  BOOST_TEST(steps_run() == Names({"first", "gate", "note_end"}), boost::test_tools::per_element());
  BOOST_TEST(exchange.trace().evidence_header().ends_with("log-bytes=403"));
}

BOOST_FIXTURE_TEST_CASE(a_chain_without_steps_has_none_in_the_evidence, ChainFixture) {
  exchange.run({.name = "nothing", .run = through_nothing});
  BOOST_TEST(steps_run().empty());
}

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
