// Connections for one request, and the one that a worker keeps for pages on what they cost.
#include "io/database/connector.hpp"

#include <boost/test/unit_test.hpp>

#include "core/clock.hpp"
#include "core/errors.hpp"
#include "io/database/connection.hpp"
#include "io/database/driver.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

std::int64_t number(Database& db) {
  return db.query_one<Number>("SELECT CONNECTION_ID()").value().value;
}

struct Worker {
  io::DriverThread driver;
  SystemClock clock;
  io::Connections connections{test::database_settings()};

  bool is_connected(std::int64_t id) {
    Trace trace(clock, false);
    Database db(connections, trace, Dataset::x1);
    return db.query_one<Number>("SELECT COUNT(*) FROM information_schema.processlist WHERE id = ?", id)
               ->value > 0;
  }
};

std::int64_t count(Trace& trace, Key key) {
  trace.measure();
  return trace.evidence().get(key).value();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(connector, Worker)

BOOST_AUTO_TEST_CASE(a_kept_connection_serves_the_next_request) {
  std::int64_t first = 0;
  for (const bool is_first : {true, false}) {
    Trace trace(clock, false);
    Connector connector(connections, trace, Dataset::x1);
    const std::int64_t id = number(connector.kept());
    BOOST_TEST(number(connector.kept()) == id);
    BOOST_TEST(count(trace, Key::connects) == (is_first ? 1 : 0));
    BOOST_TEST(connector.is_first_use() == is_first);
    if (!is_first) BOOST_TEST(id == first);
    first = id;
  }
}

BOOST_AUTO_TEST_CASE(an_opened_connection_ends_with_its_request) {
  std::int64_t id = 0;
  {
    Trace trace(clock, false);
    Connector connector(connections, trace, Dataset::x1);
    id = number(connector.opened());
    BOOST_TEST(number(connector.opened()) == id);
    BOOST_TEST(count(trace, Key::connects) == 1);
    BOOST_TEST(is_connected(id));
  }
  BOOST_TEST(test::becomes_true([&] { return !is_connected(id); }));
}

BOOST_AUTO_TEST_CASE(what_is_not_used_opens_nothing) {
  Trace trace(clock, true);
  Connector connector(connections, trace, Dataset::x1);
  connector.end_probe();
  BOOST_TEST(count(trace, Key::connects) == 0);
}

BOOST_AUTO_TEST_CASE(a_probe_sees_what_its_queries_read) {
  for (const bool keeps : {true, false}) {
    Trace trace(clock, true);
    Connector connector(connections, trace, Dataset::x1);
    Database& db = keeps ? connector.kept() : connector.opened();
    db.query<Number>("SELECT id FROM publisher ORDER BY id LIMIT 20");
    connector.end_probe();
    BOOST_TEST(count(trace, Key::rows_examined) == 20);
    BOOST_TEST(!trace.queries().front()->explain.is_null());
  }
}

BOOST_AUTO_TEST_CASE(an_address_without_a_port_is_refused_with_its_name) {
  for (const char* wrong : {"localhost", ":3306", "a:0", "a:70000", "a:port"}) {
    io::DatabaseSettings settings = test::database_settings();
    settings.tcp_address = wrong;
    BOOST_CHECK_EXCEPTION(io::Connections{settings}, ConfigError, [&](const ConfigError& error) {
      return std::string(error.what()) ==
             "database.tcp_address must be host:port; got '" + std::string(wrong) + "'";
    });
  }
}

BOOST_AUTO_TEST_CASE(an_address_where_nobody_listens_makes_only_these_pages_unavailable) {
  io::DatabaseSettings settings = test::database_settings();
  settings.tcp_address = "127.0.0.1:1";
  io::Connections elsewhere(settings);
  Trace trace(clock, false);
  Connector connector(elsewhere, trace, Dataset::x1);
  BOOST_CHECK_THROW(connector.opened(), Unavailable);
  BOOST_CHECK_THROW(connector.kept(), Unavailable);
  Database usual(elsewhere, trace, Dataset::x1);
  BOOST_TEST(number(usual) > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
