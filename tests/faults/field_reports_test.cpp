// Field reports about the database, the cache and the queue, as a visitor meets them: through nginx, with
// servers that the tests stop, kill and set.
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fstream>
#include <string>

#include "core/clock.hpp"
#include "io/database/driver.hpp"
#include "io/json/json.hpp"
#include "jobs/queue.hpp"
#include "tests/faults/program.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload {
namespace {

class Shop {
 public:
  Shop() {
    execute("CREATE OR REPLACE USER app@localhost IDENTIFIED BY 'app'");
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\\_x1`.* TO app@localhost");
    start();
  }
  ~Shop() {
    for (const char* undo : {"SET GLOBAL read_only = 0", "SET GLOBAL wait_timeout = 28800",
                             "SET GLOBAL max_allowed_packet = 16777216", "DELETE FROM job",
                             "DELETE FROM job_kind", "DROP USER IF EXISTS app@localhost"})
      execute(undo);
  }

  void execute(const std::string& sql) { admin_.execute(sql); }
  void start() {
    app_ = std::make_unique<test::Program>(
        "caseload-app",
        std::vector<std::string>{"CASELOAD_SERVER_LISTEN=" + socket_, "CASELOAD_SERVER_THREADS=4",
                                 "CASELOAD_DATABASE_USER=app", "CASELOAD_DATABASE_PASSWORD=app",
                                 "CASELOAD_CACHE_SERVERS=" + cache.address()},
        folder_.path() + "/app.log");
    if (!test::becomes_true([&] { return get("/healthz").status == 200; }))
      throw std::runtime_error("the application did not start");
  }

  test::HttpResponse get(const std::string& target, const std::string& accept = "application/json") {
    return test::fetch(nginx_.base(), {.target = target, .headers = {"Accept: " + accept}});
  }
  // Imports one book.
  test::HttpResponse import(const std::string& variant, const std::string& title) {
    const Value book = Value::object(
        {{"title", title}, {"author_id", 1}, {"publisher_id", 1}, {"year", 2024}, {"price", "1.50"}});
    return test::fetch(nginx_.base(),
                       {.method = "POST",
                        .target = "/cases/bulk-create/" + variant + "?n=1",
                        .headers = {"Accept: application/json", "Content-Type: application/json"},
                        .body = io::to_json(Value::object({{"books", Value(Value::List{book})}}))});
  }
  Value readiness() { return io::from_json(get("/readyz").body).value_or(Value{}); }
  int log_lines_with(const std::string& text) const {
    std::ifstream file(folder_.path() + "/app.log");
    int lines = 0;
    for (std::string line; std::getline(file, line);) lines += line.find(text) != std::string::npos;
    return lines;
  }

 private:
  tests::TemporaryFolder folder_;
  io::DriverThread thread_;
  io::DriverConnection admin_{
      {.socket = test::private_mariadb().socket(), .user = "root", .schema = "caseload_x1"}};
  std::string socket_ = folder_.path() + "/app.sock";
  test::PrivateNginx nginx_{folder_.path() + "/nginx", socket_};

 public:
  test::PrivateMemcached cache{folder_.path() + "/memcached.sock"};

 private:
  std::unique_ptr<test::Program> app_;
};

const std::vector<std::string> ways_to_create{"slow", "one-transaction", "fast"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(field_reports, Shop)

BOOST_AUTO_TEST_CASE(B7_all_pages_are_200_while_memcached_is_killed_or_silent_and_it_is_used_again) {
  const std::string page = "/cases/fragment-cache/fast";
  const auto all_are_200 = [&] {
    int others = 0;
    for (int each = 0; each < 100; ++each) others += get(page, "text/html").status != 200;
    return others == 0;
  };
  const auto is_cached = [&] { return get(page, "text/html").evidence("sql").value_or(-1) == 0; };
  BOOST_TEST(test::becomes_true(is_cached));
  const std::string body = get(page, "text/html").body;
  cache.process().signal(SIGKILL);
  cache.process().wait();
  BOOST_TEST(all_are_200());
  BOOST_TEST((get(page, "text/html").body == body));
  BOOST_TEST(readiness()["status"].text_or("") == "degraded");
  cache.restart();
  BOOST_TEST(test::becomes_true(is_cached));
  cache.process().stop_running();
  BOOST_TEST(all_are_200());
  cache.process().signal(SIGCONT);
  BOOST_TEST(test::becomes_true(is_cached));
  // A warning for each time it was lost, and not for each request.
  BOOST_TEST(log_lines_with("the cache server does not respond") >= 2);
  BOOST_TEST(log_lines_with("memcached") <= 8);
}

BOOST_AUTO_TEST_CASE(B9_lost_connections_show_on_no_page) {
  const std::string page = "/cases/n-plus-one/fast?n=1";
  const auto others_than_200 = [&] {
    int others = 0;
    for (int each = 0; each < 50; ++each) others += get(page).status != 200;
    return others;
  };
  BOOST_TEST(others_than_200() == 0);
  execute("KILL USER app");
  BOOST_TEST(others_than_200() == 0);
  execute("KILL USER app");
  for (const std::string& variant : ways_to_create) BOOST_TEST(import(variant, "x").status == 200, variant);
}

BOOST_AUTO_TEST_CASE(B10_four_byte_text_comes_back_byte_for_byte) {
  const std::string text = "x😉y𠜎z";
  for (const std::string& variant : ways_to_create) {
    const auto response = import(variant, text);
    BOOST_TEST(response.status == 200);
    BOOST_TEST((response.body.find("\"title\":\"" + text + "\"") != std::string::npos), response.body);
  }
}

BOOST_AUTO_TEST_CASE(C5_writes_to_a_read_only_database_are_503_and_readyz_says_so) {
  BOOST_TEST(import("fast", "x").status == 200);
  BOOST_TEST(readiness()["writes"].text_or("") == "ok");
  execute("SET GLOBAL read_only = 1");
  for (const std::string& variant : ways_to_create) {
    const auto response = import(variant, "x");
    BOOST_TEST(response.status == 503, variant << " " << response.body);
    BOOST_TEST(response.header("retry-after").has_value());
  }
  const auto ready = get("/readyz");
  BOOST_TEST(ready.status == 200);
  BOOST_TEST(readiness()["status"].text_or("") == "degraded");
  BOOST_TEST(readiness()["database"].text_or("") == "ok");
  BOOST_TEST((readiness()["writes"].text_or("").find("read-only") != std::string_view::npos), ready.body);
  BOOST_TEST(get("/cases/n-plus-one/fast?n=1").status == 200);
  execute("SET GLOBAL read_only = 0");
  for (const std::string& variant : ways_to_create) BOOST_TEST(import(variant, "x").status == 200, variant);
  BOOST_TEST(test::becomes_true([&] { return readiness()["status"].text_or("") == "ok"; }));
}

BOOST_AUTO_TEST_CASE(C5_readyz_does_not_wait_for_writes_that_are_blocked) {
  execute("FLUSH TABLES WITH READ LOCK");
  const Value ready = readiness();
  execute("UNLOCK TABLES");
  BOOST_TEST(ready["status"].text_or("") == "degraded");
  BOOST_TEST(ready["writes"].text_or("ok") != "ok");
  BOOST_TEST(test::becomes_true([&] { return readiness()["status"].text_or("") == "ok"; }));
}

BOOST_AUTO_TEST_CASE(C22_after_a_value_over_max_allowed_packet_the_next_import_works) {
  execute("SET GLOBAL max_allowed_packet = 16384");
  for (const std::string& variant : ways_to_create) {
    for (const std::size_t size : {16'000, 20'000, 300'000, 900'000}) {
      const auto refused = import(variant, std::string(size, 'x'));
      BOOST_TEST((refused.status == 413 || refused.status == 422), variant << " " << refused.body);
      const auto next = import(variant, "x");
      BOOST_TEST(next.status == 200, variant << " " << next.body);
    }
  }
}

BOOST_AUTO_TEST_CASE(C8_a_job_of_an_unknown_type_is_shown_as_such) {
  SystemClock clock;
  io::Connections connections{test::private_mariadb().settings()};
  Trace trace(clock, false);
  Database db(connections, trace, Dataset::x1);
  const std::int64_t id = jobs::enqueue(db, {.type = "from-the-future", .arguments = Value::object({})});
  jobs::note_types(db, {"sales-report"});
  const std::string page = "/jobs/x1/" + std::to_string(id);
  const Value job = io::from_json(get(page).body).value_or(Value{});
  BOOST_TEST(job["state"].text_or("") == "waiting");
  BOOST_TEST((job["has_worker"].boolean() != nullptr && !*job["has_worker"].boolean()));
  BOOST_TEST(job["queue_wait_s"].integer_or(-1) >= 0);
  const std::string text = "No running worker knows this type of job, from-the-future.";
  BOOST_TEST((get(page, "text/html").body.find(text) != std::string::npos));
  BOOST_TEST((get("/metrics", "*/*").body.find("caseload_jobs_without_worker{dataset=\"x1\"} 1\n") !=
              std::string::npos));
  jobs::note_types(db, {"from-the-future"});
  BOOST_TEST((get(page, "text/html").body.find(text) == std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
