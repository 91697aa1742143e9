#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "core/memory.hpp"
#include "io/database/database.hpp"
#include "tests/unit/scratch_database.hpp"

using namespace caseload;
using caseload::test::ScratchDatabase;
using caseload::test::View;

namespace {

struct Row {
  std::int64_t number;
  std::string text;
  static constexpr auto columns = std::tuple(&Row::number, &Row::text);
};

constexpr std::string_view million = "SELECT seq, REPEAT('x', 100) FROM seq_1_to_1000000";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database_stream, ScratchDatabase)

BOOST_AUTO_TEST_CASE(a_million_rows_pass_through_little_memory) {
  View view(*this);
  view.db.run("SELECT 1", {});
  thread_memory.reset();
  std::int64_t rows = 0, sum = 0, bytes = 0;
  view.db.each<Row>(million, [&](const Row& row) {
    ++rows;
    sum += row.number;
    bytes += static_cast<std::int64_t>(row.text.size());
    return true;
  });
  BOOST_TEST(rows == 1'000'000);
  BOOST_TEST(sum == 500'000'500'000);
  BOOST_TEST(bytes == 100'000'000);
  BOOST_TEST(view.evidence("rows") == 1 + 1'000'000);
  BOOST_TEST(view.evidence("sql") == 2);
  if (memory_is_counted()) BOOST_TEST(thread_memory.peak_total < 256 * 1024);
}

BOOST_AUTO_TEST_CASE(leaving_early_ends_the_query_and_keeps_the_connection) {
  View view(*this);
  view.db.run("SELECT 1", {});
  std::int64_t rows = 0;
  view.db.each<Row>(million, [&](const Row&) { return ++rows < 10; });
  BOOST_TEST(rows == 10);
  BOOST_TEST(view.evidence("rows") == 1 + 10);
  BOOST_TEST(settles_at(1));
  for (int round = 0; round < 20; ++round) {
    view.db.each<Row>(million, [&](const Row&) { return false; });
    Cursor next = view.db.run("SELECT 5", {});
    BOOST_REQUIRE(next.next());
    BOOST_TEST(next.integer(0) == 5);
  }
  BOOST_TEST(view.evidence("connects") == 1);
  BOOST_TEST(settles_at(1));
}

BOOST_AUTO_TEST_CASE(leaving_early_at_any_row_harms_no_later_query) {
  View view(*this);
  for (int last = 1; last <= 200; ++last) {
    int rows = 0;
    view.db.each<Row>("SELECT seq, 'x' FROM seq_1_to_100", [&](const Row&) { return ++rows < last; });
    BOOST_REQUIRE(rows == std::min(last, 100));
    Cursor next = view.db.run("SELECT 5", {});
    BOOST_REQUIRE(next.next());
  }
  BOOST_TEST(view.evidence("connects") == 1);
}

// The server has sent all rows by the time the query is killed.
BOOST_AUTO_TEST_CASE(leaving_a_query_that_has_ended_harms_no_later_query) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  const std::vector<std::function<bool()>> later{
      [&] { return view.db.run("SELECT 5", {}).next(); },
      [&] { return view.db.execute("INSERT INTO t VALUES (1)") == 1; },
      [&] {
        view.db.transaction([&] { view.db.execute("INSERT INTO t VALUES (2)"); });
        return true;
      },
      [&] {
        int rows = 0;
        view.db.each<Row>("SELECT seq, 'x' FROM seq_1_to_3", [&](const Row&) { return ++rows > 0; });
        return rows == 3;
      }};
  for (int round = 0; round < 3; ++round) {
    for (const auto& query : later) {
      view.db.each<Row>("SELECT seq, 'x' FROM seq_1_to_100", [&](const Row&) {
        BOOST_TEST(settles_at(1, 0));
        return false;
      });
      BOOST_TEST(query());
    }
  }
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "6");
  BOOST_TEST(view.evidence("connects") == 1);
}

BOOST_AUTO_TEST_CASE(leaving_early_ends_the_query_also_on_a_connection_that_replaced_another) {
  View view(*this);
  for (int loss = 0; loss < 2; ++loss) {
    if (loss > 0) kill_connections();
    view.db.each<Row>(million, [&](const Row&) { return false; });
    BOOST_TEST(view.db.run("SELECT 1", {}).next());
    BOOST_TEST(view.evidence("connects") == loss + 1);
    BOOST_TEST(settles_at(1));
  }
}

BOOST_AUTO_TEST_CASE(an_exception_in_the_callback_ends_the_query) {
  View view(*this);
  BOOST_CHECK_THROW(view.db.each<Row>(million, [](const Row&) -> bool { throw NotFound("enough"); }),
                    NotFound);
  BOOST_TEST(settles_at(1));
  BOOST_TEST(view.db.run("SELECT 1", {}).next());
  BOOST_TEST(view.evidence("connects") == 1);
}

