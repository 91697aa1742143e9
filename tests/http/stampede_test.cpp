// Many clients at once on a page whose kept result was just dropped: one of them builds it. Where no lock
// prevents it, all of them do; the test holds the query back until all of them have begun it.
#include <pwd.h>
#include <unistd.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "core/catalogue.hpp"
#include "io/database/driver.hpp"
#include "tests/support/child_process.hpp"
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

BOOST_AUTO_TEST_CASE(without_a_lock_every_request_that_misses_rebuilds_and_with_it_one_does) {
  io::DriverConnection admin({.socket = test::required_variable("CASELOAD_TEST_DB_SOCKET"),
                              .host = "",
                              .user = getpwuid(getuid())->pw_name,
                              .password = "",
                              .schema = "caseload_x1"});
  constexpr std::int64_t readers = 4;
  const auto held_back = [&] {
    io::DriverResult row = admin.query(
        "SELECT COUNT(*) FROM information_schema.processlist WHERE db = 'caseload_x1' AND user = 'caseload' "
        "AND state = 'Waiting for table metadata lock'");
    row.next();
    return std::stoll(row.text(0));
  };
  const struct {
    std::string path;
    std::int64_t rebuilds;
  } variants[] = {{"/cases/cache-stampede/slow", readers}, {"/cases/cache-stampede/fast", 1}};
  for (const auto& [path, expected] : variants) {
    write("relevant");
    std::atomic<std::int64_t> rebuilds = 0, failed = 0;
    admin.execute("LOCK TABLES order_item WRITE");
    {
      std::vector<std::jthread> threads;
      for (std::int64_t reader = 0; reader < readers; ++reader)
        threads.emplace_back([&] {
          const auto response = test::fetch(test::base_url(), {.target = path + "?dataset=x1"});
          if (response.status != 200) ++failed;
          rebuilds += response.evidence("rebuilds").value_or(-100);
        });
      BOOST_TEST(test::becomes_true([&] { return held_back() == expected; }), path);
      admin.execute("UNLOCK TABLES");
    }
    BOOST_TEST(failed == 0, path);
    BOOST_TEST(rebuilds == expected, path);
  }
  write("undo");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
