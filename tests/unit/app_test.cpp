// What a run of all variants costs beside the variants, counted in the database's statements.
#include "app/app.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "io/metrics/metrics.hpp"
#include "shop/visitors.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

// Of customer 100, whom only a statement finds.
const std::string known = "session=780c1f0008486aae4ff7bad0463fed67";
constexpr const char* runs[] = {"/cases/n-plus-one/?run=1", "/api/examples/n-plus-one/"};

std::int64_t statements_so_far() {
  std::istringstream lines(io::metrics_text());
  std::int64_t statements = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("caseload_statements_total{"))
      statements += std::stoll(line.substr(line.rfind(' ')));
  }
  return statements;
}

struct AppFixture {
  io::DriverThread driver;

  static io::Config config(int max_slow_running) {
    io::Config settings;
    settings.database = test::database_settings();
    settings.cache = test::cache_settings();
    settings.max_slow_running = max_slow_running;
    return settings;
  }

  // The statements of an answer that must have this status.
  static std::int64_t statements_of(App& app, std::string_view target, std::string_view cookie, int status) {
    Request request{.path = std::string(target.substr(0, target.find('?')))};
    if (target.ends_with("?run=1")) request.query.emplace_back("run", "1");
    request.headers = {{"cookie", std::string(cookie)}};
    const std::int64_t before = statements_so_far();
    const Response response = app.handle(request);
    BOOST_TEST(response.status == status, response.body);
    response.finished({.status = response.status, .body_bytes = 0, .complete = true});
    return statements_so_far() - before;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(app, AppFixture)

BOOST_AUTO_TEST_CASE(a_run_looks_its_session_up_once) {
  AppShared shared(config(1));
  App app(shared);
  for (const char* target : runs) {
    const std::int64_t unasked = statements_of(app, target, demo_visitors().front().cookie, 200);
    BOOST_TEST(unasked > 0);
    BOOST_TEST(statements_of(app, target, known, 200) == unasked + 1, target);
  }
}

BOOST_AUTO_TEST_CASE(a_run_over_the_limit_is_refused_without_a_statement) {
  AppShared shared(config(1));
  App app(shared);
  const SlowPlace taken(shared.slow_running, 1);
  for (const char* target : runs) BOOST_TEST(statements_of(app, target, known, 503) == 0, target);
  BOOST_TEST(statements_of(app, "/cases/n-plus-one/fast", known, 200) == 1);  // quick ones go on
}

BOOST_AUTO_TEST_CASE(a_stream_counts_against_the_limit_until_its_last_byte) {
  AppShared shared(config(1));
  App app(shared);
  App other(shared);
  for (const bool complete : {true, false}) {
    Request request{.path = "/cases/streaming-response/fast"};
    {
      const Response response = app.handle(request);
      BOOST_TEST(response.status == 200);
      BOOST_TEST(shared.slow_running == 1);
      statements_of(other, "/cases/streaming-response/fast", known, 503);
      response.finished({.status = response.status, .body_bytes = 0, .complete = complete});
    }
    BOOST_TEST(shared.slow_running == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_is_in_the_metrics) {
  AppShared shared(config(1));
  App app(shared);
  const auto refused = [] {
    const std::string text = io::metrics_text();
    const std::size_t line = text.find("caseload_requests_total{route=\"none\",status=\"413\"} ");
    return line == std::string::npos ? 0 : std::stoi(text.substr(text.find("} ", line) + 2));
  };
  const int before = refused();
  const Request request{.path = "/"};
  const Response response = app.reject(request, 413, "the body is too large");
  response.finished({.status = response.status, .body_bytes = 0, .complete = true});
  BOOST_TEST(refused() == before + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
