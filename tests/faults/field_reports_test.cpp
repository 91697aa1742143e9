// Field reports about the database, the cache and the queue, as a visitor meets them: through nginx, with
// servers that the tests stop, kill and set.
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <map>
#include <memory>
#include <string>

#include "core/clock.hpp"
#include "jobs/queue.hpp"
#include "jobs/upkeep.hpp"
#include "tests/faults/shop.hpp"

namespace caseload {

using test::Shop;
using test::ways_to_create;

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

// The job waits for a table that the test has locked.
BOOST_AUTO_TEST_CASE(B18_the_page_of_a_job_whose_worker_was_killed_shows_that_another_has_done_it) {
  auto locking =
      std::make_unique<io::DriverConnection>(io::DriverTarget{.socket = test::private_mariadb().socket(),
                                                              .host = {},
                                                              .port = 0,
                                                              .user = "root",
                                                              .password = {},
                                                              .schema = "caseload_x1"});
  locking->execute("LOCK TABLES customer_order WRITE");
  const tests::TemporaryFolder folder;
  test::Program worker("caseload-worker", {"CASELOAD_WORKER_THREADS=1", "CASELOAD_WORKER_LEASE_S=1"},
                       folder.path() + "/worker.log");
  const auto queued = post("/cases/background-task/fast?quarters=1&publisher=1");
  BOOST_TEST_REQUIRE(queued.status == 202);
  const std::string page = queued.header("location").value_or("");
  const auto job = [&] { return io::from_json(get(page).body).value_or(Value{}); };
  BOOST_TEST(test::becomes_true([&] { return job()["state"].text_or("") == "running"; }));
  worker.kill_and_restart();
  locking.reset();
  BOOST_TEST(test::becomes_true([&] { return job()["state"].text_or("") == "done"; }));
  BOOST_TEST(job()["attempts"].integer_or(0) >= 2);
  BOOST_TEST((get(page, "text/html").body.find("data-job=\"done\"") != std::string::npos));
  BOOST_TEST(worker.stop() == 0);
  execute("DELETE FROM report_request");
}

BOOST_AUTO_TEST_CASE(C23_who_goes_back_while_books_are_added_in_front_sees_each_book_once) {
  const auto add = [&](const std::string& title, int first_id, int count) {
    execute("INSERT INTO book (id, title, author_id, publisher_id, year, price) SELECT " +
            std::to_string(first_id) + " + seq, CONCAT('" + title + " ', seq), 1, 1, 2000, 1 FROM seq_1_to_" +
            std::to_string(count));
  };
  const auto page = [&](std::string_view link) {
    return io::from_json(get("/cases/pagination/keyset" + std::string(link)).body).value_or(Value{});
  };
  execute("DELETE FROM book WHERE id > 1");
  add("lasting", 1'000, 150);  // three pages, all of one year
  Value at = page("?page=1");
  for (int next = 0; next < 2; ++next) at = page(at["next"].text_or(""));
  add("new", 100, 60);
  std::map<std::string, int> seen;
  while (at["books"].items() != nullptr) {
    for (const Value& book : *at["books"].items()) ++seen[std::string(book["title"].text_or(""))];
    at = at["previous"].is_null() ? Value{} : page(at["previous"].text_or(""));
  }
  execute("DELETE FROM book WHERE id > 1");
  BOOST_TEST(seen.size() == 150U + 60U);
  for (const auto& [title, times] : seen) BOOST_TEST(times == 1, title);
}

BOOST_AUTO_TEST_SUITE_END()

struct FullLog : Shop {
  FullLog() : Shop({"CASELOAD_LOG_FILE=/dev/full"}) {}
};

struct Impatient : Shop {
  Impatient() : Shop({"CASELOAD_DATABASE_STATEMENT_TIMEOUT_MS=1000"}) {}
};

// With the limits as they are deployed, two such queries take as long as nginx waits.
BOOST_FIXTURE_TEST_CASE(after_a_write_that_took_all_of_its_time_no_other_is_tried, Impatient) {
  const auto removals = [&] {
    return value(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'COM_DELETE'");
  };
  BOOST_TEST(import("fast", "x").status == 200);
  const std::string before = removals();
  execute("FLUSH TABLES WITH READ LOCK");
  for (const std::string& variant : ways_to_create) {
    const auto response = import(variant, "x");
    BOOST_TEST(response.status == 503, variant << " " << response.body);
    BOOST_TEST(response.header("retry-after").has_value());
  }
  BOOST_TEST(removals() == before);
  execute("UNLOCK TABLES");
  for (const std::string& variant : ways_to_create) BOOST_TEST(import(variant, "x").status == 200, variant);
}

BOOST_FIXTURE_TEST_CASE(pages_work_while_the_disk_with_the_log_is_full, FullLog) {
  BOOST_TEST(get("/cases/fragment-cache/fast").status == 200);
  cache.process().signal(SIGKILL);  // which is logged
  cache.process().wait();
  for (int each = 0; each < 10; ++each) BOOST_TEST(get("/cases/fragment-cache/fast").status == 200);
  BOOST_TEST(get("/no-such-page").status == 404);
  BOOST_TEST(import("fast", "x").status == 200);
}

}  // namespace caseload
