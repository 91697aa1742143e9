// The plans of both variants: the claims count pages, and this is why they differ.
#include <boost/test/unit_test.hpp>

#include "io/json/json.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

std::string plan_of(const std::string& variant) {
  const auto page = test::fetch(
      test::base_url(), {.target = "/cases/covering-index/" + variant + "?n=100", .headers = {"Probe: 1"}});
  const auto evidence =
      test::fetch(test::base_url(), {.target = "/evidence/" + page.header("x-request-id").value_or("")});
  const auto document = io::from_json(evidence.body);
  return document ? io::to_json((*document)["digests"].items()->front()["explain"]) : "no evidence";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(covering_index)

BOOST_AUTO_TEST_CASE(only_the_index_with_all_columns_is_enough) {
  BOOST_TEST(plan_of("fast").find("using index") != std::string::npos, plan_of("fast"));
  BOOST_TEST(plan_of("slow").find("idx_announced_book_publisher_id") != std::string::npos, plan_of("slow"));
  BOOST_TEST(plan_of("slow").find("using index") == std::string::npos, plan_of("slow"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
