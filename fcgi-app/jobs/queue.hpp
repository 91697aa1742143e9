// The queue of background jobs of one dataset (sql/jobs.sql), in its database. A page queues a job in the
// transaction of its own work. Workers claim jobs under a lease that they renew. A worker passes the claimed
// job to every call about it and gets an error if it has lost the lease.
//
// Throws the errors of Database. Connections that claim jobs should use READ COMMITTED
// (DatabaseSettings::read_committed).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.hpp"
#include "core/value.hpp"
#include "io/database/database.hpp"

namespace caseload::jobs {

struct NewJob {
  std::string type;
  Value arguments;   // an object; at most 4,000 characters as JSON
  int priority = 0;  // lower numbers run first
  int delay_s = 0;   // the earliest start, from now
  int max_attempts = 5;
};

// Takes one query and is counted in the request's evidence (`jobs`). Returns the id of the job.
std::int64_t enqueue(Database& db, const NewJob& job);

// A job that a worker has claimed.
struct ClaimedJob {
  std::int64_t id = 0;
  std::string type;
  Value arguments;
  std::int64_t attempt = 0;  // from 1
  std::int64_t max_attempts = 0;
  std::string worker;
};

// Another worker has taken over the job and may even have finished it. The work of this one must have no
// effect.
struct LeaseLost : std::runtime_error {
  explicit LeaseLost(std::int64_t id)
      : std::runtime_error("job " + std::to_string(id) + " was taken over by another worker") {}
};

using JobTypes = std::vector<std::string>;  // names

// Claims the next job of these types that is due, if any. It then belongs to `worker` for the duration of the
// lease. The name must be unique among all threads of all workers.
std::optional<ClaimedJob> claim(Database& db, const JobTypes& types, std::string_view worker,
                                std::chrono::milliseconds lease);
bool renew(Database& db, const ClaimedJob& job, std::chrono::milliseconds lease);  // false: lost
void note_progress(Database& db, const ClaimedJob& job, std::int64_t percent,
                   std::chrono::milliseconds lease);  // throws LeaseLost
// Runs the effect and marks the job as done, in one transaction. If it throws LeaseLost, there was no effect.
void finish(Database& db, const ClaimedJob& job, const JobOutcome& outcome);
// Records a failed attempt: schedules the next one, or marks the job as failed after the last. No effect if
// the lease was lost.
void fail(Database& db, const ClaimedJob& job, std::string_view reason,
          std::chrono::milliseconds before_next_try);
// Returns the job to the queue without counting the attempt. False: the lease was lost.
bool return_to_queue(Database& db, const ClaimedJob& job);

// "(?, ?)"
std::string placeholders(std::size_t count);

}  // namespace caseload::jobs
