// Reads that may be stale, on a primary and a replica: which server runs them, while both work and while one
// does not.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <optional>
#include <string>
#include <thread>

#include "core/clock.hpp"
#include "core/errors.hpp"
#include "io/database/connection.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"
#include "io/metrics/metrics.hpp"
#include "tests/faults/shop.hpp"

namespace caseload {
namespace {

constexpr std::int64_t primary_id = 1, replica_id = 2;
constexpr int usual_lag_s = 5;

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

std::string options(std::int64_t id) {
  return "server_id = " + std::to_string(id) +
         "\nlog_bin = binlog\nbinlog_format = ROW\ngtid_strict_mode = ON\n";
}

// Started once for all tests. Both have the same rows from the start, so replication begins at the end of the
// primary's log.
struct Pair {
  tests::TemporaryFolder folder;
  test::PrivateMariadb primary{folder.path() + "/primary", options(primary_id)};
  test::PrivateMariadb replica{folder.path() + "/replica", options(replica_id)};

  Pair() {
    const io::DriverThread driver;
    io::DriverConnection admin(target(primary));
    admin.execute("CREATE USER copy@'127.0.0.1' IDENTIFIED BY 'copy'");
    admin.execute("GRANT REPLICATION SLAVE ON *.* TO copy@'127.0.0.1'");
    io::DriverResult at = admin.query("SELECT @@gtid_binlog_pos");
    at.next();
    on_replica("RESET MASTER");
    on_replica("SET GLOBAL gtid_slave_pos = '" + at.text(0) + "'");
    on_replica("CHANGE MASTER TO master_host = '127.0.0.1', master_port = " + std::to_string(primary.port()) +
               ", master_user = 'copy', master_password = 'copy', master_use_gtid = slave_pos, "
               "master_connect_retry = 1");
    on_replica("START SLAVE");
  }
  static io::DriverTarget target(const test::PrivateMariadb& server) {
    return {.socket = server.socket(), .user = "root", .schema = "caseload_x1"};
  }
  void on_replica(const std::string& sql) const { io::DriverConnection(target(replica)).execute(sql); }
};

Pair& pair() {
  static Pair servers;
  return servers;
}

io::DatabaseSettings settings_for(std::string replica, int max_lag_s = usual_lag_s) {
  io::DatabaseSettings settings = pair().primary.settings();
  settings.replica = std::move(replica);
  settings.replica_max_lag_s = max_lag_s;
  settings.connect_timeout_s = 1;
  settings.statement_timeout_ms = 5'000;
  settings.read_timeout_s = 6;
  return settings;
}

struct Servers {
  io::DriverThread driver;
  SystemClock clock;
  io::Connections connections{settings_for(pair().replica.socket())};

