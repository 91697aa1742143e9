// How a request notices that it waits for a row. The test holds the row until the server says that somebody
// waits for it.
#include <boost/test/unit_test.hpp>
#include <thread>

#include "io/database/database.hpp"
#include "tests/support/child_process.hpp"
#include "tests/unit/scratch_database.hpp"

namespace caseload {
namespace {

struct Value64 {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Value64::value);
};

constexpr std::string_view count_one = "UPDATE counter SET visits = visits + 1 WHERE id = ?";

struct Locked : test::ScratchDatabase {
  Locked() {
    execute("CREATE TABLE counter (id BIGINT PRIMARY KEY, visits BIGINT NOT NULL) ENGINE = InnoDB");
    execute("INSERT INTO counter VALUES (1, 0), (2, 0)");
  }

  std::int64_t status(const std::string& name) {
    io::DriverResult row = admin().query("SHOW GLOBAL STATUS LIKE '" + name + "'");
    row.next();
    return std::stoll(row.text(1));
  }
  std::int64_t waits_of_all_sessions() { return status("Innodb_row_lock_waits"); }
  // information_schema.innodb_trx would show the same for as long as it is read more often than ten times a
  // second.
  bool somebody_waits() {
    return test::becomes_true([&] { return status("Innodb_row_lock_current_waits") > 0; });
  }

  // Runs `work` in a thread of its own while this row is locked, until `work` waits for it.
  void while_locked(std::int64_t id, const std::function<void()>& work) {
    execute("START TRANSACTION");
    execute("UPDATE counter SET visits = visits + 100 WHERE id = " + std::to_string(id));
    std::jthread thread([&] {
      const io::DriverThread driver;
      work();
    });
    BOOST_TEST(somebody_waits());
    execute("COMMIT");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(row_locks, Locked)

BOOST_AUTO_TEST_CASE(a_wait_for_a_locked_row_is_counted_once_and_the_query_runs_once) {
  const std::int64_t before = waits_of_all_sessions();
  while_locked(1, [&] {
    test::View view(*this);
    view.db.notice_row_locks();
    view.db.execute(count_one, 1);
    view.trace.measure();
    BOOST_TEST(view.evidence("row-lock-waits") == 1);
    BOOST_TEST(view.evidence("sql") == 1);
    BOOST_TEST(view.evidence("commits") == 1);
  });
  BOOST_TEST(value("SELECT visits FROM counter WHERE id = 1") == "101");
  BOOST_TEST(waits_of_all_sessions() == before + 1);
}

BOOST_AUTO_TEST_CASE(a_query_that_skips_locked_rows_or_refuses_to_wait_does_so_during_a_probe_too) {
  execute("START TRANSACTION");
  execute("UPDATE counter SET visits = visits + 100 WHERE id = 1");
  test::View view(*this);
  view.db.notice_row_locks();
  view.db.transaction([&] {
    const auto free =
        view.db.query<Value64>("SELECT id FROM counter ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED");
    BOOST_TEST_REQUIRE(free.size() == 1);
    BOOST_TEST(free[0].value == 2);
  });
  BOOST_CHECK_THROW(view.db.query<Value64>("SELECT id FROM counter WHERE id = 1 FOR UPDATE NOWAIT"),
                    std::exception);
  execute("ROLLBACK");
  view.trace.measure();
  BOOST_TEST(view.evidence("row-lock-waits") == 0);
}

BOOST_AUTO_TEST_CASE(what_the_transaction_did_before_the_wait_is_kept) {
  while_locked(2, [&] {
    test::View view(*this);
    view.db.notice_row_locks();
    view.trace.keep_spans();
    view.trace.restart();
    int runs = 0;
    view.db.transaction([&] {
      ++runs;
      view.db.execute(count_one, 1);
      view.db.execute(count_one, 2);
    });
    view.trace.measure();
    BOOST_TEST(runs == 1);
    BOOST_TEST(view.evidence("row-lock-waits") == 1);
    BOOST_TEST(view.trace.query(digest_of(count_one)).row_lock_waits == 1);
    std::size_t waits = 0, transactions = 0;
    for (const TraceSpan& span : view.trace.spans()) {
      BOOST_TEST(span.start_us <= span.end_us);
      waits += span.kind == TraceSpan::Kind::row_lock ? 1 : 0;
      transactions += span.kind == TraceSpan::Kind::transaction ? 1 : 0;
    }
    BOOST_TEST(waits == 1U);
    BOOST_TEST(transactions == 1U);
  });
  BOOST_TEST(value("SELECT GROUP_CONCAT(visits ORDER BY id) FROM counter") == "1,101");
}

BOOST_AUTO_TEST_CASE(a_request_that_waits_for_nobody_has_no_waits) {
  test::View view(*this);
  view.db.notice_row_locks();
  view.db.execute(count_one, 1);
  view.trace.measure();
  BOOST_TEST(view.evidence("row-lock-waits") == 0);
}

BOOST_AUTO_TEST_CASE(without_a_probe_nothing_is_measured_and_the_next_request_waits_as_usual) {
  test::View view(*this);
  const auto limit = [&](Database& db) {
    return db.query_one<Value64>("SELECT @@innodb_lock_wait_timeout")->value;
  };
  view.trace.measure();
  BOOST_TEST(view.evidence("row-lock-waits") == -1);
  const std::int64_t usual = limit(view.db);
  BOOST_TEST(usual > 0);
  {
    Trace trace(view.clock, false);
    Database noticing(view.connections, trace, Dataset::x1);
    noticing.notice_row_locks();
    BOOST_TEST(limit(noticing) == 0);
  }
  BOOST_TEST(limit(view.db) == usual);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
