// With app.profile = "public", rows that visitors wrote are removed before they are an hour old.
#include "jobs/written_rows.hpp"

#include <array>
#include <map>

#include "tests/faults/job_queue.hpp"

namespace caseload::jobs {

namespace {

// A row of each table for each of these ages. 59 minutes are too old for the worker.
constexpr std::array ages_min{59, 57, 0};

struct Written : Queue {
  std::map<std::string_view, std::int64_t> before;  // rows of the shop that all tests share

  Written() {
    remove();
    for (const WrittenRows& each : written_rows()) before[each.table] = all_rows(each.table);
  }
  ~Written() { remove(); }

  void remove() {
    db.execute("DELETE FROM customer_order WHERE status = 'ours'");
    db.execute("DELETE FROM review WHERE body = 'ours'");
    db.execute("DELETE FROM scratch_book");
    db.execute("DELETE FROM report_request");
    db.execute("DELETE FROM checkout_order");
  }
  void write() {
    for (const int age : ages_min) {
      db.execute(
          "INSERT INTO job (kind, arguments, created_at, run_at) VALUES ('nobody knows it', '{}', NOW(6) - "
          "INTERVAL ? MINUTE, NOW(6) + INTERVAL 1 HOUR)",
          age);
      db.execute("INSERT INTO report_request (publisher_id, asked_at) VALUES (1, NOW(6) - INTERVAL ? MINUTE)",
                 age);
      db.execute(
          "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price, "
          "created_at) VALUES (7, ?, 'T', 1, 1, 2025, 1.00, NOW(6) - INTERVAL ? MINUTE)",
          age + 1, age);
      db.execute(
          "INSERT INTO review (book_id, customer_id, rating, body, created_at) VALUES (1, 1, 5, 'ours', "
          "NOW(6) "
          "- INTERVAL ? MINUTE)",
          age);
      db.execute(
          "INSERT INTO customer_order (customer_id, placed_at, status, recorded_at) VALUES (1, '2025-12-31', "
          "'ours', NOW(6) - INTERVAL ? MINUTE)",
          age);
      db.execute(
          "INSERT INTO checkout_order (customer_id, total, status, placed_at) VALUES (1, 9.00, 'pending', "
          "NOW(6) - INTERVAL ? MINUTE)",
          age);
    }
  }
  void write_seeded() {
    db.execute(
        "INSERT INTO review (book_id, customer_id, rating, body, created_at) VALUES (1, 1, 5, 'ours', "
        "'2024-01-01')");
    db.execute(
        "INSERT INTO customer_order (customer_id, placed_at, status, recorded_at) VALUES (1, '2024-01-01', "
        "'ours', '2024-01-01')");
  }
  std::int64_t rows(std::string_view table) { return all_rows(table) - before[table]; }
  std::int64_t all_rows(std::string_view table) {
    return std::stoll(db.query_one<Text>("SELECT CAST(COUNT(*) AS CHAR) FROM " + std::string(table))->text);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(written, Written)

BOOST_AUTO_TEST_CASE(a_public_worker_removes_what_is_almost_an_hour_old_and_nothing_of_the_seed) {
  write();
  write_seeded();
  RunnerSettings with = quick;
  with.once = true;
  worker(with);
  for (const WrittenRows& each : written_rows()) {
    const std::int64_t seeded = each.condition.empty() ? 0 : 1;
    BOOST_TEST(rows(each.table) == 3 + seeded, each.table);  // by default nothing is removed by age
  }
  with.max_row_age = public_row_age;
  worker(with);
  for (const WrittenRows& each : written_rows()) {
    const std::int64_t seeded = each.condition.empty() ? 0 : 1;
    BOOST_TEST(rows(each.table) == 2 + seeded, each.table);
  }
}

BOOST_AUTO_TEST_CASE(jobs_that_ended_are_still_counted_after_they_were_removed) {
  db.execute(
      "INSERT INTO job (kind, arguments, state, attempts, created_at, finished_at) VALUES "
      "('nothing', '{}', 'done', 1, NOW(6) - INTERVAL 2 HOUR, NOW(6)), ('nothing', '{}', 'failed', 5, NOW(6) "
      "- INTERVAL 2 HOUR, NOW(6)), "
      "('nothing', '{}', 'waiting', 2, NOW(6) - INTERVAL 2 HOUR, NULL)");
  BOOST_TEST(!remove_written(db, public_row_age));
  BOOST_TEST(rows("job") == 0);
  BOOST_TEST(totals(db).done == 1);
  BOOST_TEST(totals(db).failed == 1);
  BOOST_TEST(totals(db).retried == 4);
}

BOOST_AUTO_TEST_CASE(more_than_a_thousand_are_removed_in_several_steps) {
  db.execute(
      "INSERT INTO report_request (publisher_id, asked_at) SELECT 1, NOW(6) - INTERVAL 2 HOUR FROM "
      "seq_1_to_1100");
  BOOST_TEST(remove_written(db, public_row_age));
  BOOST_TEST(rows("report_request") == 100);
  BOOST_TEST(!remove_written(db, public_row_age));
  BOOST_TEST(rows("report_request") == 0);
}

BOOST_AUTO_TEST_CASE(the_queries_of_caseload_check_count_what_is_older_than_an_hour) {
  write();
  for (const WrittenRows& each : written_rows()) {
    const auto older = [&](std::chrono::minutes age) {
      return db.query_one<Text>("SELECT CAST((" + count_of_older(each, age) + ") AS CHAR)")->text;
    };
    BOOST_TEST(older(public_row_limit) == "0", each.table);
    BOOST_TEST(older(public_row_age) == "1", each.table);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::jobs
