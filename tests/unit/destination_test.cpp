#include "jobs/destination.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <vector>

#include "core/errors.hpp"
#include "io/database/connection.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

// Requests of publisher 1 of some age, gone again after the test.
struct Requests {
  io::DriverThread driver;
  SystemClock clock;
  io::Connections connections{test::database_settings()};
  io::Memcached memcached{test::cache_settings()};
  Trace trace{clock, false};
  Database db{connections, trace, Dataset::x1};
  Destination destination{memcached};
  std::vector<std::int64_t> asked;

  ~Requests() {
    for (const std::int64_t id : asked) db.execute("DELETE FROM report_request WHERE id = ?", id);
  }

  std::int64_t ask(std::int64_t minutes_ago, std::int64_t deliveries) {
    db.execute(
        "INSERT INTO report_request (publisher_id, asked_at, deliveries) VALUES (1, NOW(6) - INTERVAL ? "
        "MINUTE, ?)",
        minutes_ago, deliveries);
    return asked.emplace_back(db.last_insert_id());
  }
  bool is_there(std::int64_t id) {
    return db.query_one<Number>("SELECT COUNT(*) FROM report_request WHERE id = ?", id).value().value == 1;
  }
  void hand_over(std::int64_t id) {
    db.transaction([&] { destination.hand_over(db, id, "{}"); });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(destination, Requests)

BOOST_AUTO_TEST_CASE(a_request_keeps_its_place_while_its_job_waits_for_a_worker) {
  const std::int64_t delivered = ask(20, 1), waiting = ask(20, 0), forgotten = ask(2 * 24 * 60, 0);
  hand_over(ask(0, 0));
  BOOST_TEST(!is_there(delivered));
  BOOST_TEST(is_there(waiting));
  BOOST_TEST(!is_there(forgotten));
  hand_over(waiting);
}

BOOST_AUTO_TEST_CASE(a_request_that_is_gone_is_an_error) {
  BOOST_CHECK_EXCEPTION(hand_over(std::numeric_limits<std::int64_t>::max()), HttpError,
                        [](const HttpError& error) { return error.status == 410; });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
