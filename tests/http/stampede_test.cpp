// Many clients at once on a page whose kept result was just dropped: one of them builds it.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "core/catalogue.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

constexpr int clients = 100;

// The number of queries for a response, from its evidence; -1 if it failed.
std::int64_t queries_of(const std::string& path) {
  const auto response = test::fetch(test::base_url(), {.target = path});
  return response.status == 200 ? response.evidence("sql").value_or(-1) : -1;
}

void write(const std::string& kind) {
  const auto response =
      test::fetch(test::base_url(), {.method = "POST", .target = "/test/write?kind=" + kind});
  BOOST_TEST_REQUIRE(response.status == 204);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stampede)

BOOST_AUTO_TEST_CASE(B8_of_100_clients_on_a_dropped_result_one_builds_it) {
  int pages = 0;
  for (const Case& each : catalogue()) {
    const Variant& variant = each.variants.back();
    const std::string path = path_of(each, variant);
    if (each.writes() || variant.cached_by_nginx || queries_of(path) < 0 || queries_of(path) > 0) continue;
    ++pages;
    write("relevant");
    const std::int64_t alone = queries_of(path);
    BOOST_TEST(alone > 0, each.slug + " keeps what was dropped");
    write("undo");
    std::atomic<std::int64_t> statements = 0, failed = 0;
    {
      std::vector<std::jthread> threads;
      for (int client = 0; client < clients; ++client) {
        threads.emplace_back([&] {
          const std::int64_t count = queries_of(path);
          count < 0 ? ++failed : statements += count;
        });
      }
    }
    BOOST_TEST(failed == 0, each.slug);
    BOOST_TEST(statements == alone, each.slug);
  }
  BOOST_TEST(pages > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
