#include "io/database/connection.hpp"

#include <sys/socket.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "core/memory.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/sockets.hpp"
#include "tests/unit/scratch_database.hpp"

using namespace caseload;
using caseload::test::ScratchDatabase;
using caseload::test::View;

namespace {

struct OneNumber {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&OneNumber::number);
};
struct OneText {
  std::string text;
  static constexpr auto columns = std::tuple(&OneText::text);
};

std::int64_t number(Database& db, std::string_view sql) {
  return db.query_one<OneNumber>(sql).value().number;
}
std::string text(Database& db, std::string_view sql) {
  return db.query_one<OneText>(sql).value().text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(connection, ScratchDatabase)

BOOST_AUTO_TEST_CASE(is_opened_when_first_used_and_kept) {
  View view(*this);
  BOOST_TEST(settles_at(0));
  BOOST_TEST(number(view.db, "SELECT 1") == 1);
  const std::int64_t id = number(view.db, "SELECT CONNECTION_ID()");
  {
    Trace trace(view.clock, false);
    Database second_request(view.connections, trace, Dataset::x1);
    BOOST_TEST(number(second_request, "SELECT CONNECTION_ID()") == id);
  }
  BOOST_TEST(view.evidence("connects") == 1);
  BOOST_TEST(view.evidence("sql") == 2);
  BOOST_TEST(settles_at(1));
}

BOOST_AUTO_TEST_CASE(each_dataset_has_its_own) {
  View view(*this);
  Trace trace(view.clock, false);
  Database x4(view.connections, trace, Dataset::x4);
  BOOST_TEST(text(view.db, "SELECT DATABASE()") == "caseload_unit_x1");
  BOOST_TEST(text(x4, "SELECT DATABASE()") == "caseload_unit_x4");
  BOOST_TEST(settles_at(2));
}

BOOST_AUTO_TEST_CASE(session_is_strict_utf8_and_utc) {
  View view(*this);
  BOOST_TEST(text(view.db, "SELECT @@sql_mode").find("STRICT_TRANS_TABLES") != std::string::npos);
  BOOST_TEST(text(view.db, "SELECT @@character_set_client") == "utf8mb4");
  BOOST_TEST(text(view.db, "SELECT @@character_set_connection") == "utf8mb4");
  BOOST_TEST(text(view.db, "SELECT @@character_set_results") == "utf8mb4");
  BOOST_TEST(text(view.db, "SELECT @@time_zone") == "+00:00");

  execute("CREATE TABLE strict (title VARCHAR(5) NOT NULL, price DECIMAL(8,2) NOT NULL)");
  BOOST_CHECK_THROW(view.db.execute("INSERT INTO strict VALUES (?, ?)", "much too long", "1.00"),
                    DatabaseError);
  BOOST_CHECK_THROW(view.db.execute("INSERT INTO strict VALUES (?, ?)", "short", "no price"), DatabaseError);
  BOOST_TEST(value("SELECT COUNT(*) FROM strict") == "0");
}

BOOST_AUTO_TEST_CASE(a_session_has_the_limits_and_the_isolation_that_are_configured) {
  const auto session = [&](const io::DatabaseSettings& with) {
    io::Connections some(with);
    const SystemClock clock;
    Trace trace(clock, false);
    Database db(some, trace, Dataset::x1);
    return text(db,
                "SELECT CONCAT_WS(' ', @@max_statement_time, @@innodb_lock_wait_timeout, @@tx_isolation)");
  };
  auto with = settings(24'500);
  BOOST_TEST(session(with) == "24.500000 8 REPEATABLE-READ");
  with.statement_timeout_ms = 100;
  with.read_committed = true;
  BOOST_TEST(session(with) == "0.100000 1 READ-COMMITTED");
  with.statement_timeout_ms = 60'000;
  BOOST_TEST(session(with) == "60.000000 10 READ-COMMITTED");
}

// A peer that takes the connection and then says nothing.
BOOST_AUTO_TEST_CASE(a_server_that_says_nothing_is_given_up_after_the_connect_timeout) {
  const auto queue = test::listen_tcp();
  auto silent = settings();
  silent.socket.clear();
  silent.port = test::port_of(queue);
  silent.connect_timeout_s = 1;
  std::atomic<bool> given_up = false, closed_first = false;
  std::jthread closes_in_the_end([&] {
    closed_first = !test::becomes_true([&] { return given_up.load(); });
    ::shutdown(queue.get(), SHUT_RDWR);
  });
  io::Connections none(silent);
  const std::string problem = io::database_problem(none);
  given_up = true;
  closes_in_the_end.join();
  BOOST_TEST(problem != "");
  BOOST_TEST(!closed_first);
}

BOOST_AUTO_TEST_CASE(two_queries_in_one_text_are_refused) {
  View view(*this);
  BOOST_CHECK_THROW(view.db.run("SELECT 1; SELECT 2", {}), DatabaseError);
  BOOST_CHECK_THROW(view.db.run_each("SELECT 1; SELECT 2", {}, [](Cursor&) { return true; }), DatabaseError);
  BOOST_TEST(number(view.db, "SELECT 3") == 3);
}

BOOST_AUTO_TEST_CASE(a_query_over_its_time_limit_is_unavailable) {
  auto limited = settings();
  limited.statement_timeout_ms = 50;
  io::Connections some(limited);
  const SystemClock clock;
  Trace trace(clock, false);
  Database db(some, trace, Dataset::x1);
  BOOST_CHECK_THROW(db.run("SELECT COUNT(*) FROM seq_1_to_100000000 a, seq_1_to_100000000 b", {}),
                    Unavailable);
  BOOST_TEST(number(db, "SELECT 1") == 1);
}

BOOST_AUTO_TEST_CASE(prepared_statements_are_kept_up_to_a_limit) {
  View view(*this);
  io::Connection& one = view.connections.get(Dataset::x1);
  // Of this session alone: others use the server too.
  const auto prepared_by_server = [&] {
    return number(
        view.db,
        "SELECT CAST(SUM(IF(variable_name = 'COM_STMT_PREPARE', variable_value, -variable_value)) AS SIGNED) "
        "FROM information_schema.session_status "
        "WHERE variable_name IN ('COM_STMT_PREPARE', 'COM_STMT_CLOSE')");
  };
  for (int round = 0; round < 3; ++round) {
    std::string list = "?";
    std::vector<Parameter> parameters{std::int64_t{1}};
    for (std::size_t length = 1; length < 3 * io::Connection::prepared_limit; ++length) {
      Cursor rows = view.db.run("SELECT 1 WHERE 1 IN (" + list + ")", parameters);
      BOOST_REQUIRE(rows.next());
      list += ", ?";
      parameters.emplace_back(std::int64_t{0});
    }
  }
  BOOST_TEST(one.prepared_count() == io::Connection::prepared_limit);
  BOOST_TEST(view.trace.queries().size() == 1U);  // one digest all the same
  BOOST_TEST(prepared_by_server() == static_cast<int>(io::Connection::prepared_limit));
}

// A statement keeps buffers for its rows. They are freed in the request that needs its place.
BOOST_AUTO_TEST_CASE(a_statement_that_makes_room_does_not_hide_the_memory_of_the_next_query) {
  if (!memory_is_counted()) {
    BOOST_TEST(thread_memory.peak_total == 0);
    return;
  }
  View view(*this);
  const auto driver_peak_of = [&](const std::string& sql) {
    thread_memory.reset();
    view.db.run(sql, {});
    return thread_memory.peak[static_cast<std::size_t>(MemoryOwner::driver)];
  };
  view.db.run("SELECT REPEAT('x', 60000) AS wide", {});
  for (std::size_t others = 1; others < io::Connection::prepared_limit; ++others)
    view.db.run("SELECT 'other' AS a" + std::to_string(others), {});
  const std::string rows = "SELECT seq AS a FROM seq_1_to_10000";
  const std::int64_t in_its_place = driver_peak_of(rows);
  BOOST_TEST(in_its_place >= driver_peak_of(rows));
}

BOOST_AUTO_TEST_CASE(the_query_used_last_is_kept) {
  View view(*this);
  const auto prepares = [&] {
    return std::stoll(text(view.db,
                           "SELECT variable_value FROM information_schema.session_status "
                           "WHERE variable_name = 'COM_STMT_PREPARE'"));
  };
  prepares();
  const std::int64_t before = prepares();
  for (std::size_t count = 0; count < 3 * io::Connection::prepared_limit; ++count) {
    view.db.run("SELECT 'always'", {});
    view.db.run("SELECT 'once' AS a" + std::to_string(count), {});
    if (count % 10 == 0) prepares();
  }
  BOOST_TEST(prepares() - before == static_cast<std::int64_t>(3 * io::Connection::prepared_limit + 1));
}

BOOST_AUTO_TEST_CASE(the_same_query_runs_while_its_rows_are_still_held) {
  View view(*this);
  const std::string sql = "SELECT seq FROM seq_1_to_5 WHERE seq > ? ORDER BY seq";
  const std::vector<Parameter> zero{std::int64_t{0}}, three{std::int64_t{3}};
  Cursor outer = view.db.run(sql, zero);
  std::string seen;
  while (outer.next()) {
    seen += outer.text(0) + ":";
    Cursor inner = view.db.run(sql, three);
    while (inner.next()) seen += inner.text(0);
    seen += " ";
  }
  BOOST_TEST(seen == "1:45 2:45 3:45 4:45 5:45 ");
}

BOOST_AUTO_TEST_CASE(B9_wait_timeout_passes_between_requests) {
  View view(*this);
  view.db.run("SELECT SLEEP(0)", {});
  Cursor held = view.db.run("SELECT seq FROM seq_1_to_3", {});
  execute("SET GLOBAL wait_timeout = 1");
  kill_connections();  // the next one takes the new timeout
  BOOST_TEST(number(view.db, "SELECT @@wait_timeout") == 1);
  execute("SET GLOBAL wait_timeout = 28800");
  BOOST_TEST(settles_at(0));  // the server closes it
  for (int request = 0; request < 50; ++request) BOOST_TEST(number(view.db, "SELECT 7") == 7);
  BOOST_TEST(view.evidence("connects") == 3);
  int rows = 0;
  while (held.next()) ++rows;  // the old connection is gone, its rows are here
  BOOST_TEST(rows == 3);
}

BOOST_AUTO_TEST_CASE(B9_all_connections_are_killed) {
  View view(*this);
  execute("CREATE TABLE t (a INT)");
  for (int request = 0; request < 50; ++request) {
    if (request % 5 == 0) kill_connections();
    Trace trace(view.clock, false);
    Database db(view.connections, trace, Dataset::x1);
    if (request % 2 == 0) {
      BOOST_TEST(db.execute("INSERT INTO t VALUES (?)", request) == 1);
    } else {
      BOOST_TEST(number(db, "SELECT 7") == 7);
    }
    BOOST_TEST(trace.queries().size() == 1U);
    BOOST_TEST(trace.queries().front()->times == 1);
  }
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "25");
}

BOOST_AUTO_TEST_CASE(B9_32_threads_at_once) {
  const auto shared = settings();
  std::atomic<int> right = 0, ready = 0;
  std::atomic<bool> go = false;
  std::vector<std::thread> threads;
  for (int index = 0; index < 32; ++index) {
    threads.emplace_back([&] {
      const io::DriverThread thread;
      io::Connections own(shared);
      const SystemClock clock;
      ++ready;
      ready.notify_all();
      go.wait(false);
      try {
        for (std::int64_t round = 0; round < 20; ++round) {
          Trace trace(clock, false);
          Database db(own, trace, Dataset::x1);
          const auto row = db.query_one<OneNumber>("SELECT ? * 2", round);
          int streamed = 0;
          db.each<OneNumber>("SELECT seq FROM seq_1_to_100",
                             [&](const OneNumber&) { return ++streamed < 101; });
          if (row && row->number == 2 * round && streamed == 100) ++right;
        }
      } catch (const std::exception& error) {
        // Not counted as right; the checks of Boost.Test belong to the main thread.
        std::fprintf(stderr, "a thread failed: %s\n", error.what());
      }
    });
  }
  for (int seen = ready; seen < 32; seen = ready) ready.wait(seen);
  go = true;
  go.notify_all();
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(right == 32 * 20);
}

BOOST_AUTO_TEST_CASE(a_stopped_server_is_unavailable_with_retry_after) {
  auto nowhere = settings();
  nowhere.socket += ".nowhere";
  io::Connections none(nowhere);
  const SystemClock clock;
  Trace trace(clock, false);
  Database db(none, trace, Dataset::x1);
  BOOST_CHECK_EXCEPTION(db.run("SELECT 1", {}), Unavailable, [](const Unavailable& error) {
    return error.status == 503 && error.headers.size() == 1 && error.headers.front().first == "Retry-After" &&
           std::string_view(error.what()).find(".nowhere") ==
               std::string_view::npos;  // no paths to the client
  });
  BOOST_CHECK_THROW(db.execute("INSERT INTO t VALUES (1)"), Unavailable);
  BOOST_CHECK_THROW(db.run_each("SELECT 1", {}, [](Cursor&) { return true; }), Unavailable);
  BOOST_CHECK_THROW(db.transaction([] {}), Unavailable);
  BOOST_CHECK_THROW(db.begin_probe(), Unavailable);
  BOOST_TEST(io::database_problem(none).find(".nowhere") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_is_unavailable_and_named_for_readyz) {
  auto wrong = settings();
  wrong.user = "nobody_known";
  io::Connections none(wrong);
  const SystemClock clock;
  Trace trace(clock, false);
  Database db(none, trace, Dataset::x1);
  BOOST_CHECK_THROW(db.run("SELECT 1", {}), Unavailable);
  BOOST_TEST(io::database_problem(none).find("nobody_known") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(readyz_sees_the_database_come_back) {
  View view(*this);
  BOOST_TEST(io::database_problem(view.connections) == "");
  kill_connections();
  BOOST_TEST(io::database_problem(view.connections) == "");
  BOOST_TEST(number(view.db, "SELECT 1") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
