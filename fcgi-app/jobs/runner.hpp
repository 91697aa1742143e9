// What a worker does: threads that take jobs from the queues of all datasets and run them, and one that keeps
// their leases, takes up jobs whose worker went away, and removes old ones. Any number of runners share a
// queue, on one host or several.
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
  int threads = 2;
  std::chrono::milliseconds lease = std::chrono::seconds(30);
  std::int64_t kept_jobs = 1'000;
  bool once = false;  // ends when no job is due
  // Between two looks at queues that are empty: from the first, doubled up to the second.
  std::chrono::milliseconds shortest_pause = std::chrono::milliseconds(20);
  std::chrono::milliseconds longest_pause = std::chrono::milliseconds(250);
  // Before a failed job is tried again: the first time, doubled each time up to the second.
  std::chrono::milliseconds first_retry = std::chrono::seconds(1);
  std::chrono::milliseconds longest_retry = std::chrono::minutes(5);
  // A job that takes longer is taken for stuck, and its lease is no longer renewed.
  std::chrono::milliseconds longest_run = std::chrono::hours(1);
  Destination::Hook before_hand_over{};
};

class Runner {
 public:
  // Starts. `types`: the jobs it can run; a job of any other type fails with a message that says so.
  Runner(const RunnerSettings& settings, std::vector<JobType> types, io::DatabaseSettings database,
         io::CacheSettings cache);
  // Waits for jobs that run: stop() first.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Readable when all threads that run jobs have ended: after stop(), or by themselves with `once`.
  int ended_descriptor() const;
  // False where `once` found no database at all.
  bool reached_a_database() const;

  // No more jobs are begun. Those that run may go on for so long; what still runs then is handed back to its
  // queue, and the answer is false: the process has to end without waiting for it.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::jobs
