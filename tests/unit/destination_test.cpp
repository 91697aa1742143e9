#include "jobs/destination.hpp"

#include <algorithm>
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

struct Delivered {
  std::string report;
  std::int64_t deliveries, is_recent;
  static constexpr auto columns =
      std::tuple(&Delivered::report, &Delivered::deliveries, &Delivered::is_recent);
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
  std::vector<std::int64_t> requests;

  // A few old ones are taken along at a time, so those that others have left would keep ours in place.
  Requests() { db.execute("DELETE FROM report_request WHERE asked_at < NOW(6) - INTERVAL 9 MINUTE"); }
  ~Requests() {
    for (const std::int64_t id : requests) db.execute("DELETE FROM report_request WHERE id = ?", id);
  }

  std::int64_t fetch(std::int64_t minutes_ago, std::int64_t deliveries) {
    db.execute(
        "INSERT INTO report_request (publisher_id, asked_at, deliveries) VALUES (1, NOW(6) - INTERVAL ? "
        "MINUTE, ?)",
        minutes_ago, deliveries);
    return requests.emplace_back(db.last_insert_id());
  }
  bool is_there(std::int64_t id) {
    return db.query_one<Number>("SELECT COUNT(*) FROM report_request WHERE id = ?", id).value().value == 1;
  }
  void deliver(std::int64_t id) {
    db.transaction([&] { destination.deliver(db, id, "{}"); });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(destination, Requests)

BOOST_AUTO_TEST_CASE(a_request_keeps_its_place_while_its_job_waits_for_a_worker) {
  const std::int64_t delivered = fetch(20, 1), waiting = fetch(20, 0), forgotten = fetch(2 * 24 * 60, 0);
  deliver(fetch(0, 0));
  BOOST_TEST(!is_there(delivered));
  BOOST_TEST(is_there(waiting));
  BOOST_TEST(!is_there(forgotten));
  deliver(waiting);
}

BOOST_AUTO_TEST_CASE(old_requests_go_a_few_at_a_time) {
  std::vector<std::int64_t> old;
  for (int each = 0; each < 10; ++each) old.push_back(fetch(30 + each, 1));
  const std::int64_t recent = fetch(5, 1);
  const auto left = [&] { return std::ranges::count_if(old, [&](std::int64_t id) { return is_there(id); }); };
  for (const int expected : {2, 0}) {
    deliver(fetch(0, 0));
    BOOST_TEST(left() == expected);
  }
  BOOST_TEST(is_there(recent));
}

BOOST_AUTO_TEST_CASE(a_report_reaches_its_request_and_is_counted) {
  const std::int64_t request = fetch(0, 0), other = fetch(0, 0);
  db.transaction([&] { destination.deliver(db, request, "{\"pages\":7}"); });
  const auto delivered = [&](std::int64_t id) {
    const auto row = db.query_one<Delivered>(
        "SELECT COALESCE(report, '-'), deliveries, COALESCE(delivered_at > NOW(6) - INTERVAL 5 MINUTE, -1) "
        "FROM "
        "report_request WHERE id = ?",
        id);
    return row->report + " " + std::to_string(row->deliveries) + " " + std::to_string(row->is_recent);
  };
  BOOST_TEST(delivered(request) == "{\"pages\":7} 1 1");
  BOOST_TEST(delivered(other) == "- 0 -1");
  deliver(request);
  BOOST_TEST(delivered(request) == "{} 2 1");
}

BOOST_AUTO_TEST_CASE(a_missing_request_is_an_error) {
  BOOST_CHECK_EXCEPTION(deliver(std::numeric_limits<std::int64_t>::max()), HttpError,
                        [](const HttpError& error) { return error.status == 410; });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
