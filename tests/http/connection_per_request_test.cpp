// Connections of the running application, as its database sees them.
#include <boost/test/unit_test.hpp>

#include "core/clock.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

struct Sessions {
  io::DriverThread driver;
  SystemClock clock;
  io::Connections connections{test::database_settings()};
  Trace trace{clock, false};
  Database db{connections, trace, Dataset::x1};

  std::int64_t over_tcp() {
    return db
        .query_one<Number>("SELECT COUNT(*) FROM information_schema.processlist WHERE host LIKE '127.%:%'")
        ->value;
  }
};

test::HttpResponse fetch(const std::string& variant) {
  return test::fetch(test::base_url(), {.target = "/cases/connection-per-request/" + variant});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(connection_per_request, Sessions)

BOOST_AUTO_TEST_CASE(a_connection_of_a_request_is_closed_and_a_kept_one_is_over_tcp) {
  BOOST_TEST_REQUIRE(fetch("fast").status == 200);
  const std::int64_t kept = over_tcp();
  BOOST_TEST(kept > 0);
  for (int visit = 0; visit < 5; ++visit) {
    const test::HttpResponse response = fetch("slow");
    BOOST_TEST_REQUIRE(response.status == 200);
    BOOST_TEST(response.header("evidence").value_or("").find("connects=1") != std::string::npos);
  }
  BOOST_TEST(test::becomes_true([&] { return over_tcp() == kept; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
