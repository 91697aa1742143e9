// Visits that come at the same time, through nginx. The test holds the row that all of them want, until the
// server says that they wait for it.
#include <boost/test/unit_test.hpp>
#include <string>
#include <thread>
#include <vector>

#include "app/case_pages/run_variants.hpp"
#include "core/catalogue.hpp"
#include "io/database/database.hpp"
#include "io/json/json.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload {
namespace {

constexpr int visitors = 4;

struct Visits {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Visits::number);
};

struct Status {
  std::string name, value;
  static constexpr auto columns = std::tuple(&Status::name, &Status::value);
};

struct Fixture {
  io::DriverThread driver;
  SystemClock clock;
  Trace trace{clock, false};
  io::Connections connections{test::database_settings()};
  Database db{connections, trace, Dataset::x1};

  static std::vector<test::HttpResponse> visit(const std::string& variant, int book) {
    std::vector<test::HttpResponse> responses(visitors);
    std::vector<std::jthread> threads;
    for (auto& response : responses)
      threads.emplace_back([&response, &variant, book] {
        response = test::fetch(test::base_url(), {.method = "POST",
                                                  .target = "/cases/hot-row/" + variant +
                                                            "?dataset=x1&book=" + std::to_string(book),
                                                  .headers = {"Accept: application/json", "Probe: 1"}});
      });
    threads.clear();
    return responses;
  }

  std::int64_t number(const std::string& sql) { return db.query_one<Visits>(sql)->number; }

  bool all_wait() {
    return test::becomes_true([&] {
      Trace unmeasured(clock, false);
      io::Connections others(test::database_settings());
      return std::stoi(Database(others, unmeasured, Dataset::x1)
                           .query_one<Status>("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'")
                           ->value) >= visitors;
    });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hot_row, Fixture)

BOOST_AUTO_TEST_CASE(visits_wait_for_the_only_counter_of_a_book_and_not_for_slots_or_the_cache) {
  std::vector<test::HttpResponse> waited;
  {
    std::jthread all;
    db.transaction([&] {
      db.execute("UPDATE visit_count SET visits = visits + 0 WHERE book_id = ?", 99);
      all = std::jthread([&] { waited = visit("slow", 99); });
      BOOST_TEST(all_wait());
      for (const std::string free : {"slots", "write-behind"})
        for (const auto& response : visit(free, 99)) {
          BOOST_TEST(response.status == 200);
          BOOST_TEST(response.evidence("row-lock-waits").value_or(-1) == 0, free);
        }
    });
  }
  for (const auto& response : waited) {
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.evidence("row-lock-waits").value_or(-1) > 0);
    BOOST_TEST(response.evidence("commits").value_or(-1) == 1);
  }
}

BOOST_AUTO_TEST_CASE(no_visit_is_lost) {
  const struct {
    std::string variant, total;
  } counters[] = {{"slow", "SELECT visits FROM visit_count WHERE book_id = 98"},
                  {"slots", "SELECT CAST(SUM(visits) AS SIGNED) FROM visit_slot WHERE book_id = 98"},
                  {"write-behind", "SELECT visits FROM visit_written WHERE book_id = 98"}};
  for (const auto& [variant, total] : counters) {
    const std::int64_t before = number(total);
    for (const auto& response : visit(variant, 98)) BOOST_TEST(response.status == 200);
    BOOST_TEST(test::becomes_true([&] { return number(total) >= before + visitors; }), variant);
    BOOST_TEST(number(total) == before + visitors, variant);
  }
}

// By the time of day, a second that comes again would have a counter whose job has run.
BOOST_AUTO_TEST_CASE(no_visit_is_lost_when_the_clock_is_set_back) {
  struct SetBack final : Clock {
    std::int64_t monotonic_us() const override { return SystemClock().monotonic_us(); }
    std::int64_t thread_cpu_us() const override { return SystemClock().thread_cpu_us(); }
    std::chrono::system_clock::time_point now() const override { return moment; }
    const std::chrono::system_clock::time_point moment = SystemClock().now();
  } clock_set_back;
  test::StackOwners stack;
  Owners owners{.connections = io::Connections(test::database_settings()),
                .memcached = io::Memcached(test::cache_settings()),
                .partners = io::HttpClient(test::partner_settings()),
                .templates = io::Templates(stack.sources),
                .rebuilds = stack.rebuilds,
                .clock = clock_set_back};
  const Case& the_case = *find_case("hot-row");
  Request request;
  request.knobs = Knobs::parse(the_case.knobs, {{"dataset", "x1"}, {"book", "97"}});
  const auto total = [&] { return number("SELECT visits FROM visit_written WHERE book_id = 97"); };
  std::int64_t visits = total();
  for (int time = 0; time < 2; ++time) {
    for (int visitor = 0; visitor < visitors; ++visitor, ++visits)
      data_of(owners, request, the_case, *the_case.variant("write-behind"));
    BOOST_TEST(test::becomes_true([&] { return total() == visits; }));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
