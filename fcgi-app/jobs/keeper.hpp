// The worker's keeper thread: notes the types of jobs that the worker knows, renews the leases of its jobs,
// requeues the jobs of lost workers, fails those that no worker has known for long, and removes old ones.
// With RunnerSettings::max_row_age it also removes what visitors wrote.
#pragma once

#include <chrono>
#include <functional>

#include "jobs/leases.hpp"
#include "jobs/queue.hpp"
#include "jobs/runner.hpp"

namespace caseload::jobs {

// Requeues the jobs whose lease has expired, and logs that. True if jobs are in the queue again.
bool take_back_lost(Database& db);

class Keeper {
 public:
  // Pauses for at most this long. Returns true when the worker ends.
  using Pause = std::function<bool(std::chrono::milliseconds)>;

  Keeper(const RunnerSettings& settings, const JobTypes& types, const io::DatabaseSettings& database,
         const Leases& leases, const Clock& clock, Pause pause)
      : settings_(settings),
        types_(types),
        database_(database),
        leases_(leases),
        clock_(clock),
        pause_(std::move(pause)) {}

  // Until the worker ends. Then returns the jobs that still run to their queues.
  void run();

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  void renew_all(io::Connections& connections);
  void maintain(io::Connections& connections, Dataset dataset);
  bool remove_old_rows(Database& db, TimePoint until);
  void return_all_to_queue(io::Connections& connections);

  const RunnerSettings& settings_;
  const JobTypes& types_;
  const io::DatabaseSettings& database_;
  const Leases& leases_;
  const Clock& clock_;
  Pause pause_;
};

}  // namespace caseload::jobs
