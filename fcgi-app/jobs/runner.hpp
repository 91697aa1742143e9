// The worker: threads that claim jobs from the queues of all datasets and run them, and a keeper thread that
// renews their leases, requeues the jobs of lost workers, and removes old jobs. Any number of runners can
// share a queue, on one host or several.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "core/case.hpp"
#include "io/cache/memcached.hpp"
#include "io/database/connection.hpp"
#include "io/process/event.hpp"
#include "jobs/destination.hpp"

namespace caseload::jobs {

struct RunnerSettings {
  // These are configured; io::WorkerSettings has the defaults.
  int threads{};
  std::chrono::milliseconds lease{};
  std::int64_t kept_jobs{};
  bool once = false;  // stop when no job is due and no lease has expired
  // How long to wait between polls of empty queues: starts with the first value and doubles up to the second.
  std::chrono::milliseconds min_pause = std::chrono::milliseconds(20);
  std::chrono::milliseconds max_pause = std::chrono::milliseconds(250);
  // How long to wait before a failed job is retried: starts with the first value and doubles up to the
  // second.
  std::chrono::milliseconds min_retry_delay = std::chrono::seconds(1);
  std::chrono::milliseconds max_retry_delay = std::chrono::minutes(5);
  // A job that takes longer is considered stuck, and its lease is no longer renewed.
  std::chrono::milliseconds max_run_time = std::chrono::hours(1);
  // A job of a type that no worker knew for this long fails.
  std::chrono::seconds unknown_type_limit = std::chrono::hours(24);
  // What visitors wrote is removed when it is this old (written_rows.hpp). Zero: never.
  std::chrono::seconds max_row_age{0};
  Destination::Hook before_delivery{};
};

class Runner {
 public:
  // Starts the threads. `types` are the types of jobs it can run; others it leaves in the queue.
  Runner(const RunnerSettings& settings, const std::vector<JobType>& types, io::DatabaseSettings database,
         io::CacheSettings cache);
  // Waits for running jobs, so call stop() first.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Readable when all threads that run jobs have ended, after stop() or because of `once`.
  int ended_descriptor() const;
  // False if `once` was set and no database could be reached.
  bool reached_a_database() const;

  // Starts no more jobs and gives the running ones this long to finish. If some still run after that, they
  // are returned to their queues and the result is false: the process must exit without waiting for them.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::jobs
