// A queue that is empty, workers for it, and types of jobs for them.
#pragma once

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/clock.hpp"
#include "core/errors.hpp"
#include "io/database/driver.hpp"
#include "io/log/log.hpp"
#include "jobs/job_context.hpp"
#include "jobs/job_state.hpp"
#include "jobs/queue.hpp"
#include "jobs/runner.hpp"
#include "jobs/upkeep.hpp"
#include "tests/support/child_function.hpp"
#include "tests/support/private_mariadb.hpp"

namespace caseload::jobs {

using std::chrono::hours;
using std::chrono::milliseconds;
using test::becomes_true;

// Longer than a busy machine holds a worker up; a test that waits for its end has a shorter one.
inline constexpr milliseconds lease = std::chrono::seconds(60);
inline constexpr milliseconds short_lease(400);

inline constexpr std::int64_t hour_s = 3'600;

struct Text {
  std::string text;
  static constexpr auto columns = std::tuple(&Text::text);
};

inline JobOutcome do_nothing(JobContext&) {
  return {.result = Value::object({{"it", "is done"}}), .effect = {}};
}
inline JobOutcome throw_always(JobContext&) {
  throw std::runtime_error("no luck");
}
inline JobOutcome throw_for_people(JobContext&) {
  throw NotFound("the publisher is gone");
}
inline JobOutcome throw_a_number(JobContext&) {
  throw 42;
}
inline JobOutcome note_order(JobContext& job) {
  return {.result = {}, .effect = [&job] {
            job.db.execute(
                "INSERT INTO country (id, code, name) SELECT 1000 + COUNT(*), LPAD(COUNT(*), 2, '0'), ? "
                "FROM country",
                job.arguments["name"].text_or(""));
          }};
}
inline std::atomic<bool> may_end = false;
inline JobOutcome wait_for_leave(JobContext&) {
  while (!may_end) std::this_thread::sleep_for(milliseconds(5));
  return {};
}
inline std::atomic<int> progress_steps = 0;  // how many of the steps below may be reported
inline JobOutcome tell_progress(JobContext& job) {
  int reported = 0;
  for (const std::int64_t percent : {40, -7, 170}) {
    while (!may_end && progress_steps <= reported) std::this_thread::sleep_for(milliseconds(5));
    job.progress(percent);
    ++reported;
  }
  return wait_for_leave(job);
}
inline JobOutcome tell_isolation(JobContext& job) {
  return {.result = Value(job.db.query_one<Text>("SELECT @@tx_isolation").value().text), .effect = {}};
}
inline JobOutcome deliver(JobContext& job) {
  return {.result = {}, .effect = [&job] {
            job.destination.deliver(job.db, job.arguments["request"].integer_or(0), "{}");
          }};
}

inline std::vector<JobType> job_types() {
  return {{"nothing", do_nothing},     {"throws", throw_always},         {"order", note_order},
          {"waits", wait_for_leave},   {"for people", throw_for_people}, {"number", throw_a_number},
          {"progress", tell_progress}, {"isolation", tell_isolation},    {"hands over", deliver}};
}

// By a worker that knows all of these types.
inline std::optional<ClaimedJob> claim(Database& db, std::string_view worker, milliseconds held_for) {
  JobTypes names;
  for (const JobType& type : job_types()) names.push_back(type.name);
  return claim(db, names, worker, held_for);
}

// A runner that ends also where a check has failed while a job waits to be let go.
struct LetGo {
  void operator()(Runner* runner) const {
    may_end = true;
    delete runner;
  }
};
using Worker = std::unique_ptr<Runner, LetGo>;

struct Queue {
  io::DriverThread driver;
  SystemClock clock;
  io::DatabaseSettings settings = [] {
    io::DatabaseSettings with = test::private_mariadb().settings();
    with.read_committed = true;
    return with;
  }();
  io::Connections connections{settings};
  Trace trace{clock, false};
  Database db{connections, trace, Dataset::x1};
  static inline const RunnerSettings quick{.threads = 1,
                                           .lease = lease,
                                           .kept_jobs = 1'000,
                                           .min_pause = milliseconds(5),
                                           .max_pause = milliseconds(20),
                                           .min_retry_delay = milliseconds(20)};

  Queue() {
    may_end = false;
    progress_steps = 0;
    db.execute("DELETE FROM job");
    db.execute("DELETE FROM job_kind");
    db.execute("DELETE FROM country WHERE id >= 1000");
    db.execute("UPDATE job_removed SET jobs = 0, retries = 0");
  }

  Worker worker() { return worker(quick); }
  Worker worker(const RunnerSettings& with, io::CacheSettings cache = {.servers = {}}) {
    return Worker(new Runner(with, job_types(), test::private_mariadb().settings(), std::move(cache)));
  }
  std::int64_t add(const std::string& type, int max_attempts = 5) {
    return enqueue(db, {.type = type, .arguments = Value::object({}), .max_attempts = max_attempts});
  }
  JobState job(std::int64_t id) { return find(db, id).value(); }
  bool becomes(std::int64_t id, const std::string& state) {
    return becomes_true([&] { return job(id).state == state; });
  }
  // Of a job's row; "-" for NULL.
  std::string column(std::int64_t id, const std::string& expression) {
    return db.query_one<Text>("SELECT COALESCE(" + expression + ", '-') FROM job WHERE id = ?", id)->text;
  }
  // How far a moment of a job's row is ahead by the database's clock.
  std::int64_t seconds_ahead(std::int64_t id, const std::string& moment) {
    return std::stoll(column(id, "CAST(TIMESTAMPDIFF(SECOND, NOW(6), " + moment + ") AS CHAR)"));
  }
  std::int64_t count(const std::string& condition) {
    return std::stoll(db.query_one<Text>("SELECT CAST(COUNT(*) AS CHAR) FROM job WHERE " + condition)->text);
  }

  // A worker in its own process that is killed while it has the job, and a lease that soon ends.
  void kill_a_worker_with(std::int64_t id) {
    test::ChildProcess doomed(worker_process.command({settings.socket, settings.user}), "");
    BOOST_TEST_REQUIRE(becomes(id, "running"));
    doomed.signal(SIGKILL);
    doomed.wait();
  }

  static int work_for_a_minute(const test::ChildFunction::Arguments& arguments) {
    io::start_log("/dev/null", "error");
    io::start_driver();
    RunnerSettings with = quick;
    with.lease = short_lease;
    Runner runner(with, job_types(),
                  {.socket = arguments.at(0), .user = arguments.at(1), .read_committed = true},
                  io::CacheSettings{.servers = {}});
    std::this_thread::sleep_for(std::chrono::seconds(60));
    return 0;
  }
  static inline const test::ChildFunction worker_process{"job_worker", work_for_a_minute};
};

// So much is left of a time that began in this test, on a machine however busy.
inline bool is_about(std::int64_t seconds, std::int64_t expected) {
  constexpr std::int64_t max_test_s = 900;
  return seconds <= expected && seconds > expected - max_test_s;
}

}  // namespace caseload::jobs
