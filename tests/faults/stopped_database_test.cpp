// MariaDB that was stopped with SIGSTOP: its connections stay open, and nothing comes. Whatever waits for it
// ends within the read limit of its socket, which is far below the 60 s that nginx waits for the application.
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include "tests/faults/database_worker.hpp"
#include "tests/faults/job_queue.hpp"
#include "tests/faults/shop.hpp"

namespace caseload {
namespace {

using Stopped = test::PrivateMariadb::Stopped;

constexpr const char* no_response = "the database does not respond";  // capitalised on pages

// One thread, so that each request uses the connection of the one before.
struct OneThread : test::Shop {
  OneThread()
      : Shop({"CASELOAD_SERVER_THREADS=1", "CASELOAD_DATABASE_STATEMENT_TIMEOUT_MS=1000",
              "CASELOAD_DATABASE_READ_TIMEOUT_S=2", "CASELOAD_DATABASE_CONNECT_TIMEOUT_S=1"}) {}

  bool works(const std::string& target) {
    return test::becomes_true([&] { return get(target).status == 200; });
  }
  std::string connections() {
    return value("SELECT GROUP_CONCAT(id) FROM information_schema.processlist WHERE user = 'app'");
  }
};

const std::string page = "/cases/n-plus-one/fast?n=1";

void check_503(const test::HttpResponse& response) {
  BOOST_TEST(response.status == 503, response.body);
  BOOST_TEST(response.header("retry-after").has_value());
  BOOST_TEST((response.body.find(std::string_view(no_response).substr(1)) != std::string::npos),
             response.body);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stopped_database, OneThread)

BOOST_AUTO_TEST_CASE(pages_are_503_with_the_reason_while_the_database_is_stopped) {
  BOOST_TEST(works(page));
  const std::string before = connections();
  {
    const Stopped stopped(test::private_mariadb());
    check_503(get(page, "text/html"));  // after waiting on its connection
    check_503(get(page));               // without one
  }
  BOOST_TEST(works(page));
  // What timed out is closed and not used again.
  BOOST_TEST(test::becomes_true([&] { return connections().find(before) == std::string::npos; }));
  {
    const Stopped stopped(test::private_mariadb());
    check_503(import("fast", "x"));
  }
  BOOST_TEST(test::becomes_true([&] { return import("fast", "x").status == 200; }));
}

BOOST_AUTO_TEST_CASE(readyz_and_metrics_respond_while_the_database_is_stopped) {
  const auto shows_queue = [&] {
    return get("/metrics", "*/*").body.find("\ncaseload_jobs_waiting{") != std::string::npos;
  };
  BOOST_TEST(test::becomes_true(shows_queue));
  {
    const Stopped stopped(test::private_mariadb());
    const auto ready = get("/readyz");
    BOOST_TEST(ready.status == 503);
    const Value document = io::from_json(ready.body).value_or(Value{});
    BOOST_TEST(document["status"].text_or("") == "unavailable");
    BOOST_TEST(document["database"].text_or("ok") != "ok");
    const auto metrics = get("/metrics", "*/*");
    BOOST_TEST(metrics.status == 200);
    BOOST_TEST((metrics.body.find("\ncaseload_jobs_waiting{") == std::string::npos));
  }
  BOOST_TEST(works("/readyz"));
  BOOST_TEST(test::becomes_true(shows_queue));
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

struct PatientThread : test::Shop {
  PatientThread() : Shop({"CASELOAD_SERVER_THREADS=1", "CASELOAD_DATABASE_READ_TIMEOUT_S=50"}) {}
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(health_and_metrics_respond_while_every_thread_waits_for_a_stopped_database,
                        PatientThread) {
  BOOST_TEST(get(page).status == 200);
  std::optional<Stopped> stopped(std::in_place, test::private_mariadb());
  int status = 0;
  std::thread visitor([&] { status = get(page).status; });
  const auto is_waiting = [&] {
    return get("/metrics", "*/*").body.find("\ncaseload_requests_in_flight 2\n") != std::string::npos;
  };
  BOOST_TEST(test::becomes_true(is_waiting));
  BOOST_TEST(get("/healthz").status == 200);
  BOOST_TEST(is_waiting());
  stopped.reset();
  visitor.join();
  BOOST_TEST(status == 200);
}

namespace {

using test::Number;

// A thread of the application or the worker, whose requests or jobs use the same connection.
struct OneConnection {
  io::DriverThread driver;
  test::Worker worker{[] {
    io::DatabaseSettings with = test::private_mariadb().settings();
    with.statement_timeout_ms = 1'000;
    with.read_timeout_s = 2;
    with.connect_timeout_s = 1;
    return with;
  }()};
  io::DriverConnection admin{
      {.socket = test::private_mariadb().socket(), .user = "root", .schema = "caseload_x1"}};

  OneConnection() { admin.execute("CREATE OR REPLACE TABLE trial (a INT) ENGINE = InnoDB"); }
  ~OneConnection() { admin.execute("DROP TABLE trial"); }

  void check_refused(const std::string& reason, const std::function<void(Database&)>& work) {
    BOOST_TEST(worker.request(work) == 503);
    BOOST_TEST(worker.has_retry_after);
    BOOST_TEST(worker.detail.starts_with(reason), worker.detail);
  }
  // From the first request that the database responds to.
  std::int64_t number(const std::string& sql) {
    std::int64_t value = -1;
    test::becomes_true([&] {
      return worker.request([&](Database& db) { value = db.query_one<Number>(sql)->value; }) == 200;
    });
    return value;
  }
};

constexpr std::int64_t many = 100'000'000;
const std::string many_rows = "SELECT seq FROM seq_1_to_100000000";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(read_limit, OneConnection)

BOOST_AUTO_TEST_CASE(a_query_that_is_only_slow_is_ended_by_the_server_and_keeps_its_connection) {
  const std::int64_t before = number("SELECT CONNECTION_ID()");
  check_refused("a query took longer than its time limit",
                [](Database& db) { db.run(many_rows + " WHERE SLEEP(10)", {}); });
  BOOST_TEST(number("SELECT CONNECTION_ID()") == before);
}

BOOST_AUTO_TEST_CASE(a_response_that_comes_too_late_is_never_taken_for_another_one) {
  BOOST_TEST(number("SELECT 1") == 1);
  {
    const Stopped stopped(test::private_mariadb());
    check_refused(no_response, [](Database& db) { db.query<Number>("SELECT 1"); });
  }
  BOOST_TEST(number("SELECT 2") == 2);
}

BOOST_AUTO_TEST_CASE(a_stream_ends_when_the_database_is_stopped_in_the_middle_of_it) {
  std::optional<Stopped> stopped;
  std::int64_t rows = 0;
  check_refused(no_response, [&](Database& db) {
    db.each<Number>(many_rows, [&](const Number&) {
      if (++rows == 1) stopped.emplace(test::private_mariadb());
      return true;
    });
  });
  stopped.reset();
  BOOST_TEST(rows < many);
  BOOST_TEST(number("SELECT 2") == 2);
}

BOOST_AUTO_TEST_CASE(a_stream_can_be_abandoned_while_the_database_is_stopped) {
  std::optional<Stopped> stopped;
  BOOST_TEST(worker.request([&](Database& db) {
    db.each<Number>(many_rows, [&](const Number&) {
      stopped.emplace(test::private_mariadb());
      return false;
    });
  }) == 200,
             worker.detail);
  stopped.reset();
  BOOST_TEST(number("SELECT 2") == 2);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_rolled_back_if_the_database_was_stopped_in_the_middle_of_it) {
  std::optional<Stopped> stopped;
  check_refused(no_response, [&](Database& db) {
    db.transaction([&] {
      db.execute("INSERT INTO trial VALUES (1)");
      stopped.emplace(test::private_mariadb());
      db.execute("INSERT INTO trial VALUES (2)");
    });
  });
  stopped.reset();
  // This read waits until the row's lock is gone.
  BOOST_TEST(number("SELECT COUNT(*) FROM trial LOCK IN SHARE MODE") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(stopped_database_and_worker, jobs::Queue)

BOOST_AUTO_TEST_CASE(a_worker_notices_that_the_database_is_stopped_and_works_when_it_responds_again) {
  const tests::TemporaryFolder folder;
  test::Program worker("caseload-worker",
                       {"CASELOAD_LOG_LEVEL=info", "CASELOAD_DATABASE_STATEMENT_TIMEOUT_MS=1000",
                        "CASELOAD_DATABASE_READ_TIMEOUT_S=2", "CASELOAD_DATABASE_CONNECT_TIMEOUT_S=1"},
                       folder.path() + "/log");
  const auto logs = [&](const std::string& text) {
    return test::becomes_true([&] {
      std::stringstream all;
      all << std::ifstream(folder.path() + "/log").rdbuf();
      return all.str().find(text) != std::string::npos;
    });
  };
  const auto add_report = [&] {
    db.execute("INSERT INTO report_request (publisher_id) VALUES (1)");
    return jobs::enqueue(
        db,
        {.type = "sales-report",
         .arguments = Value::object({{"request", db.last_insert_id()}, {"publisher", 1}, {"quarters", 1}})});
  };
  BOOST_TEST(becomes(add_report(), "done"));
  {
    const Stopped stopped(test::private_mariadb());
    BOOST_TEST(logs(no_response));
  }
  BOOST_TEST(becomes(add_report(), "done"));
  db.execute("DELETE FROM report_request");
  const Stopped stopped(test::private_mariadb());
  worker.process().signal(SIGTERM);
  BOOST_TEST(test::becomes_true([&] { return !worker.process().is_running(); }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
