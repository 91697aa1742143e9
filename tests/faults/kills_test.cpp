// Many short jobs while the app, the worker and the database are killed again and again: every job that a
// visitor was promised ends as done, and none of them has its effect twice. `make test` runs a short form;
// `make faults` the long one, by CASELOAD_TEST_JOBS and CASELOAD_TEST_KILLS (app,worker,database).
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <set>
#include <thread>

#include "core/clock.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"
#include "jobs/job_state.hpp"
#include "jobs/queue.hpp"
#include "tests/faults/program.hpp"
#include "tests/support/fcgi_client.hpp"
#include "tests/support/figures.hpp"
#include "tests/support/private_mariadb.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int clients = 4;

// Visitors who request reports and remember the address of each job that they were promised.
class Visitors {
 public:
  Visitors(std::string socket, std::int64_t wanted) : socket_(std::move(socket)), wanted_(wanted) {
    for (int at = 0; at < clients; ++at) threads_.emplace_back([this] { request_reports(); });
  }
  ~Visitors() {
    given_up_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  std::int64_t promised() const { return promised_count_; }
  std::set<std::int64_t> jobs() const {
    const std::lock_guard lock(mutex_);
    return promised_;
  }

 private:
  void request_reports() {
    constexpr std::string_view before_id = "Location: /jobs/x1/";
    while (!given_up_ && promised_count_ < wanted_) {
      try {
        const auto response = test::fetch(socket_, "/cases/background-task/fast?quarters=1&publisher=1", "x");
        const std::size_t found = response.head.find(before_id);
        if (response.ended && found != std::string::npos) {
          const std::lock_guard lock(mutex_);
          promised_.insert(std::stoll(response.head.substr(found + before_id.size())));
          ++promised_count_;
          continue;
        }
      } catch (const std::exception&) {
        // Killed while it responded: nothing was promised.
      }
      std::this_thread::sleep_for(milliseconds(20));
    }
  }

  std::string socket_;
  std::int64_t wanted_;
  std::atomic<std::int64_t> promised_count_ = 0;
  std::atomic<bool> given_up_ = false;
  mutable std::mutex mutex_;
  std::set<std::int64_t> promised_;
  std::vector<std::thread> threads_;
};

struct Sum {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Sum::value);
};

struct Board {
  io::DriverThread driver;
  SystemClock clock;
  io::Connections connections{test::private_mariadb().settings()};
  Trace trace{clock, false};
  Database db{connections, trace, Dataset::x1};
  std::int64_t number(std::string_view sql) { return db.query_one<Sum>(sql).value().value; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(kills)

BOOST_AUTO_TEST_CASE(no_job_is_lost_and_none_has_its_effect_twice_whoever_is_killed) {
  const std::int64_t wanted = std::stoll(test::variable_or("CASELOAD_TEST_JOBS", "500"));
  int app_kills = 0, worker_kills = 0, database_kills = 0;
  BOOST_TEST_REQUIRE(std::sscanf(test::variable_or("CASELOAD_TEST_KILLS", "2,2,2").c_str(), "%d,%d,%d",
                                 &app_kills, &worker_kills, &database_kills) == 3);
  const auto deadline =
      steady_clock::now() + (wanted > 500 ? std::chrono::seconds(540) : std::chrono::seconds(120));

  const tests::TemporaryFolder folder;
  Board board;
  board.db.execute("DELETE FROM job");
  board.db.execute("DELETE FROM report_request");
  const std::string socket = folder.path() + "/app.sock";
  test::Program app(
      "caseload-app",
      {"CASELOAD_SERVER_LISTEN=" + socket, "CASELOAD_SERVER_THREADS=" + std::to_string(clients)},
      folder.path() + "/app.log");
  test::Program worker(
      "caseload-worker",
      {"CASELOAD_WORKER_THREADS=4", "CASELOAD_WORKER_LEASE_S=1", "CASELOAD_WORKER_KEPT_JOBS=1000000"},
      folder.path() + "/worker.log");
  BOOST_TEST_REQUIRE(test::becomes_true([&] { return bool(test::connect_unix(socket)); }));
  Visitors visitors(socket, wanted);

  // Each is killed at even distances: the app by jobs promised, the worker by jobs done, the database by
  // both.
  std::int64_t done = 0;
  int app_killed = 0, worker_killed = 0, database_killed = 0;
  const auto is_due = [&](std::int64_t progress, std::int64_t of, int killed, int kills) {
    return killed < kills && progress * (kills + 1) >= of * (killed + 1);
  };
  while (steady_clock::now() < deadline) {
    try {
      done = board.number("SELECT COUNT(*) FROM job WHERE state = 'done'");
      if (visitors.promised() >= wanted &&
          board.number("SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'running')") == 0)
        break;
    } catch (const std::exception&) {
      // Asked while it is away.
    }
    if (is_due(visitors.promised(), wanted, app_killed, app_kills)) {
      app.kill_and_restart();
      ++app_killed;
    }
    if (is_due(done, wanted, worker_killed, worker_kills)) {
      worker.kill_and_restart();
      ++worker_killed;
    }
    if (is_due(visitors.promised() + done, 2 * wanted, database_killed, database_kills)) {
      test::private_mariadb().kill_and_restart();
      ++database_killed;
    }
    std::this_thread::sleep_for(milliseconds(10));
  }

  BOOST_TEST(app_killed == app_kills);
  BOOST_TEST(worker_killed == worker_kills);
  BOOST_TEST(database_killed == database_kills);
  BOOST_TEST(visitors.promised() >= wanted);
  std::int64_t lost = 0;
  for (const std::int64_t id : visitors.jobs()) {
    const auto job = jobs::find(board.db, id);
    lost += !job || job->state != "done";
  }
  BOOST_TEST(lost == 0);
  BOOST_TEST(board.number("SELECT COUNT(*) FROM job WHERE state <> 'done'") == 0);
  // Every request, also one whose visitor never saw the response, was given its report once.
  const std::int64_t not_once = board.number("SELECT COUNT(*) FROM report_request WHERE deliveries <> 1");
  BOOST_TEST(not_once == 0);
  const Value counted = Value::object({{"jobs", static_cast<std::int64_t>(visitors.promised())},
                                       {"kills", app_killed + worker_killed + database_killed}});
  test::note_figure("jobs-lost", lost, counted);
  test::note_figure("jobs-twice", not_once, counted);
  BOOST_TEST(board.number("SELECT COUNT(*) FROM report_request") == board.number("SELECT COUNT(*) FROM job"));
  BOOST_TEST(worker.stop() == 0);
  BOOST_TEST(app.stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
