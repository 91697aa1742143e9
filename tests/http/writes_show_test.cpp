// A write through the app shows on the next read through nginx, on every page that says it may be kept.
#include <boost/test/unit_test.hpp>

#include "core/catalogue.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

struct OrdersTakenBack {
  ~OrdersTakenBack() { test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=undo"}); }
};

std::string body_of(const std::string& path) {
  return test::fetch(test::base_url(), {.target = path}).body;
}

bool may_be_kept(const std::string& path) {
  const auto answer = test::fetch(test::base_url(), {.target = path});
  return answer.header("cache-control").value_or("no-store").find("no-store") == std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(writes_show, OrdersTakenBack)

BOOST_AUTO_TEST_CASE(a_write_shows_on_the_next_read_in_100_of_100_rounds) {
  std::size_t pages = 0;
  for (const Case& each : catalogue()) {
    const std::string slow = path_of(each, each.variants.front());
    const std::string fast = path_of(each, each.variants.back());
    if (each.writes() || !may_be_kept(fast)) continue;
    ++pages;
    int rounds_that_showed = 0;
    std::string before = body_of(fast);
    for (int round = 0; round < 100; ++round) {
      BOOST_TEST_REQUIRE(
          test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=relevant"}).status ==
          204);
      const std::string after = body_of(fast);
      if (after != before && after == body_of(slow)) ++rounds_that_showed;
      before = after;
    }
    BOOST_TEST(rounds_that_showed == 100, each.slug);
  }
  BOOST_TEST(pages > 0U);
}

BOOST_AUTO_TEST_CASE(a_write_that_no_page_shows_changes_none) {
  for (const Case& each : catalogue()) {
    const std::string fast = path_of(each, each.variants.back());
    if (each.writes() || !may_be_kept(fast)) continue;
    const std::string before = body_of(fast);
    BOOST_TEST_REQUIRE(
        test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=irrelevant"}).status ==
        204);
    BOOST_TEST(body_of(fast) == before, each.slug);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
