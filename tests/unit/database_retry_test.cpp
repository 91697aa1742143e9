// What is sent again after a loss and what is not, and whose turn it is after a deadlock. Nothing here waits
// for a time: a query waits for a lock by name that the test holds, until the test has seen it wait.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <exception>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "io/database/database.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/scratch_database.hpp"

using namespace caseload;
using caseload::test::becomes_true;
using caseload::test::ScratchDatabase;
using caseload::test::View;

namespace {

struct LoneNumber {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&LoneNumber::number);
};

constexpr std::string_view holder_of_turn = "IS_USED_LOCK('caseload_unit_x1.retry')";

// The server with a lock by name, which queries of the app's user wait for.
struct Held : ScratchDatabase {
  Held() { execute("DO GET_LOCK('caseload_unit_held', 60)"); }
  ~Held() { release(); }
  void release() { execute("DO RELEASE_ALL_LOCKS()"); }

  // Whether a connection other than `lost` waits for the lock within 10 s; `lost` becomes its id.
  bool somebody_waits(std::string& lost) {
    return becomes_true([&] {
      const std::string id = value(
          "SELECT COALESCE(MAX(id), 0) FROM information_schema.processlist "
          "WHERE user = 'caseload' AND db LIKE 'caseload_unit_%' AND state = 'User lock'");
      if (id == "0" || id == lost) return false;
      lost = id;
      return true;
    });
  }
  bool somebody_waits() {
    std::string none;
    return somebody_waits(none);
  }
  // Runs `query` in a thread of its own, and returns what it threw.
  std::exception_ptr while_running(const std::function<void(Database&)>& query,
                                   const std::function<void()>& meanwhile) {
    std::exception_ptr thrown;
    std::thread thread([&] {
      const io::DriverThread driver;
      View view(*this);
      try {
        query(view.db);
      } catch (const std::exception&) {
        thrown = std::current_exception();
      }
      connects = view.evidence("connects");
      executions = view.evidence("sql");
    });
    try {
      meanwhile();
    } catch (const std::exception& error) {
      BOOST_ERROR(error.what());
    }
    release();
    thread.join();
    return thrown;
  }

  std::int64_t connects = 0, executions = 0;
};

bool is_unavailable(const std::exception_ptr& thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const Unavailable&) {
    return true;
  } catch (const std::exception& error) {
    BOOST_ERROR(error.what());
  }
  return false;
}

DatabaseError deadlock() {
  return DatabaseError(1213, "a deadlock", "");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database_retry, Held)

// Aria keeps the first row, so that what ran before the loss shows.
BOOST_AUTO_TEST_CASE(B9_a_write_whose_response_was_lost_is_not_sent_again) {
  execute("CREATE TABLE t (a INT) ENGINE = Aria");
  const auto thrown = while_running(
      [](Database& db) {
        db.execute(
            "INSERT INTO t SELECT seq + IF(seq = 2, GET_LOCK('caseload_unit_held', 60), 0) FROM seq_1_to_2");
      },
      [&] {
        BOOST_TEST(somebody_waits());
        kill_connections();
      });
  BOOST_TEST(is_unavailable(thrown));
  BOOST_TEST(settles_at(0));
  BOOST_TEST(value("SELECT COUNT(*) FROM t WHERE a = 1") == "1");
  BOOST_TEST(connects == 1);
  BOOST_TEST(executions == 1);
}

BOOST_AUTO_TEST_CASE(B9_a_read_whose_response_was_lost_is_sent_once_more) {
  execute("CREATE TABLE t (a INT)");
  std::int64_t got = 0;
  const auto thrown = while_running(
      [&](Database& db) {
        db.execute("INSERT INTO t VALUES (1)");  // what ran before has nothing to do with it
        got = db.query_one<LoneNumber>("SELECT 6 + GET_LOCK('caseload_unit_held', 60)")->number;
      },
      [&] {
        BOOST_TEST(somebody_waits());
        kill_connections();
      });
  BOOST_TEST(!thrown);
  BOOST_TEST(got == 7);
  BOOST_TEST(connects == 2);
  BOOST_TEST(executions == 2);  // for the page it is one query
}

