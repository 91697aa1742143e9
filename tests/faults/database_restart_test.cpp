// The database is shut down while requests use it: none of them is an error of the application, and the first
// ones after its return work.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <functional>
#include <map>
#include <thread>
#include <vector>

#include "tests/faults/database_worker.hpp"

namespace caseload {

using test::Number;
using test::Worker;

BOOST_AUTO_TEST_SUITE(database_restart)

BOOST_AUTO_TEST_CASE(what_runs_while_the_database_shuts_down_is_503_and_works_afterwards) {
  const io::DriverThread driver;
  io::DriverConnection admin(
      {.socket = test::private_mariadb().socket(), .user = "root", .schema = "caseload_x1"});
  admin.execute("CREATE OR REPLACE TABLE restarted (a INT) ENGINE = InnoDB");
  const std::vector<std::function<void(Database&)>> works{
      [](Database& db) { db.query<Number>("SELECT 1 + SLEEP(60)"); },
      [](Database& db) { db.query<Number>("SELECT COUNT(*) FROM restarted"); },
      [](Database& db) { db.execute("INSERT INTO restarted VALUES (1)"); },
      [](Database& db) {
        db.transaction([&] {
          db.execute("INSERT INTO restarted VALUES (2)");
          db.execute("INSERT INTO restarted VALUES (2)");
        });
      },
  };
  std::atomic<bool> is_back = false;
  std::vector<std::map<int, int>> statuses(works.size());
  std::atomic<int> without_retry_after = 0;
  std::vector<std::thread> threads;
  for (std::size_t at = 0; at < works.size(); ++at) {
    threads.emplace_back([&, at] {
      const io::DriverThread of_thread;
      Worker worker(test::private_mariadb().settings());
      do {
        const int status = worker.request(works[at]);
        ++statuses[at][status];
        if (status == 503 && !worker.has_retry_after) ++without_retry_after;
      } while (at > 0 && !is_back);
    });
  }
  const auto sleeping = [&] {
    io::DriverResult rows =
        admin.query("SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'");
    return rows.next() && rows.text(0) == "1";
  };
  BOOST_TEST(test::becomes_true(sleeping));
  test::private_mariadb().kill_and_restart(SIGTERM);
  is_back = true;
  for (std::thread& thread : threads) thread.join();

  BOOST_TEST(statuses[0][503] == 1);  // it was running
  for (const auto& seen : statuses)
    for (const auto& [status, times] : seen)
      BOOST_TEST((status == 200 || status == 503), status << ", " << times << " times");
  BOOST_TEST(without_retry_after == 0);
  Worker after(test::private_mariadb().settings());
  std::int64_t halves = -1;
  BOOST_TEST(after.request([&](Database& db) {
    halves = db.query_one<Number>("SELECT COUNT(*) % 2 FROM restarted WHERE a = 2")->value;
    db.execute("DROP TABLE restarted");
  }) == 200,
             after.detail);
  BOOST_TEST(halves == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
