// Over TCP a connection that the server has closed takes one more query, whose response is then lost. The
// stack's server listens on its socket alone, where that does not happen, so this is about a server of the
// tests' own.
#include <boost/test/unit_test.hpp>

#include "core/clock.hpp"
#include "core/errors.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"
#include "tests/support/private_mariadb.hpp"

namespace caseload {
namespace {

struct OverTcp {
  io::DriverThread driver;
  SystemClock clock;
  io::DatabaseSettings settings = [] {
    io::DatabaseSettings with = test::private_mariadb().settings();
    with.socket.clear();
    with.port = test::private_mariadb().port();
    return with;
  }();
  io::Connections connections{settings};
  io::DriverConnection admin{{.socket = test::private_mariadb().socket(),
                              .host = {},
                              .port = 0,
                              .user = "root",
                              .password = {},
                              .schema = "caseload_x1"}};

  OverTcp() { admin.execute("CREATE OR REPLACE TABLE tcp_trial (a INT)"); }
  ~OverTcp() { admin.execute("DROP TABLE tcp_trial"); }

  std::string value(std::string_view sql) {
    io::DriverResult rows = admin.query(sql);
    return rows.next() ? rows.text(0) : "";
  }
  void kill_connections() {
    const std::string others =
        "SELECT id FROM information_schema.processlist WHERE host LIKE '127.0.0.1%' AND db = 'caseload_x1'";
    for (std::string id = value(others + " LIMIT 1"); !id.empty(); id = value(others + " LIMIT 1")) {
      try {
        admin.execute("KILL " + id);
      } catch (const io::DriverError&) {
        // It ended by itself meanwhile.
      }
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(connection_loss, OverTcp)

BOOST_AUTO_TEST_CASE(B9_over_tcp_a_write_is_sent_once_and_finds_the_connection_lost_before) {
  for (int request = 0; request < 20; ++request) {
    kill_connections();
    Trace trace(clock, false);
    Database db(connections, trace, Dataset::x1);
    BOOST_TEST(db.execute("INSERT INTO tcp_trial VALUES (?)", request) == 1);
  }
  BOOST_TEST(value("SELECT COUNT(*) FROM tcp_trial") == "20");
}

// Only the first write of a request asks first, so the second one may be lost: nobody knows, and nobody
// guesses.
BOOST_AUTO_TEST_CASE(B9_over_tcp_a_write_whose_response_is_lost_is_not_sent_again) {
  Trace trace(clock, false);
  Database db(connections, trace, Dataset::x1);
  db.execute("INSERT INTO tcp_trial VALUES (?)", 1);
  kill_connections();
  BOOST_CHECK_THROW(db.execute("INSERT INTO tcp_trial VALUES (?)", 2), Unavailable);
  BOOST_TEST(value("SELECT COUNT(*) FROM tcp_trial") == "1");
  BOOST_TEST(db.execute("INSERT INTO tcp_trial VALUES (?)", 3) == 1);
  BOOST_TEST(value("SELECT COUNT(*) FROM tcp_trial") == "2");
}

// What is lost while a query is prepared has not run.
BOOST_AUTO_TEST_CASE(B9_over_tcp_a_write_that_was_not_sent_yet_is_sent) {
  Trace trace(clock, false);
  Database db(connections, trace, Dataset::x1);
  db.execute("INSERT INTO tcp_trial VALUES (1)");
  kill_connections();
  BOOST_TEST(db.execute("INSERT INTO tcp_trial VALUES (2)") == 1);
  BOOST_TEST(value("SELECT COUNT(*) FROM tcp_trial") == "2");
}

BOOST_AUTO_TEST_CASE(B9_over_tcp_a_read_is_sent_again) {
  Trace trace(clock, false);
  Database db(connections, trace, Dataset::x1);
  for (int loss = 0; loss < 5; ++loss) {
    BOOST_TEST(db.run("SELECT a FROM tcp_trial", {}).column_count() == 1U);
    kill_connections();
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
