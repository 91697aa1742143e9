// What a request does with the database after its client has disconnected. The watching thread is the test's.
#include "core/cancellation.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <thread>

#include "io/database/database.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/watcher.hpp"
#include "tests/unit/scratch_database.hpp"

using namespace caseload;
using caseload::test::becomes_true;
using caseload::test::ScratchDatabase;
using caseload::test::View;
using caseload::test::Watcher;

namespace {

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

// Longer than the test waits; the limit of a query is longer still.
constexpr int hour_ms = 3'600'000;
constexpr std::string_view sleep_long = "SELECT SLEEP(3000)";

struct Cancelled : ScratchDatabase {
  View view{*this, false, hour_ms};
  std::function<bool()> runs() {
    return [this, id = view.db.query_one<Number>("SELECT CONNECTION_ID()")->value] {
      return value(
                 "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep' AND ID = " +
                 std::to_string(id)) == "1";
    };
  }
  // An idle connection that was killed once too often is shown as such until its next query.
  bool nothing_sleeps() {
    return value(
               "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep' AND db LIKE "
               "'caseload_unit_%'") == "0";
  }
  bool is_usable() { return view.db.query_one<Number>("SELECT 7")->value == 7; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cancellation, Cancelled)

BOOST_AUTO_TEST_CASE(C20_a_running_query_is_killed_and_its_connection_stays) {
  for (int round = 0; round < 5; ++round) {
    const auto is_running = runs();
    {
      const Watcher watcher(is_running);
      BOOST_CHECK_THROW(view.db.query<Number>(sleep_long), ClientDisconnected);
    }
    BOOST_TEST(becomes_true([&] { return nothing_sleeps(); }));
    BOOST_TEST(is_usable());
  }
  BOOST_TEST(view.evidence("connects") == 1);
}

BOOST_AUTO_TEST_CASE(C20_a_write_that_runs_is_killed_and_its_transaction_rolled_back) {
  execute("CREATE OR REPLACE TABLE cancelled (a INT)");
  const auto is_running = runs();
  {
    const Watcher watcher(is_running);
    BOOST_CHECK_THROW(view.db.transaction([&] {
      view.db.execute("INSERT INTO cancelled VALUES (1)");
      view.db.query<Number>(sleep_long);
    }),
                      ClientDisconnected);
  }
  BOOST_TEST(is_usable());
  BOOST_TEST(value("SELECT COUNT(*) FROM cancelled") == "0");
  execute("DROP TABLE cancelled");
}

BOOST_AUTO_TEST_CASE(C20_a_stream_is_killed_while_it_waits_for_a_row) {
  const auto is_running = runs();
  std::int64_t rows = 0;
  {
    const Watcher watcher(is_running);
    BOOST_CHECK_THROW(view.db.each<Number>("SELECT IF(seq = 50, SLEEP(3000), seq) FROM seq_1_to_100",
                                           [&](const Number&) { return ++rows > 0; }),
                      ClientDisconnected);
  }
  BOOST_TEST(rows < 50);
  BOOST_TEST(becomes_true([&] { return nothing_sleeps(); }));
  BOOST_TEST(is_usable());
}

BOOST_AUTO_TEST_CASE(C20_a_cancelled_request_sends_no_further_query) {
  BOOST_TEST(is_usable());
  const std::int64_t before = view.evidence("sql");
  thread_cancellation.request();
  BOOST_CHECK_THROW(view.db.query<Number>("SELECT 1"), ClientDisconnected);
  BOOST_CHECK_THROW(view.db.execute("DO 1"), ClientDisconnected);
  thread_cancellation.end();
  BOOST_TEST(view.evidence("sql") == before);
  BOOST_TEST(is_usable());
}

BOOST_AUTO_TEST_CASE(work_that_others_wait_for_goes_on) {
  const Watcher watcher([] { return true; });
  BOOST_TEST(becomes_true([] { return thread_cancellation.is_requested(); }));
  {
    const Cancellation::Shield others_wait;
    for (int i = 0; i < 100; ++i) BOOST_TEST(is_usable());
    view.db.query<Number>("SELECT SLEEP(0.1)");
  }
  BOOST_CHECK_THROW(is_usable(), ClientDisconnected);
}

// KILL QUERY needs a connection of its own, so it may arrive when its query has ended.
BOOST_AUTO_TEST_CASE(C20_a_late_interruption_does_not_end_work_that_others_wait_for) {
  struct Late final : Interruptible {
    std::atomic<bool> has_begun = false, may_end = false, has_ended = false;
    void interrupt() noexcept override {
      has_begun = true;
      while (!may_end) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      has_ended = true;
    }
  } query;
  std::thread watch;
  {
    const Cancellation::Running running(query);
    watch = std::thread([&cancellation = thread_cancellation] {
      cancellation.request();
      cancellation.interrupt();
    });
    BOOST_TEST(becomes_true([&] { return query.has_begun.load(); }));
  }
  std::thread server([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    query.may_end = true;
  });
  {
    const Cancellation::Shield others_wait;
    BOOST_TEST(query.has_ended);
  }
  server.join();
  watch.join();
  thread_cancellation.end();
}

BOOST_AUTO_TEST_SUITE_END()
