// What the runner makes of the queue: threads, leases, tries, its start and its end.
#include <poll.h>

#include <fstream>
#include <set>

#include "io/log/log.hpp"
#include "jobs/reachability.hpp"
#include "tests/faults/job_queue.hpp"
#include "tests/support/memcached_items.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::jobs {

namespace {

// The log of the process, in a file of the test's own while this lives.
class Log {
 public:
  Log() { io::start_log(path_, "info"); }
  ~Log() { io::start_log("", "info"); }
  int lines_with(const std::string& text) const {
    std::ifstream file(path_);
    int lines = 0;
    for (std::string line; std::getline(file, line);) lines += line.find(text) != std::string::npos;
    return lines;
  }

 private:
  tests::TemporaryFolder folder_;
  std::string path_ = folder_.path() + "/log";
};

bool is_readable(int descriptor) {
  pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&waiting, 1, 0) == 1;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(runner, Queue)

BOOST_AUTO_TEST_CASE(the_pause_before_the_next_try_doubles_up_to_its_longest) {
  RunnerSettings slow = quick;
  slow.min_retry_delay = hours(1);
  slow.max_retry_delay = hours(5);
  const std::int64_t id = add("throws", 6);
  const auto runner = worker(slow);
  for (const int pause : {1, 2, 4, 5, 5}) {
    BOOST_TEST_REQUIRE(becomes_true([&] { return job(id).state == "waiting" && job(id).due_in_s > 60; }));
    BOOST_TEST(is_about(job(id).due_in_s, pause * hour_s));
    db.execute("UPDATE job SET run_at = NOW(6) WHERE id = ?", id);
    BOOST_TEST_REQUIRE(becomes_true([&] { return job(id).state == "failed" || job(id).due_in_s > 60; }));
  }
  BOOST_TEST(job(id).state == "failed");
  BOOST_TEST(job(id).attempts == 6);
}

// The keeper does not renew within this test: a third of the lease is far off.
BOOST_AUTO_TEST_CASE(progress_prolongs_the_lease_and_stays_within_0_and_100) {
  RunnerSettings unkept = quick;
  unkept.lease = hours(6);
  const std::int64_t id = add("progress");
  const auto runner = worker(unkept);
  BOOST_TEST(becomes(id, "running"));
  BOOST_TEST(is_about(seconds_ahead(id, "lease_until"), 6 * hour_s));
  int step = 0;
  for (const std::int64_t shown : {40, 0, 100}) {
    db.execute("UPDATE job SET lease_until = NOW(6) + INTERVAL 1 HOUR, progress = 50 WHERE id = ?", id);
    progress_steps = ++step;
    BOOST_TEST(becomes_true([&] { return job(id).progress == shown; }));
    BOOST_TEST(is_about(seconds_ahead(id, "lease_until"), 6 * hour_s));
  }
  may_end = true;
  BOOST_TEST(becomes(id, "done"));
}

BOOST_AUTO_TEST_CASE(a_page_shows_only_failures_that_are_meant_for_people) {
  const std::int64_t for_people = add("for people", 1), number = add("number", 1), other = add("throws", 1);
  const auto runner = worker();
  for (const std::int64_t id : {for_people, number, other}) BOOST_TEST(becomes(id, "failed"));
  BOOST_TEST(job(for_people).failure.value_or("") == "the publisher is gone");
  BOOST_TEST(job(number).failure.value_or("") == "it failed with an error; the worker's log has the reason");
  BOOST_TEST(job(other).failure.value_or("") == "it failed with an error; the worker's log has the reason");
}

BOOST_AUTO_TEST_CASE(its_connections_lock_only_the_rows_that_they_take) {
  const std::int64_t id = add("isolation");
  const auto runner = worker();
  BOOST_TEST(becomes(id, "done"));
  BOOST_TEST(job(id).result.value_or("") == "\"READ-COMMITTED\"");
}

BOOST_AUTO_TEST_CASE(as_many_jobs_run_at_once_as_it_has_threads_each_by_a_worker_of_its_own_name) {
  for (int each = 0; each < 4; ++each) add("waits");
  const std::int64_t last = add("nothing");
  RunnerSettings three = quick;
  three.threads = 3;
  const auto runner = worker(three);
  BOOST_TEST(becomes_true([&] { return totals(db).running == 3; }));
  BOOST_TEST(totals(db).waiting == 2);
  std::set<std::string> names;
  for (const Text& each : db.query<Text>("SELECT worker FROM job WHERE state = 'running'"))
    names.insert(each.text);
  BOOST_TEST(names.size() == 3U);
  may_end = true;
  BOOST_TEST(becomes(last, "done"));
  BOOST_TEST(becomes_true([&] { return totals(db).done == 5; }));
}

BOOST_AUTO_TEST_CASE(once_ends_when_no_job_is_due) {
  const std::int64_t first = add("nothing"), second = add("throws", 1), third = add("nothing");
  const std::int64_t delayed =
      enqueue(db, {.type = "nothing", .arguments = Value::object({}), .delay_s = 3'600});
  RunnerSettings with = quick;
  with.once = true;
  with.threads = 2;
  const auto runner = worker(with);
  BOOST_TEST(becomes_true([&] { return is_readable(runner->ended_descriptor()); }));
  BOOST_TEST(runner->reached_a_database());
  BOOST_TEST(job(first).state == "done");
  BOOST_TEST(job(second).state == "failed");
  BOOST_TEST(job(third).state == "done");
  BOOST_TEST(job(delayed).state == "waiting");
  BOOST_TEST(runner->stop(milliseconds(0)));
}

BOOST_AUTO_TEST_CASE(once_takes_jobs_whose_lease_has_expired_and_removes_old_ones) {
  const std::int64_t lost = add("nothing"), last = add("nothing", 1), held = add("nothing");
  for (int each = 0; each < 3; ++each) claim(db, "somebody who died", hours(1));
  db.execute("UPDATE job SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE id IN (?, ?)", lost, last);
  db.execute(
      "INSERT INTO job (kind, arguments, state, attempts, finished_at) SELECT 'nothing', '{}', 'failed', 1, "
      "NOW(6) - INTERVAL seq HOUR FROM seq_1_to_5");
  RunnerSettings with = quick;
  with.once = true;
  with.kept_jobs = 2;
  const auto runner = worker(with);
  BOOST_TEST(becomes_true([&] { return is_readable(runner->ended_descriptor()); }));
  BOOST_TEST(runner->stop(std::chrono::seconds(60)));
  BOOST_TEST(job(lost).state == "done");
  BOOST_TEST(job(lost).attempts == 2);
  BOOST_TEST(job(last).state == "failed");
  BOOST_TEST(job(held).state == "running");
  BOOST_TEST(count("state = 'failed'") == 2);
}

BOOST_AUTO_TEST_CASE(C8_a_job_of_an_unknown_type_waits_for_a_worker_that_knows_it) {
  const std::int64_t unknown = add("from the future", 1);
  const auto old_worker = worker();
  BOOST_TEST(becomes(add("nothing"), "done"));
  BOOST_TEST(becomes_true([&] { return totals(db).without_worker == 1; }));
  BOOST_TEST(job(unknown).state == "waiting");
  BOOST_TEST(job(unknown).attempts == 0);
  std::vector<JobType> newer = job_types();
  newer.push_back({"from the future", do_nothing});
  const Worker new_worker(new Runner(quick, newer, test::private_mariadb().settings(), {.servers = {}}));
  BOOST_TEST(becomes(unknown, "done"));
  BOOST_TEST(becomes_true([&] { return has_worker(db, "from the future"); }));
}

BOOST_AUTO_TEST_CASE(C8_a_worker_fails_a_job_whose_type_nobody_knew_for_the_stated_time) {
  RunnerSettings with = quick;
  with.unknown_type_limit = std::chrono::seconds(1);
  const std::int64_t unknown = add("from the future"), delayed = add("from the future");
  db.execute("UPDATE job SET run_at = NOW(6) + INTERVAL 1 HOUR WHERE id = ?", delayed);
  const auto runner = worker(with);
  BOOST_TEST(becomes(unknown, "failed"));
  BOOST_TEST(job(unknown).failure.value_or("") == "no worker knew this type of job for 1 s");
  BOOST_TEST(job(delayed).state == "waiting");
}

// Ten thousand jobs end each minute, and a round of removal is every 20 s: in one round all must go.
BOOST_AUTO_TEST_CASE(removal_keeps_pace_with_10_000_jobs_a_minute) {
  RunnerSettings with = quick;
  with.kept_jobs = 10;
  db.execute(
      "INSERT INTO job (kind, arguments, state, attempts, finished_at) SELECT 'nothing', '{}', 'done', 1, "
      "NOW(6) - INTERVAL seq SECOND FROM seq_1_to_10000");
  const auto runner = worker(with);
  BOOST_TEST(becomes_true([&] { return count("1 = 1") == 10; }));
  BOOST_TEST(totals(db).done == 10'000);
}

BOOST_AUTO_TEST_CASE(once_without_a_database_ends_and_says_so) {
  RunnerSettings with = quick;
  with.once = true;
  io::DatabaseSettings nowhere = settings;
  nowhere.socket += ".nowhere";
  Runner runner(with, job_types(), nowhere, io::CacheSettings{.servers = {}});
  BOOST_TEST(becomes_true([&] { return is_readable(runner.ended_descriptor()); }));
  BOOST_TEST(!runner.reached_a_database());
}

BOOST_AUTO_TEST_CASE(without_once_it_waits_for_more_until_it_is_stopped) {
  const auto runner = worker();
  for (int each = 0; each < 2; ++each) BOOST_TEST(becomes(add("nothing"), "done"));
  BOOST_TEST(!is_readable(runner->ended_descriptor()));
  BOOST_TEST(runner->stop(std::chrono::seconds(60)));
  BOOST_TEST(is_readable(runner->ended_descriptor()));
  const std::int64_t late = add("nothing");
  BOOST_TEST(job(late).state == "waiting");
}

BOOST_AUTO_TEST_CASE(a_stop_begins_no_further_job) {
  const std::int64_t running = add("waits"), next = add("nothing");
  auto runner = worker();
  BOOST_TEST(becomes(running, "running"));
  BOOST_TEST(!runner->stop(milliseconds(0)));
  runner.reset();
  BOOST_TEST(job(running).state == "waiting");
  BOOST_TEST(job(next).state == "waiting");
}

BOOST_AUTO_TEST_CASE(its_keeper_takes_up_lost_jobs_and_removes_old_ones) {
  db.execute(
      "INSERT INTO job (kind, arguments, state, attempts, finished_at) SELECT 'nothing', '{}', 'done', 1, "
      "NOW(6) - "
      "INTERVAL seq HOUR FROM seq_1_to_5");
  const std::int64_t lost = add("nothing");
  claim(db, "somebody who went away", hours(1));
  db.execute("UPDATE job SET lease_until = NOW(6) - INTERVAL 1 SECOND WHERE id = ?", lost);
  RunnerSettings tidy = quick;
  tidy.kept_jobs = 3;
  const Log log;
  const auto runner = worker(tidy);
  BOOST_TEST(becomes(lost, "done"));
  BOOST_TEST(job(lost).attempts == 2);
  BOOST_TEST(log.lines_with("jobs of a lost worker were returned to the queue or failed") == 1);
  BOOST_TEST(becomes_true([&] { return count("id <> " + std::to_string(lost)) <= 3; }));
  BOOST_TEST(count("1 = 1") >= 3);
  BOOST_TEST(totals(db).done == 6);
}

// It looks for lost jobs after it has renewed the leases, so each renewal shows that a look is over.
BOOST_AUTO_TEST_CASE(where_no_job_is_lost_its_keeper_logs_nothing) {
  const Log log;
  const std::int64_t held = add("waits");
  RunnerSettings often = quick;
  often.lease = short_lease;
  const auto runner = worker(often);
  BOOST_TEST(becomes(held, "running"));
  for (int renewal = 0; renewal < 3; ++renewal) {
    const std::string until = column(held, "lease_until");
    BOOST_TEST(becomes_true([&] { return column(held, "lease_until") != until; }));
  }
  BOOST_TEST(log.lines_with("jobs of a lost worker") == 0);
}

// The hook's read of the cache shows that it ran.
BOOST_AUTO_TEST_CASE(a_report_is_handed_over_after_the_hook_if_there_is_one) {
  const tests::TemporaryFolder folder;
  test::PrivateMemcached server(folder.path() + "/sock");
  const auto gets = [&] { return test::statistic(server.address(), "cmd_get"); };
  for (const bool has_hook : {false, true}) {
    db.execute("INSERT INTO report_request (publisher_id) VALUES (1)");
    const std::int64_t request = db.last_insert_id();
    const std::int64_t id =
        enqueue(db, {.type = "hands over", .arguments = Value::object({{"request", request}})});
    RunnerSettings with = quick;
    if (has_hook) with.before_delivery = [](io::Memcached& memcached) { memcached.get("hook"); };
    const auto before = gets();
    {
      const auto runner = worker(with, {.servers = {server.address()}, .timeout_ms = 10'000});
      BOOST_TEST(becomes(id, "done"));
    }
    BOOST_TEST(gets() - before == (has_hook ? 1 : 0));
    may_end = false;
    db.execute("DELETE FROM report_request WHERE id = ?", request);
  }
}

BOOST_AUTO_TEST_CASE(what_becomes_of_each_job_is_logged) {
  const Log log;
  const std::int64_t good = add("nothing"), bad = add("throws", 1), lost = add("waits", 2),
                     held = add("waits");
  db.execute("UPDATE job SET run_at = run_at + INTERVAL 1 HOUR WHERE id IN (?, ?)", lost, held);
  auto runner = worker();
  BOOST_TEST(becomes(good, "done"));
  BOOST_TEST(becomes(bad, "failed"));
  BOOST_TEST(becomes_true([&] { return log.lines_with("\"a job is done\"") == 1; }));
  BOOST_TEST(log.lines_with("\"a job failed\"") == 1);
  BOOST_TEST(log.lines_with("no luck") == 1);

  db.execute("UPDATE job SET run_at = NOW(6) WHERE id = ?", lost);
  BOOST_TEST(becomes(lost, "running"));
  db.execute("UPDATE job SET attempts = attempts + 1 WHERE id = ?", lost);  // as if another had it
  may_end = true;
  BOOST_TEST(becomes_true([&] { return log.lines_with("\"a job was taken over by another worker\"") == 1; }));
  BOOST_TEST(job(lost).state == "running");

  may_end = false;
  db.execute("UPDATE job SET run_at = NOW(6) WHERE id = ?", held);
  BOOST_TEST(becomes(held, "running"));
  BOOST_TEST(!runner->stop(milliseconds(0)));
  BOOST_TEST(log.lines_with("\"a job was returned to the queue\"") == 1);
  BOOST_TEST(log.lines_with("\"a job is done\"") == 1);
}

BOOST_AUTO_TEST_CASE(a_job_that_can_not_be_returned_to_the_queue_is_logged_with_the_reason) {
  const Log log;
  const std::int64_t held = add("waits");
  auto runner = worker();
  BOOST_TEST(becomes(held, "running"));
  db.execute("RENAME TABLE job TO job_elsewhere");
  const bool ended = runner->stop(milliseconds(0));
  db.execute("RENAME TABLE job_elsewhere TO job");
  BOOST_TEST(!ended);
  BOOST_TEST(log.lines_with("a job could not be returned to the queue") == 1);
  BOOST_TEST(log.lines_with("\"job\":" + std::to_string(held) +
                            ",\"dataset\":\"x1\",\"kind\":\"waits\",\"attempt\":1,\"reason\":\"") == 1);
  BOOST_TEST(log.lines_with("job' doesn't exist") == 1);
}

// Once by each thread and the keeper, for each dataset, and not again while it stays so.
BOOST_AUTO_TEST_CASE(an_unavailable_database_is_logged_once_by_each_thread) {
  const Log log;
  io::DatabaseSettings nowhere = settings;
  nowhere.socket += ".nowhere";
  RunnerSettings with = quick;
  with.lease = short_lease;  // so that the keeper looks often
  const Runner runner(with, job_types(), nowhere, io::CacheSettings{.servers = {}});
  BOOST_TEST(becomes_true([&] { return log.lines_with("the queue can't be reached") == 6; }));
  BOOST_TEST(!runner.reached_a_database());
}

BOOST_AUTO_TEST_CASE(a_database_that_is_unavailable_and_back_is_logged_once_each_time_and_for_each_dataset) {
  const Log log;
  const auto lines = [&] {
    return std::to_string(log.lines_with("the queue can't be reached")) +
           std::to_string(log.lines_with("the queue responds again"));
  };
  Reachability reachability;
  const std::runtime_error away("no socket");
  reachability.succeeded(Dataset::x1);
  BOOST_TEST(lines() == "00");
  for (int time = 0; time < 3; ++time) reachability.failed(Dataset::x1, away);
  BOOST_TEST(lines() == "10");
  reachability.failed(Dataset::x4, away);
  BOOST_TEST(lines() == "20");
  for (int time = 0; time < 3; ++time) reachability.succeeded(Dataset::x1);
  BOOST_TEST(lines() == "21");
  reachability.failed(Dataset::x1, away);
  BOOST_TEST(lines() == "31");
  BOOST_TEST(log.lines_with("\"reason\":\"no socket\"") == 3);
  BOOST_TEST(log.lines_with("\"dataset\":\"x4\"") == 1);
}

BOOST_AUTO_TEST_CASE(an_unavailable_database_is_not_used_for_a_while_and_others_are) {
  Reachability reachability;
  const std::runtime_error away("no socket");
  BOOST_TEST(reachability.may_query(Dataset::x1));
  BOOST_TEST(becomes_true([&] {  // once, but for a test that was held up for longer than the pause
    reachability.failed(Dataset::x1, away);
    return !reachability.may_query(Dataset::x1);
  }));
  BOOST_TEST(reachability.may_query(Dataset::x4));
  reachability.succeeded(Dataset::x4);
  BOOST_TEST(becomes_true([&] { return reachability.may_query(Dataset::x1); }));
  reachability.failed(Dataset::x1, away);
  reachability.succeeded(Dataset::x1);
  BOOST_TEST(reachability.may_query(Dataset::x1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::jobs
