// What an exchange measures of a page, by a clock that a test moves.
#include "app/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include "shop/data_page.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

class MovableClock final : public Clock {
 public:
  std::int64_t monotonic_us() const override { return wall_us_; }
  std::int64_t thread_cpu_us() const override { return wall_us_; }
  std::chrono::system_clock::time_point now() const override { return {}; }
  void pass(std::int64_t microseconds) const { wall_us_ += microseconds; }

 private:
  mutable std::int64_t wall_us_ = 1'000'000;
};

void pass(const Services& services, std::int64_t microseconds) {
  dynamic_cast<const MovableClock&>(services.clock).pass(microseconds);
}

struct TimedExchange {
  io::DriverThread driver;
  MovableClock clock;
  Rebuilds rebuilds;
  io::TemplateSources sources{{{.path = "templates", .excluded = "site"}}, {{"root", ""}}};
  Owners owners{.connections = io::Connections(test::database_settings()),
                .memcached = io::Memcached(test::cache_settings()),
                .partners = io::HttpClient(test::partner_settings()),
                .templates = io::Templates(sources),
                .rebuilds = rebuilds,
                .clock = clock};
  Request request;
  Case the_case;
  Exchange exchange{owners, request, the_case, {}};

  std::int64_t wall_us(std::string_view phase) const {
    const Value document = exchange.trace().document();
    for (const Value& each : *document["phases"].items())
      if (each["name"].text_or("") == phase) return each["wall_us"].integer_or(-1);
    return 0;
  }
};

Response quick_page(const Request&, Services& services) {
  pass(services, 5);
  return Response{.body = "x"};
}

Response written_page(const Request&, Services& services) {
  pass(services, 5);
  return data_page(services, [&](std::string& body) {
    pass(services, 7);
    body = "{}";
  });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(timed_exchange, TimedExchange)

BOOST_AUTO_TEST_CASE(time_before_the_variant_runs_is_not_the_page_s) {
  clock.pass(1'000'000);
  exchange.run({.name = "quick", .run = quick_page});
  BOOST_TEST(wall_us("app") == 5);
  BOOST_TEST(exchange.trace().server_timing() == "app;dur=0.005, total;dur=0.005",
             exchange.trace().server_timing());
}

BOOST_AUTO_TEST_CASE(writing_out_the_data_of_a_page_is_rendering) {
  const Response response = exchange.run({.name = "written", .run = written_page});
  BOOST_TEST(response.body == "{}");
  BOOST_TEST(wall_us("app") == 5);
  BOOST_TEST(wall_us("render") == 7);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
