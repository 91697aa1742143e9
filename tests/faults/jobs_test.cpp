// The queue of background jobs: what is promised of one job, whoever dies or throws.
#include "tests/faults/job_queue.hpp"

namespace caseload::jobs {

BOOST_FIXTURE_TEST_SUITE(jobs, Queue)

BOOST_AUTO_TEST_CASE(a_job_is_written_or_not_with_the_work_that_needs_it) {
  BOOST_CHECK_THROW(db.transaction([&] {
    add("nothing");
    throw std::runtime_error("the work failed");
  }),
                    std::runtime_error);
  BOOST_TEST(totals(db).waiting == 0);
  db.transaction([&] { add("nothing"); });
  BOOST_TEST(totals(db).waiting == 1);
}

BOOST_AUTO_TEST_CASE(a_job_is_done_and_keeps_its_result) {
  const std::int64_t id = add("nothing");
  const auto runner = worker();
  BOOST_TEST(becomes(id, "done"));
  BOOST_TEST(job(id).result.value_or("") == R"({"it":"is done"})");
  BOOST_TEST(job(id).progress == 100);
}

BOOST_AUTO_TEST_CASE(smaller_priority_goes_first_then_who_came_first_and_a_delayed_job_waits) {
  const auto named = [&](const char* name, int priority, int delay_s = 0) {
    return enqueue(db, {.type = "order",
                        .arguments = Value::object({{"name", name}}),
                        .priority = priority,
                        .delay_s = delay_s});
  };
  named("third", 0);
  const std::int64_t last = named("fourth", 0);
  named("first", -2);
  named("second", -1);
  const std::int64_t delayed = named("delayed", -9, 3'600);
  BOOST_TEST(jobs_before(db, last) == 3);
  const auto runner = worker();
  BOOST_TEST(becomes(last, "done"));
  BOOST_TEST(
      db.query_one<Text>("SELECT GROUP_CONCAT(name ORDER BY id) FROM country WHERE id >= 1000")->text ==
      "first,second,third,fourth");
  BOOST_TEST(job(delayed).state == "waiting");
  BOOST_TEST(job(delayed).due_in_s > 3'000);
}

BOOST_AUTO_TEST_CASE(a_job_that_always_throws_is_tried_to_its_limit_and_stops_no_other) {
  const std::int64_t bad = add("throws", 3), good = add("nothing");
  const auto runner = worker();
  BOOST_TEST(becomes(good, "done"));
  BOOST_TEST(becomes(bad, "failed"));
  BOOST_TEST(job(bad).attempts == 3);
  BOOST_TEST(job(bad).failure.value_or("") == "it failed with an error; the worker's log has the reason");
  const Totals now = totals(db);
  BOOST_TEST(now.done == 1);
  BOOST_TEST(now.failed == 1);
  BOOST_TEST(now.retried == 2);
}

BOOST_AUTO_TEST_CASE(an_effect_is_taken_back_where_the_lease_was_lost) {
  const std::int64_t id = add("order");
  const ClaimedJob first = claim(db, "first", milliseconds(1)).value();
  BOOST_TEST(becomes_true([&] { return reclaim_lost(db).again == 1; }));
  const ClaimedJob second = claim(db, "second", lease).value();
  JobOutcome outcome{.result = {}, .effect = [&] {
                       db.execute("INSERT INTO country (id, code, name) VALUES (1000, '00', 'effect')");
                     }};
  BOOST_CHECK_THROW(finish(db, first, outcome), LeaseLost);
  BOOST_CHECK_THROW(note_progress(db, first, 50, lease), LeaseLost);
  BOOST_TEST(!renew(db, first, lease));
  fail(db, first, "too late", lease);
  BOOST_TEST(job(id).state == "running");
  finish(db, second, outcome);
  BOOST_TEST(job(id).state == "done");
  BOOST_TEST(job(id).attempts == 2);
  BOOST_TEST(db.query<Text>("SELECT name FROM country WHERE id >= 1000").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_running_jobs_lease_is_renewed_for_as_long_as_it_runs) {
  const std::int64_t id = add("waits", 1);
  RunnerSettings with = quick;
  with.lease = std::chrono::seconds(6);  // which is renewed every two
  const auto first = worker(with), second = worker(with);
  BOOST_TEST(becomes(id, "running"));
  for (int renewal = 0; renewal < 3; ++renewal) {
    const std::string before = column(id, "lease_until");
    BOOST_TEST(becomes_true([&] { return column(id, "lease_until") != before; }));
  }
  BOOST_TEST(job(id).state == "running");
  may_end = true;
  BOOST_TEST(becomes(id, "done"));
  BOOST_TEST(job(id).attempts == 1);
}

BOOST_AUTO_TEST_CASE(a_job_that_never_ends_loses_its_lease_and_fails) {
  const std::int64_t id = add("waits", 1);
  RunnerSettings impatient = quick;
  impatient.lease = short_lease;
  impatient.max_run_time = milliseconds(100);
  const auto runner = worker(impatient);
  BOOST_TEST(becomes(id, "failed"));
  may_end = true;
}

BOOST_AUTO_TEST_CASE(B18_a_job_whose_worker_was_killed_is_taken_up) {
  const std::int64_t id = add("waits");
  kill_a_worker_with(id);
  BOOST_TEST(job(id).state == "running");
  may_end = true;
  const auto runner = worker();
  BOOST_TEST(becomes(id, "done"));
  BOOST_TEST(job(id).attempts == 2);
}

BOOST_AUTO_TEST_CASE(B18_a_job_whose_worker_was_killed_in_the_last_try_ends_as_failed) {
  const std::int64_t id = add("waits", 1);
  kill_a_worker_with(id);
  const auto runner = worker();
  BOOST_TEST(becomes(id, "failed"));
  BOOST_TEST(job(id).failure.value_or("") == "its worker died or took too long, in the last attempt");
}

BOOST_AUTO_TEST_CASE(a_stopped_worker_ends_what_it_can_and_hands_back_the_rest) {
  const std::int64_t id = add("waits", 1);
  auto runner = worker();
  BOOST_TEST(becomes(id, "running"));
  BOOST_TEST(!runner->stop(milliseconds(0)));
  BOOST_TEST(job(id).state == "waiting");
  BOOST_TEST(job(id).attempts == 0);
  may_end = true;
  runner.reset();
  BOOST_TEST(job(id).state == "waiting");  // what it did after that has no effect

  may_end = false;
  runner = worker();
  BOOST_TEST(becomes(id, "running"));
  std::jthread leave([] { may_end = true; });
  BOOST_TEST(runner->stop(std::chrono::seconds(60)));
  BOOST_TEST(job(id).state == "done");
}

BOOST_AUTO_TEST_CASE(old_jobs_are_removed_and_still_counted) {
  for (int at = 0; at < 5; ++at) add("nothing");
  const std::int64_t bad = add("throws", 2);
  {
    const auto runner = worker();
    BOOST_TEST(becomes(bad, "failed"));
    BOOST_TEST(becomes_true([&] { return totals(db).done == 5; }));
  }
  remove_old(db, 2);
  BOOST_TEST(db.query<Text>("SELECT kind FROM job").size() == 3U);
  const Totals now = totals(db);
  BOOST_TEST(now.done == 5);
  BOOST_TEST(now.failed == 1);
  BOOST_TEST(now.retried == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::jobs