// The first connection is dropped before the server has said a word; then the real server is at its address.
BOOST_AUTO_TEST_CASE(B9_a_write_is_sent_when_the_connection_was_lost_while_it_was_made) {
  namespace fs = std::filesystem;
  execute("CREATE TABLE t (a INT)");
  const tests::TemporaryFolder folder;
  io::DatabaseSettings with = settings();
  const fs::path real = with.socket, address = folder.path() + "/address", other = folder.path() + "/other";
  const io::Descriptor drops = test::listen_unix(folder.path() + "/drops");
  fs::create_symlink(folder.path() + "/drops", address);
  fs::create_symlink(real, other);
  with.socket = address;
  std::atomic<bool> was_dropped = false;
  std::thread server([&] {
    const io::Descriptor first = test::accept_one(drops);
    was_dropped = bool(first);
    fs::rename(other, address);
  });
  {
    io::Connections connections(with);
    const SystemClock clock;
    Trace trace(clock, false);
    Database db(connections, trace, Dataset::x1);
    BOOST_CHECK_NO_THROW(BOOST_TEST(db.execute("INSERT INTO t VALUES (1)") == 1));
  }
  server.join();
  BOOST_TEST(was_dropped);
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "1");
}

// A view checks the connection once, before its first write, and not before a read.
BOOST_AUTO_TEST_CASE(B9_the_server_is_pinged_only_before_the_first_write) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  const auto with_view = [&](const std::function<void(Database&)>& work) {
    Trace trace(view.clock, false);
    Database db(view.connections, trace, Dataset::x1);
    work(db);
  };
  const auto pings = [&] {
    std::int64_t count = 0;
    with_view([&](Database& db) {
      count = db.query_one<LoneNumber>(
                    "SELECT CAST(variable_value AS SIGNED) FROM information_schema.session_status WHERE "
                    "variable_name = 'COM_ADMIN_COMMANDS'")
                  ->number;
    });
    return count;
  };
  const auto write = [](Database& db) { db.execute("INSERT INTO t VALUES (1)"); };
  const auto read = [](Database& db) { db.query_one<LoneNumber>("SELECT 1"); };
  const auto pings_of = [&](const std::vector<std::function<void(Database&)>>& queries) {
    const std::int64_t before = pings();
    with_view([&](Database& db) {
      for (const auto& query : queries) query(db);
    });
    return pings() - before;
  };
  pings();
  BOOST_TEST(pings_of({read, read}) == 0);
  BOOST_TEST(pings_of({write}) == 1);
  BOOST_TEST(pings_of({write, write, write}) == 1);
  BOOST_TEST(pings_of({read, write}) == 0);
  BOOST_TEST(pings_of({[&](Database& db) { db.transaction([&] { write(db); }); }}) == 0);
}

BOOST_AUTO_TEST_CASE(B9_a_read_that_is_lost_twice_is_unavailable) {
  const auto thrown = while_running(
      [](Database& db) { db.query_one<LoneNumber>("SELECT GET_LOCK('caseload_unit_held', 60)"); },
      [&] {
        std::string lost;
        for (int loss = 0; loss < 2; ++loss) {
          BOOST_TEST(somebody_waits(lost));
          kill_connections();
        }
        BOOST_TEST(settles_at(0));
      });
  BOOST_TEST(is_unavailable(thrown));
  BOOST_TEST(connects == 2);
}

BOOST_AUTO_TEST_CASE(B9_a_commit_whose_response_was_lost_is_not_sent_again) {
  execute("CREATE TABLE t (a INT)");
  View view(*this);
  int runs = 0;
  BOOST_CHECK_THROW(view.db.transaction([&] {
    ++runs;
    view.db.execute("INSERT INTO t VALUES (1)");
    kill_connections();
  }),
                    Unavailable);
  BOOST_TEST(runs == 1);
  BOOST_TEST(view.evidence("commits") == 0);
  BOOST_TEST(view.evidence("connects") == 1);
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "0");
  view.db.transaction([&] { view.db.execute("INSERT INTO t VALUES (2)"); });
  BOOST_TEST(value("SELECT COUNT(*) FROM t") == "1");
}