  // The server that runs a read that may be stale.
  std::int64_t server(io::Connections& on, bool probe = false) const {
    Trace trace(clock, probe);
    Database db(on, trace, Dataset::x1);
    std::optional<Database> kept;
    return stale_reads(kept, on, db).query_one<Number>("SELECT @@server_id").value().value;
  }
  bool becomes(std::int64_t id) {
    return test::becomes_true([&] { return server(connections) == id; });
  }
};

struct View {
  View(io::Connections& connections, const Clock& clock)
      : trace(clock, false), db(connections, trace, Dataset::x1), stale(stale_reads(kept, connections, db)) {}
  Trace trace;
  Database db;
  std::optional<Database> kept;
  Database& stale;
};

std::int64_t id_of(Database& db) {
  return db.query_one<Number>("SELECT @@server_id").value().value;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(replica, Servers)

BOOST_AUTO_TEST_CASE(only_reads_that_may_be_stale_go_to_the_replica) {
  BOOST_TEST(becomes(replica_id));
  View view(connections, clock);
  BOOST_TEST(id_of(view.db) == primary_id);
  BOOST_TEST(id_of(view.stale) == replica_id);
  std::int64_t streamed = 0;
  view.stale.each<Number>("SELECT @@server_id", [&](const Number& row) {
    streamed = row.value;
    return true;
  });
  BOOST_TEST(streamed == replica_id);
  view.trace.measure();
  BOOST_TEST(view.trace.evidence().get(Key::sql).value() == 3);  // wherever they ran
}

BOOST_AUTO_TEST_CASE(without_a_replica_the_view_is_the_usual_one) {
  io::Connections alone(settings_for(""));
  View view(alone, clock);
  BOOST_TEST(&view.stale == &view.db);
  BOOST_TEST(id_of(view.stale) == primary_id);
  view.stale.execute("DELETE FROM scratch_book WHERE id = 0");
}

BOOST_AUTO_TEST_CASE(what_was_written_arrives) {
  BOOST_TEST(becomes(replica_id));
  View view(connections, clock);
  view.db.execute("UPDATE country SET name = 'Erewhon' WHERE id = 1");
  BOOST_TEST(test::becomes_true([&] {
    return view.stale.query_one<Number>("SELECT name = 'Erewhon' FROM country WHERE id = 1")->value == 1;
  }));
}

BOOST_AUTO_TEST_CASE(a_transaction_reads_its_own_server) {
  BOOST_TEST(becomes(replica_id));
  View view(connections, clock);
  view.db.transaction([&] { BOOST_TEST(id_of(view.stale) == primary_id); });
  BOOST_TEST(id_of(view.stale) == replica_id);
}

BOOST_AUTO_TEST_CASE(the_view_takes_no_writes) {
  View view(connections, clock);
  BOOST_CHECK_THROW(view.stale.execute("DELETE FROM scratch_book WHERE id = 0"), std::logic_error);
  BOOST_CHECK_THROW(view.stale.transaction([] {}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_probe_reads_the_server_whose_counters_it_has) {
  BOOST_TEST(becomes(replica_id));
  BOOST_TEST(server(connections, true) == primary_id);
}

// The server is started again by this thread, because it ends with the thread that started it.
BOOST_AUTO_TEST_CASE(a_replica_that_was_killed_costs_no_read_and_is_used_again) {
  BOOST_TEST(becomes(replica_id));
  std::atomic<bool> is_over = false, saw_primary = false;
  std::atomic<int> failed = 0;
  std::thread reading([&] {
    const io::DriverThread of_this_one;
    io::Connections own(settings_for(pair().replica.socket()));
    while (!is_over) {
      try {
        if (server(own) == primary_id) saw_primary = true;
      } catch (const std::exception&) {
        ++failed;
      }
    }
  });
  pair().replica.kill_and_restart();
  BOOST_TEST(test::becomes_true([&] { return saw_primary.load(); }));
  BOOST_TEST(becomes(replica_id));
  is_over = true;
  reading.join();
  BOOST_TEST(failed == 0);
}

BOOST_AUTO_TEST_CASE(a_silent_replica_is_given_up_within_the_read_limit) {
  BOOST_TEST(becomes(replica_id));
  {
    const test::PrivateMariadb::Stopped stopped(pair().replica);
    BOOST_TEST(server(connections) == primary_id);
  }
  BOOST_TEST(becomes(replica_id));
}

BOOST_AUTO_TEST_CASE(a_replica_that_stopped_replicating_is_not_used) {
  BOOST_TEST(becomes(replica_id));
  pair().on_replica("STOP SLAVE SQL_THREAD");
  BOOST_TEST(becomes(primary_id));
  BOOST_TEST(io::replica_problem(connections) == "replication has stopped, or its primary does not respond");
  pair().on_replica("START SLAVE");
  BOOST_TEST(becomes(replica_id));
  BOOST_TEST(io::replica_problem(connections) == "");
}

BOOST_AUTO_TEST_CASE(a_replica_that_is_too_far_behind_is_not_used) {
  io::Connections strict(settings_for(pair().replica.socket(), 1));
  BOOST_TEST(test::becomes_true([&] { return server(strict) == replica_id; }));
  pair().on_replica("STOP SLAVE");
  pair().on_replica("CHANGE MASTER TO master_delay = 3600");
  pair().on_replica("START SLAVE");
  {
    View view(connections, clock);
    view.db.execute("UPDATE country SET name = 'Late' WHERE id = 1");
  }
  std::string problem;
  BOOST_TEST(test::becomes_true([&] {
    problem = io::replica_problem(strict);
    return problem.starts_with("it is ");
  }));
  BOOST_TEST(problem.ends_with(" s behind, and at most 1 s are allowed"), problem);
  BOOST_TEST(server(strict) == primary_id);
  BOOST_TEST((io::metrics_text().find("\ncaseload_replica_up{server=\"" + pair().replica.socket() +
                                      "\"} 0\n") != std::string::npos));
  pair().on_replica("STOP SLAVE");
  pair().on_replica("CHANGE MASTER TO master_delay = 0");
  pair().on_replica("START SLAVE");
  BOOST_TEST(test::becomes_true([&] { return server(strict) == replica_id; }));
}

// The primary itself stands for a replica that was promoted.
BOOST_AUTO_TEST_CASE(a_server_that_replicates_nothing_is_not_used) {
  io::Connections promoted(settings_for("127.0.0.1:" + std::to_string(pair().primary.port())));
  BOOST_TEST(!io::replica_problem(promoted).empty());  // root may connect by the socket alone
  io::Connections by_socket(settings_for(pair().primary.socket()));
  BOOST_TEST(io::replica_problem(by_socket) == "the server does not replicate another one");
  BOOST_TEST(server(by_socket) == primary_id);
}

BOOST_AUTO_TEST_CASE(a_replica_that_can_not_be_reached_costs_no_read) {
  io::Connections nowhere(settings_for(pair().folder.path() + "/nobody.sock"));
  BOOST_TEST(server(nowhere) == primary_id);
  BOOST_TEST(!io::replica_problem(nowhere).empty());
}

BOOST_AUTO_TEST_CASE(without_the_privilege_the_reason_names_it) {
  io::DriverConnection admin(Pair::target(pair().primary));
  admin.execute("CREATE OR REPLACE USER plain@localhost IDENTIFIED BY 'plain'");
  admin.execute("GRANT SELECT ON `caseload\\_x1`.* TO plain@localhost");
  io::DatabaseSettings settings = settings_for(pair().replica.socket(), 7);
  settings.user = settings.password = "plain";
  io::Connections plain(settings);
  BOOST_TEST(test::becomes_true([&] {  // the user has to arrive at the replica first
    return io::replica_problem(plain).find(" MONITOR privilege") != std::string::npos;
  }));
  BOOST_TEST(server(plain) == primary_id);
}

BOOST_AUTO_TEST_CASE(rows_that_were_passed_on_are_not_passed_on_again) {
  BOOST_TEST(becomes(replica_id));
  View view(connections, clock);
  std::int64_t rows = 0;
  const auto read = [&] {
    view.stale.each<Number>("SELECT seq FROM seq_1_to_5000000", [&](const Number&) {
      if (++rows == 1) pair().replica.kill_and_restart();
      return true;
    });
  };
  BOOST_CHECK_EXCEPTION(read(), HttpError, [](const HttpError& error) { return error.status == 503; });
  BOOST_TEST(rows > 0);
  BOOST_TEST(rows < 5'000'000);
  BOOST_TEST(becomes(replica_id));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
