// A write through the app shows on the next read through nginx, on every page that says it may be kept.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <regex>
#include <thread>

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
  const auto response = test::fetch(test::base_url(), {.target = path});
  return response.header("cache-control").value_or("no-store").find("no-store") == std::string::npos;
}

// max-age, and how long after it the old page may still be sent (RFC 9111 section 5.2.2.1, RFC 5861 section
// 3); one more, since ages are whole seconds.
std::chrono::seconds lifetime_of(const std::string& path) {
  const std::string cache_control =
      test::fetch(test::base_url(), {.target = path}).header("cache-control").value_or("");
  std::chrono::seconds sum{1};
  static const std::regex seconds("(max-age|stale-while-revalidate)=([0-9]+)");
  for (std::sregex_iterator each(cache_control.begin(), cache_control.end(), seconds), end; each != end;
       ++each)
    sum += std::chrono::seconds(std::stoi((*each)[2]));
  return sum;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(writes_show, OrdersTakenBack)

BOOST_AUTO_TEST_CASE(a_write_shows_on_the_next_read_in_every_round) {
  const int rounds = std::stoi(test::variable_or("CASELOAD_TEST_ROUNDS", "20"));
  std::size_t pages = 0;
  for (const Case& each : catalogue()) {
    const std::string slow = path_of(each, each.variants.front());
    const std::string fast = path_of(each, each.variants.back());
    if (each.writes() || !may_be_kept(fast)) continue;
    ++pages;
    int rounds_that_showed = 0;
    std::string before = body_of(fast);
    for (int round = 0; round < rounds; ++round) {
      BOOST_TEST_REQUIRE(
          test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=relevant"}).status ==
          204);
      const std::string after = body_of(fast);
      if (after != before && after == body_of(slow)) ++rounds_that_showed;
      before = after;
    }
    BOOST_TEST(rounds_that_showed == rounds, each.slug);
  }
  BOOST_TEST(pages > 0U);
}

// nginx does not learn about writes: a page in its cache may be as old as its Cache-Control allows.
BOOST_AUTO_TEST_CASE(a_write_shows_within_the_stated_lifetime_on_pages_that_nginx_keeps) {
  std::size_t pages = 0;
  for (const Case& each : catalogue()) {
    for (const Variant& variant : each.variants) {
      if (!variant.cached_by_nginx) continue;
      ++pages;
      const std::string path = path_of(each, variant);
      std::string kept, found;
      for (int tries = 0; tries < 10 && found != "caseload; hit"; ++tries) {  // one may be kept for too long
        kept = body_of(path);
        found = test::fetch(test::base_url(), {.target = path}).header("cache-status").value_or("");
      }
      BOOST_TEST(found == "caseload; hit");
      const auto stated = lifetime_of(path);
      BOOST_TEST_REQUIRE(
          test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=relevant"}).status ==
          204);
      const std::string wanted = body_of(path_of(each, each.variants.front()));
      BOOST_TEST(wanted != kept, each.slug);
      std::this_thread::sleep_for(stated);
      BOOST_TEST(body_of(path) == wanted, each.slug << " " << variant.name);
    }
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

// The demo ends with a sale, which it undoes.
BOOST_AUTO_TEST_CASE(
    a_run_on_a_case_page_shows_that_a_write_empties_the_cache_and_leaves_the_data_as_it_was) {
  const std::string page = body_of("/cases/query-cache/slow");
  const std::string run = body_of("/cases/query-cache/?run=1");
  const std::size_t second = run.find("found in the cache");
  BOOST_TEST_REQUIRE(second != std::string::npos);
  BOOST_TEST(run.find("filled the cache", second) != std::string::npos);
  BOOST_TEST(run.find("Same response") != std::string::npos);
  BOOST_TEST(body_of("/cases/query-cache/slow") == page);
  BOOST_TEST(body_of("/cases/query-cache/fast") == page);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