BOOST_AUTO_TEST_CASE(the_id_of_a_row_is_not_read_on_another_connection) {
  execute("CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, a INT)");
  View view(*this);
  view.db.execute("INSERT INTO t (a) VALUES (1)");
  kill_connections();
  for (int time = 0; time < 2; ++time) BOOST_CHECK_THROW(view.db.last_insert_id(), Unavailable);
  BOOST_TEST(view.evidence("connects") == 1);
}

// Whoever waits for its turn holds the others up for as long as it does not give it back.
BOOST_AUTO_TEST_CASE(B12_from_its_fourth_try_on_a_transaction_has_the_turn_and_then_gives_it_back) {
  View view(*this);
  const std::string id = std::to_string(view.db.query_one<LoneNumber>("SELECT CONNECTION_ID()")->number);
  for (const int last : {3, 4, 6}) {
    std::string seen;
    int run = 0;
    view.db.transaction([&] {
      seen += value("SELECT COALESCE(" + std::string(holder_of_turn) + ", '-')") == id ? "+" : "-";
      if (++run < last) throw deadlock();
    });
    BOOST_TEST(seen == std::string("---+++").substr(0, static_cast<std::size_t>(last)));
    BOOST_TEST(value("SELECT COALESCE(" + std::string(holder_of_turn) + ", '-')") == "-");
  }
  BOOST_CHECK_THROW(view.db.transaction([] { throw deadlock(); }, 5), Unavailable);
  BOOST_TEST(value("SELECT COALESCE(" + std::string(holder_of_turn) + ", '-')") == "-");
  int run = 0;
  BOOST_CHECK_THROW(view.db.transaction([&] {
    if (++run < 5) throw deadlock();
    throw NotFound("no such book");
  }),
                    NotFound);
  BOOST_TEST(value("SELECT COALESCE(" + std::string(holder_of_turn) + ", '-')") == "-");
  BOOST_TEST(view.evidence("connects") == 1);
}

BOOST_AUTO_TEST_CASE(B12_a_transaction_waits_until_it_is_its_turn) {
  std::atomic<int> runs = 0;
  execute("DO GET_LOCK('caseload_unit_x1.retry', 60)");
  const auto thrown = while_running(
      [&](Database& db) {
        db.transaction([&] {
          if (++runs < 4) throw deadlock();
        });
      },
      [&] {
        BOOST_TEST(somebody_waits());
        BOOST_TEST(runs == 3);
      });
  BOOST_TEST(!thrown);
  BOOST_TEST(runs == 4);
}

// As the header says: after ten seconds.
BOOST_AUTO_TEST_CASE(B12_who_does_not_get_its_turn_goes_on_without) {
  execute("DO GET_LOCK('caseload_unit_x1.retry', 60)");
  View view(*this);
  int runs = 0;
  view.db.transaction([&] {
    if (++runs < 4) throw deadlock();
    BOOST_TEST(value("SELECT " + std::string(holder_of_turn) + " = CONNECTION_ID()") == "1");
  });
  BOOST_TEST(runs == 4);
}

BOOST_AUTO_TEST_CASE(deadlocks_and_lock_timeouts_are_retried_and_nothing_else) {
  View view(*this);
  for (const int code : {1213, 1205, 1020, 1412, 1062, 1146, 1214, 0}) {
    int runs = 0;
    bool is_unavailable = false;
    try {
      view.db.transaction(
          [&] {
            ++runs;
            throw DatabaseError(code, "an error", "");
          },
          2);
    } catch (const DatabaseError& error) {
      BOOST_TEST(error.code == code);
    } catch (const Unavailable&) {
      is_unavailable = true;
    }
    const bool is_retried = code == 1213 || code == 1205 || code == 1020 || code == 1412;
    BOOST_TEST(runs == (is_retried ? 2 : 1), code);
    BOOST_TEST(is_unavailable == is_retried, code);
  }
}

BOOST_AUTO_TEST_SUITE_END()
