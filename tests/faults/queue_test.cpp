// What each step of a job leaves in its row. Moments are read back by the database's clock, with an hour
// where a second would do, so that none of it depends on speed.
#include "tests/faults/job_queue.hpp"

#include "io/metrics/metrics.hpp"

namespace caseload::jobs {

namespace {

std::int64_t evidence(const Trace& trace, std::string_view key) {
  return trace.evidence().get(find_evidence_key(key)->key).value_or(-1);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(queue, Queue)

BOOST_AUTO_TEST_CASE(a_new_job_is_stored_as_requested_and_counted) {
  const std::string sample = "caseload_jobs_queued_total{kind=\"order\"} ";
  const auto counted = [&] {
    const std::string text = io::metrics_text();
    const std::size_t found = text.find(sample);
    return found == std::string::npos ? 0 : std::stoll(text.substr(found + sample.size()));
  };
  const auto before = counted();
  const auto jobs_before_it = evidence(trace, "jobs");
  const std::int64_t id = enqueue(db, {.type = "order",
                                       .arguments = Value::object({{"name", "é\"'"}}),
                                       .priority = -3,
                                       .delay_s = 2 * hour_s,
                                       .max_attempts = 7});
  BOOST_TEST(counted() - before == 1);
  BOOST_TEST(evidence(trace, "jobs") - jobs_before_it == 1);
  const JobState state = job(id);
  BOOST_TEST(state.id == id);
  BOOST_TEST(state.type == "order");
  BOOST_TEST(state.state == "waiting");
  BOOST_TEST(state.attempts == 0);
  BOOST_TEST(state.max_attempts == 7);
  BOOST_TEST(state.progress == 0);
  BOOST_TEST((!state.result && !state.failure && !state.started_at && !state.finished_at));
  BOOST_TEST(!state.has_ended());
  BOOST_TEST(is_about(state.due_in_s, 2 * hour_s));
  BOOST_TEST(column(id, "priority") == "-3");
  BOOST_TEST(column(id, "arguments") == "{\"name\":\"é\\\"'\"}");
  BOOST_TEST(state.created_at.size() == std::string("2026-01-01T00:00:00Z").size());
  BOOST_TEST(!find(db, id + 1).has_value());
  BOOST_TEST(!claim(db, "worker", lease).has_value());
}

BOOST_AUTO_TEST_CASE(a_claim_names_the_job_and_holds_it_for_its_lease) {
  BOOST_TEST(!claim(db, "worker", hours(2)).has_value());
  const std::int64_t id =
      enqueue(db, {.type = "order", .arguments = Value::object({{"name", "Ann"}}), .max_attempts = 3});
  db.execute("UPDATE job SET progress = 30 WHERE id = ?", id);
  const auto held = claim(db, "worker", hours(2));
  BOOST_TEST_REQUIRE(held.has_value());
  BOOST_TEST(held->id == id);
  BOOST_TEST(held->type == "order");
  BOOST_TEST(held->arguments["name"].text_or("") == "Ann");
  BOOST_TEST(held->attempt == 1);
  BOOST_TEST(held->max_attempts == 3);
  BOOST_TEST(held->worker == "worker");
  BOOST_TEST(job(id).state == "running");
  BOOST_TEST(job(id).attempts == 1);
  BOOST_TEST(job(id).progress == 0);
  BOOST_TEST(column(id, "worker") == "worker");
  BOOST_TEST(is_about(seconds_ahead(id, "lease_until"), 2 * hour_s));
  BOOST_TEST(is_about(seconds_ahead(id, "started_at"), 0));
  BOOST_TEST(!claim(db, "another", lease).has_value());
}

BOOST_AUTO_TEST_CASE(jobs_go_by_priority_then_by_when_they_are_due_then_by_number) {
  const std::int64_t third = add("nothing"), fourth = add("nothing"), second = add("nothing"),
                     first = add("nothing");
  db.execute("UPDATE job SET run_at = NOW(6) - INTERVAL 1 HOUR");
  db.execute("UPDATE job SET run_at = NOW(6) - INTERVAL 2 HOUR WHERE id = ?", second);
  db.execute("UPDATE job SET priority = -1, run_at = NOW(6) - INTERVAL 1 MINUTE WHERE id = ?", first);
  const std::int64_t delayed =
      enqueue(db, {.type = "nothing", .arguments = Value::object({}), .priority = -5, .delay_s = 600});
  db.execute("UPDATE job j JOIN job o ON o.id = ? SET j.run_at = o.run_at WHERE j.id = ?", third, fourth);
  for (const auto& [id, before] : {std::pair(first, 0), {second, 1}, {third, 2}, {fourth, 3}, {delayed, 0}})
    BOOST_TEST(jobs_before(db, id) == before);
  for (const std::int64_t id : {first, second, third, fourth})
    BOOST_TEST(claim(db, "worker", lease).value().id == id);
  BOOST_TEST(!claim(db, "worker", lease).has_value());
  BOOST_TEST(jobs_before(db, fourth) == 0);  // those that run are not before it
}

BOOST_AUTO_TEST_CASE(a_long_queue_is_counted_up_to_a_thousand) {
  db.execute(
      "INSERT INTO job (kind, arguments, run_at) SELECT 'nothing', '{}', NOW(6) - INTERVAL 1 HOUR FROM "
      "seq_1_to_1100");
  const std::int64_t last = add("nothing");
  BOOST_TEST(jobs_before(db, last) == 1'000);
  BOOST_TEST(jobs_before(db, last - 900) < 1'000);
}

BOOST_AUTO_TEST_CASE(renewal_and_progress_prolong_the_lease_of_the_holder_alone) {
  const std::int64_t id = add("nothing");
  const ClaimedJob held = claim(db, "worker", hours(1)).value();
  BOOST_TEST(renew(db, held, hours(2)));
  BOOST_TEST(is_about(seconds_ahead(id, "lease_until"), 2 * hour_s));
  note_progress(db, held, 40, hours(3));
  BOOST_TEST(is_about(seconds_ahead(id, "lease_until"), 3 * hour_s));
  BOOST_TEST(job(id).progress == 40);
  BOOST_TEST(job(id).state == "running");

  ClaimedJob of_another = held, of_another_try = held, of_another_job = held;
  of_another.worker = "another";
  ++of_another_try.attempt;
  ++of_another_job.id;
  for (const ClaimedJob& wrong : {of_another, of_another_try, of_another_job}) {
    BOOST_TEST(!renew(db, wrong, hours(9)));
    BOOST_CHECK_THROW(note_progress(db, wrong, 90, hours(9)), LeaseLost);
    BOOST_CHECK_THROW(finish(db, wrong, {}), LeaseLost);
    BOOST_TEST(!return_to_queue(db, wrong));
    fail(db, wrong, "not mine", hours(9));
    ClaimedJob last = wrong;
    last.max_attempts = last.attempt;
    fail(db, last, "not mine", hours(9));
    BOOST_TEST(job(id).state == "running");
    BOOST_TEST(job(id).progress == 40);
    BOOST_TEST(is_about(seconds_ahead(id, "lease_until"), 3 * hour_s));
  }
  db.execute("UPDATE job SET state = 'waiting' WHERE id = ?", id);
  BOOST_TEST(!renew(db, held, hours(9)));
  BOOST_CHECK_THROW(note_progress(db, held, 90, hours(9)), LeaseLost);
  BOOST_CHECK_THROW(finish(db, held, {}), LeaseLost);
  BOOST_TEST(!return_to_queue(db, held));
  BOOST_TEST(job(id).attempts == 1);
}

BOOST_AUTO_TEST_CASE(a_job_that_failed_waits_for_its_next_try_and_ends_with_its_last) {
  const std::int64_t id = add("nothing", 3);
  for (const int attempt : {1, 2}) {
    const ClaimedJob held = claim(db, "worker", lease).value();
    BOOST_TEST(held.attempt == attempt);
    note_progress(db, held, 60, lease);
    fail(db, held, "reason " + std::to_string(attempt), hours(attempt));
    const JobState state = job(id);
    BOOST_TEST(state.state == "waiting");
    BOOST_TEST(state.attempts == attempt);
    BOOST_TEST(state.failure.value_or("") == "reason " + std::to_string(attempt));
    BOOST_TEST(state.progress == 0);
    BOOST_TEST(!state.finished_at.has_value());
    BOOST_TEST(is_about(state.due_in_s, attempt * hour_s));
    BOOST_TEST(column(id, "lease_until") == "-");
    BOOST_TEST(!claim(db, "worker", lease).has_value());
    db.execute("UPDATE job SET run_at = NOW(6) WHERE id = ?", id);
  }
  fail(db, claim(db, "worker", lease).value(), "the last reason", hours(1));
  const JobState state = job(id);
  BOOST_TEST(state.state == "failed");
  BOOST_TEST(state.has_ended());
  BOOST_TEST(state.attempts == 3);
  BOOST_TEST(state.failure.value_or("") == "the last reason");
  BOOST_TEST(is_about(seconds_ahead(id, "finished_at"), 0));
  BOOST_TEST(column(id, "lease_until") == "-");
}

BOOST_AUTO_TEST_CASE(a_job_that_is_done_has_its_result_and_no_failure) {
  const std::int64_t id = add("nothing");
  fail(db, claim(db, "worker", lease).value(), "for now", milliseconds(0));
  finish(db, claim(db, "worker", lease).value(), {.result = Value::object({{"a", 1}}), .effect = {}});
  const JobState state = job(id);
  BOOST_TEST(state.state == "done");
  BOOST_TEST(state.has_ended());
  BOOST_TEST(state.attempts == 2);
  BOOST_TEST(state.progress == 100);
  BOOST_TEST(state.result.value_or("") == "{\"a\":1}");
  BOOST_TEST(!state.failure.has_value());
  BOOST_TEST(is_about(seconds_ahead(id, "finished_at"), 0));
  BOOST_TEST(column(id, "lease_until") == "-");
}

BOOST_AUTO_TEST_CASE(a_reason_is_cut_where_a_character_ends) {
  const auto stored = [&](const std::string& reason) {
    const std::int64_t id = add("nothing", 1);
    fail(db, claim(db, "worker", lease).value(), reason, lease);
    return job(id).failure.value_or("");
  };
  BOOST_TEST(stored(std::string(1'000, 'x')) == std::string(1'000, 'x'));
  BOOST_TEST(stored(std::string(1'001, 'x')) == std::string(1'000, 'x'));
  BOOST_TEST(stored(std::string(999, 'x') + "é") == std::string(999, 'x'));
  BOOST_TEST(stored(std::string(998, 'x') + "éy") == std::string(998, 'x') + "é");
  BOOST_TEST(stored(std::string(997, 'x') + "\U0001F609yz") == std::string(997, 'x'));
}

BOOST_AUTO_TEST_CASE(a_job_handed_back_is_next_again_and_its_try_is_not_counted) {
  const std::int64_t id = add("nothing");
  db.execute("UPDATE job SET run_at = NOW(6) - INTERVAL 5 HOUR WHERE id = ?", id);
  const ClaimedJob held = claim(db, "worker", lease).value();
  note_progress(db, held, 60, lease);
  BOOST_TEST(return_to_queue(db, held));
  BOOST_TEST(!return_to_queue(db, held));
  const JobState state = job(id);
  BOOST_TEST(state.state == "waiting");
  BOOST_TEST(state.attempts == 0);
  BOOST_TEST(state.progress == 0);
  BOOST_TEST(is_about(seconds_ahead(id, "run_at"), 0));
  BOOST_TEST(column(id, "lease_until") == "-");
  BOOST_TEST(claim(db, "another", lease).value().attempt == 1);
}

BOOST_AUTO_TEST_CASE(only_jobs_whose_lease_ran_out_are_taken_up) {
  const std::int64_t held = add("nothing"), again = add("nothing", 2), last = add("nothing", 1),
                     waiting = add("nothing");
  for (int each = 0; each < 3; ++each) claim(db, "worker", hours(1));
  BOOST_TEST(reclaim_lost(db).again == 0);
  db.execute(
      "UPDATE job SET lease_until = NOW(6) - INTERVAL 1 HOUR, progress = 50, run_at = NOW(6) - INTERVAL 5 "
      "HOUR "
      "WHERE id IN (?, ?)",
      again, last);
  const Reclaimed taken = reclaim_lost(db);
  BOOST_TEST(taken.again == 1);
  BOOST_TEST(taken.failed == 1);
  BOOST_TEST(job(held).state == "running");
  BOOST_TEST(job(waiting).state == "waiting");
  BOOST_TEST(!job(waiting).failure.has_value());
  BOOST_TEST(job(again).state == "waiting");
  BOOST_TEST(job(again).attempts == 1);
  BOOST_TEST(job(again).progress == 0);
  BOOST_TEST(job(again).failure.value_or("") == "its worker died or took too long");
  BOOST_TEST(is_about(seconds_ahead(again, "run_at"), 0));
  BOOST_TEST(column(again, "lease_until") == "-");
  BOOST_TEST(job(last).state == "failed");
  BOOST_TEST(is_about(seconds_ahead(last, "finished_at"), 0));
  BOOST_TEST(column(last, "lease_until") == "-");
  const Reclaimed none = reclaim_lost(db);
  BOOST_TEST(none.again == 0);
  BOOST_TEST(none.failed == 0);
}

BOOST_AUTO_TEST_CASE(the_oldest_that_ended_are_removed_each_way_to_end_by_itself) {
  const auto ended = [&](const std::string& state, int attempts, int hours_ago) {
    db.execute(
        "INSERT INTO job (kind, arguments, state, attempts, finished_at) VALUES ('nothing', '{}', ?, ?, "
        "NOW(6) - "
        "INTERVAL ? HOUR)",
        state, attempts, hours_ago);
    return db.last_insert_id();
  };
  const auto is_there = [&](std::int64_t id) { return find(db, id).has_value(); };
  const std::int64_t done_new = ended("done", 1, 1), done_old = ended("done", 2, 3),
                     done_oldest = ended("done", 4, 4), done_second = ended("done", 1, 2),
                     failed_new = ended("failed", 5, 9), failed_old = ended("failed", 5, 10),
                     never_begun = ended("failed", 0, 11);
  const std::int64_t running = add("nothing");
  claim(db, "worker", lease);
  const std::int64_t waiting = add("nothing");
  remove_old(db, 4);
  BOOST_TEST(count("1 = 1") == 9);
  remove_old(db, 2);
  for (const std::int64_t kept : {done_new, done_second, failed_new, failed_old, running, waiting})
    BOOST_TEST(is_there(kept));
  for (const std::int64_t removed : {done_old, done_oldest, never_begun}) BOOST_TEST(!is_there(removed));
  const Totals now = totals(db);
  BOOST_TEST(now.done == 4);
  BOOST_TEST(now.failed == 3);
  BOOST_TEST(now.running == 1);
  BOOST_TEST(now.waiting == 1);
  BOOST_TEST(now.retried == 1 + 3 + 4 + 4);
  remove_old(db, 0);
  BOOST_TEST(count("1 = 1") == 2);
  BOOST_TEST(totals(db).done == 4);
  BOOST_TEST(totals(db).failed == 3);
  BOOST_TEST(totals(db).retried == 12);
}

BOOST_AUTO_TEST_CASE(at_most_a_thousand_are_removed_at_a_time_and_the_oldest_first) {
  db.execute(
      "INSERT INTO job (kind, arguments, state, attempts, finished_at) SELECT 'nothing', '{}', 'done', 1, "
      "NOW(6) - "
      "INTERVAL seq MINUTE FROM seq_1_to_1100");
  BOOST_TEST(remove_old(db, 20));
  BOOST_TEST(count("1 = 1") == 100);
  BOOST_TEST(count("finished_at < NOW(6) - INTERVAL 102 MINUTE") == 0);
  BOOST_TEST(totals(db).done == 1'100);
  BOOST_TEST(!remove_old(db, 20));
  BOOST_TEST(count("1 = 1") == 20);
}

// As if the clock had gone back by an hour since the jobs were stored.
BOOST_AUTO_TEST_CASE(after_the_clock_went_back_jobs_run_as_soon_as_before) {
  const std::int64_t due = add("nothing"), dead = add("nothing"), alive = add("nothing"),
                     tried = add("nothing");
  const std::int64_t later = enqueue(db, {.type = "nothing", .arguments = Value::object({}), .delay_s = 600});
  BOOST_TEST(!move_times_ahead(db, lease));
  claim(db, "dead worker", lease);
  db.execute(
      "UPDATE job SET state = 'running', worker = 'x', started_at = NOW(6) - INTERVAL 2 HOUR, "
      "lease_until = NOW(6) + INTERVAL 1 SECOND WHERE id = ?",
      alive);
  db.execute(
      "UPDATE job SET started_at = NOW(6), created_at = NOW(6) - INTERVAL 3 HOUR, attempts = 1, "
      "run_at = NOW(6) + INTERVAL 30 SECOND WHERE id = ?",
      tried);
  db.execute(
      "UPDATE job SET state = 'running', worker = 'y', started_at = NOW(6), lease_until = NOW(6) + "
      "INTERVAL 1 SECOND WHERE id = ?",
      dead);
  note_types(db, {"nothing"});
  db.execute(
      "UPDATE job SET created_at = created_at + INTERVAL 1 HOUR, run_at = run_at + INTERVAL 1 HOUR, "
      "started_at = started_at + INTERVAL 1 HOUR, lease_until = lease_until + INTERVAL 1 HOUR");
  db.execute("UPDATE job_kind SET seen_at = seen_at + INTERVAL 1 HOUR");
  BOOST_TEST(move_times_ahead(db, lease));
  BOOST_TEST(!move_times_ahead(db, lease));
  BOOST_TEST(is_about(seconds_ahead(later, "run_at"), 600));
  BOOST_TEST(is_about(seconds_ahead(tried, "run_at"), 30));
  for (const std::int64_t held : {due, dead, alive})
    BOOST_TEST(is_about(seconds_ahead(held, "lease_until"),
                        std::chrono::duration_cast<std::chrono::seconds>(lease).count()));
  db.execute("UPDATE job_kind SET seen_at = seen_at - INTERVAL 61 SECOND");
  BOOST_TEST(!has_worker(db, "nothing"));
}

BOOST_AUTO_TEST_CASE(C8_a_worker_claims_only_the_types_that_it_knows) {
  const std::int64_t unknown = add("from the future"), known = add("nothing");
  db.execute("UPDATE job SET priority = -1, run_at = NOW(6) - INTERVAL 1 HOUR WHERE id = ?", unknown);
  BOOST_TEST(claim(db, "worker", lease).value().id == known);
  BOOST_TEST(!claim(db, "worker", lease).has_value());
  BOOST_TEST(!claim(db, JobTypes{}, "worker", lease).has_value());
  BOOST_TEST(job(unknown).attempts == 0);
  const JobTypes newer{"nothing", "from the future"};
  BOOST_TEST(claim(db, newer, "newer worker", lease).value().id == unknown);
}

BOOST_AUTO_TEST_CASE(C8_a_type_has_a_worker_while_one_notes_that_it_knows_it) {
  add("nothing");
  add("from the future");
  BOOST_TEST(totals(db).without_worker == 2);
  note_types(db, {"nothing", "throws"});
  note_types(db, {"nothing"});
  BOOST_TEST(has_worker(db, "nothing"));
  BOOST_TEST(!has_worker(db, "from the future"));
  BOOST_TEST(totals(db).without_worker == 1);
  enqueue(db, {.type = "later", .arguments = Value::object({}), .delay_s = 600});  // it is not due
  BOOST_TEST(totals(db).without_worker == 1);
  db.execute("UPDATE job_kind SET seen_at = NOW(6) - INTERVAL 61 SECOND");
  BOOST_TEST(!has_worker(db, "nothing"));
}

BOOST_AUTO_TEST_CASE(C8_a_job_that_no_worker_knew_for_the_stated_time_fails_with_the_reason) {
  const std::int64_t unknown = add("from the future"), known = add("nothing"), seen = add("throws"),
                     younger = add("from the future");
  note_types(db, {"nothing", "throws"});
  db.execute("UPDATE job SET run_at = NOW(6) - INTERVAL 25 HOUR WHERE id <> ?", younger);
  db.execute("UPDATE job_kind SET seen_at = NOW(6) - INTERVAL 23 HOUR WHERE kind = 'throws'");
  BOOST_TEST(fail_unknown_types(db, hours(24)) == 1);
  BOOST_TEST(job(unknown).state == "failed");
  BOOST_TEST(job(unknown).failure.value_or("") == "no worker knew this type of job for 24 hours");
  BOOST_TEST(job(unknown).attempts == 0);
  BOOST_TEST(is_about(seconds_ahead(unknown, "finished_at"), 0));
  for (const std::int64_t id : {known, seen, younger}) BOOST_TEST(job(id).state == "waiting");
  BOOST_TEST(fail_unknown_types(db, hours(24)) == 0);
}

BOOST_AUTO_TEST_CASE(the_oldest_that_waits_is_the_one_that_has_been_due_longest) {
  BOOST_TEST(totals(db).oldest_waiting_s == 0);
  enqueue(db, {.type = "nothing", .arguments = Value::object({}), .delay_s = 600});
  BOOST_TEST(totals(db).oldest_waiting_s == 0);
  const std::int64_t running = add("nothing");
  claim(db, "worker", lease);
  db.execute("UPDATE job SET run_at = NOW(6) - INTERVAL 9 HOUR WHERE id = ?", running);
  add("nothing");
  db.execute("UPDATE job SET run_at = NOW(6) - INTERVAL 2 HOUR WHERE id = ?", add("nothing"));
  const std::int64_t oldest = totals(db).oldest_waiting_s;
  BOOST_TEST(oldest >= 2 * hour_s);
  BOOST_TEST(oldest < 3 * hour_s);
  BOOST_TEST(is_about(longest_wait_s(db), oldest));
  BOOST_TEST(totals(db).waiting == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::jobs