BOOST_AUTO_TEST_CASE(other_queries_meanwhile_are_a_clear_error) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  int errors = 0;
  const auto refused = [](const DatabaseError& error) { return error.code == 2014; };
  view.db.each<Row>("SELECT seq, 'x' FROM seq_1_to_3", [&](const Row&) {
    BOOST_CHECK_EXCEPTION(view.db.run("SELECT 1", {}), DatabaseError, refused);
    BOOST_CHECK_EXCEPTION(view.db.execute("INSERT INTO t VALUES (1)"), DatabaseError, refused);
    BOOST_CHECK_EXCEPTION(view.db.run_each("SELECT 1", {}, [](Cursor&) { return true; }), DatabaseError,
                          refused);
    BOOST_CHECK_EXCEPTION(view.db.transaction([] {}), DatabaseError, refused);
    ++errors;
    return true;
  });
  BOOST_TEST(errors == 3);
  BOOST_TEST(view.db.run("SELECT 1", {}).next());
}

BOOST_AUTO_TEST_CASE(a_buffered_result_can_be_read_meanwhile) {
  View view(*this);
  Cursor held = view.db.run("SELECT seq FROM seq_1_to_3", {});
  int both = 0;
  view.db.each<Row>("SELECT seq, 'x' FROM seq_1_to_3", [&](const Row& row) {
    if (held.next() && held.integer(0) == row.number) ++both;
    return true;
  });
  BOOST_TEST(both == 3);
}

BOOST_AUTO_TEST_CASE(a_query_that_breaks_off_half_way_is_an_error_not_a_short_result) {
  View view(*this);
  std::int64_t rows = 0;
  const auto kill = [&] {
    execute(
        "KILL QUERY " +
        value("SELECT id FROM information_schema.processlist WHERE user = 'caseload' AND command = 'Query'"));
  };
  BOOST_CHECK_EXCEPTION(view.db.each<Row>(million,
                                          [&](const Row&) {
                                            if (++rows == 1000) kill();
                                            return true;
                                          }),
                        Unavailable, [](const Unavailable& error) {
                          return std::string_view(error.what()).find("was cancelled") !=
                                 std::string_view::npos;
                        });
  BOOST_TEST(rows < 1'000'000);
  BOOST_TEST(view.db.run("SELECT 1", {}).next());

  rows = 0;
  BOOST_CHECK_THROW(view.db.each<Row>(million,
                                      [&](const Row&) {
                                        if (++rows == 1000) kill_connections();
                                        return true;
                                      }),
                    Unavailable);
  BOOST_TEST(rows < 1'000'000);
  BOOST_TEST(view.db.run("SELECT 1", {}).next());
}

BOOST_AUTO_TEST_CASE(a_buffered_query_that_breaks_off_is_an_error_too) {
  auto limited = settings();
  limited.statement_timeout_ms = 100;
  io::Connections some(limited);
  const SystemClock clock;
  Trace trace(clock, false);
  Database db(some, trace, Dataset::x1);
  BOOST_CHECK_THROW(db.run("SELECT seq, REPEAT('x', 100) FROM seq_1_to_100000000", {}), Unavailable);
  // A stream has its own, longer limit.
  std::int64_t rows = 0;
  db.each<Row>("SELECT seq, REPEAT('x', 1000) FROM seq_1_to_1000000",
               [&](const Row&) { return ++rows < 300'000; });
  BOOST_TEST(rows == 300'000);
}

BOOST_AUTO_TEST_CASE(a_stream_over_its_time_limit_is_unavailable) {
  auto limited = settings();
  limited.stream_timeout_ms = 100;
  io::Connections some(limited);
  const SystemClock clock;
  Trace trace(clock, false);
  Database db(some, trace, Dataset::x1);
  BOOST_CHECK_THROW(
      db.run_each("SELECT seq, REPEAT('x', 1000) FROM seq_1_to_100000000", {}, [](Cursor&) { return true; }),
      Unavailable);
  BOOST_TEST(db.run("SELECT 1", {}).next());
}

BOOST_AUTO_TEST_CASE(an_empty_stream_calls_nobody) {
  View view(*this);
  view.db.each<Row>(
      "SELECT seq, 'x' FROM seq_1_to_3 WHERE seq > ?",
      [](const Row&) {
        BOOST_TEST(false);
        return true;
      },
      5);
  BOOST_TEST(view.evidence("rows") == 0);
  BOOST_TEST(view.evidence("cols") == 2);
}

BOOST_AUTO_TEST_CASE(the_first_row_does_not_wait_for_more) {
  View view(*this);
  std::vector<std::int64_t> seconds;
  view.db.each<Row>("SELECT 1, '' UNION ALL SELECT SLEEP(1), REPEAT('x', 70000) UNION ALL SELECT 3, ''",
                    [&](const Row&) {
                      seconds.push_back(
                          std::stoll(value("SELECT COUNT(*) FROM information_schema.processlist WHERE user = "
                                           "'caseload' AND command = 'Query'")));
                      return true;
                    });
  BOOST_TEST(seconds.size() == 3U);
}

BOOST_AUTO_TEST_CASE(within_a_transaction_it_reads_what_was_written_and_leaving_early_keeps_it) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  view.db.transaction([&] {
    view.db.execute("INSERT INTO t SELECT seq FROM seq_1_to_1000");
    int rows = 0;
    view.db.run_each("SELECT a FROM t", {}, [&](Cursor&) { return ++rows < 10; });
    BOOST_TEST(rows == 10);
    view.db.execute("INSERT INTO t VALUES (0)");
  });
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "1001");
  BOOST_TEST(view.evidence("commits") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
