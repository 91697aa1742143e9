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
#include <span>
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

// Jobs whose lease expired go back into the queue, or fail if it was their last attempt. Returns the numbers
// of both.
struct Reclaimed {
  std::int64_t again = 0;
  std::int64_t failed = 0;
};
Reclaimed reclaim_lost(Database& db);

// After the database's clock was set back, jobs would wait, and the leases of dead workers last, until it
// catches up. This moves such times back by the same amount; a lease of more than ten times `lease` becomes
// `lease`, and a live worker renews it. True: there were some.
bool move_times_ahead(Database& db, std::chrono::milliseconds lease);

// Removes the oldest jobs that are done, and the oldest that failed, if there are more than `kept` of them.
// Removes at most a thousand of each per call. True: there may be more.
bool remove_old(Database& db, std::int64_t kept);

// Removes these jobs, whatever their state; those that ended are still counted.
void remove_jobs(Database& db, std::span<const Parameter> ids);

// "(?, ?)"
std::string placeholders(std::size_t count);

// A job whose type no worker knows stays in the queue. Workers note the types that they know at least every
// `types_noted_every`; a minute later a worker that has not counts as stopped.
inline constexpr std::chrono::seconds types_noted_every(10);
void note_types(Database& db, const JobTypes& types);
// Jobs that have been due for this long, while no worker knew their type, fail. Returns their number, at most
// a hundred per call.
std::int64_t fail_unknown_types(Database& db, std::chrono::seconds after);
// Whether a worker that runs now knows the type.
bool has_worker(Database& db, std::string_view type);

// How long the job that has been due longest has waited; 0 if none waits.
std::int64_t longest_wait_s(Database& db);

// A job as shown on its page.
struct JobState {
  std::int64_t id;
  std::string type, state;
  std::int64_t attempts, max_attempts, progress;
  std::optional<std::string> result, failure;
  std::string created_at;
  std::optional<std::string> started_at, finished_at;
  std::int64_t due_in_s;  // for a delayed job or one that will be retried
  static constexpr auto columns =
      std::tuple(&JobState::id, &JobState::type, &JobState::state, &JobState::attempts,
                 &JobState::max_attempts, &JobState::progress, &JobState::result, &JobState::failure,
                 &JobState::created_at, &JobState::started_at, &JobState::finished_at, &JobState::due_in_s);
  bool has_ended() const { return state == "done" || state == "failed"; }
};
std::optional<JobState> find(Database& db, std::int64_t id);

// The number of jobs ahead of this one, counted up to `max_counted`.
inline constexpr std::int64_t max_counted = 1'000;
std::int64_t jobs_before(Database& db, std::int64_t id);

struct Totals {
  std::int64_t waiting, running, done, failed, retried, oldest_waiting_s;
  std::int64_t without_worker;  // due, but of a type that no running worker knows
  static constexpr auto columns =
      std::tuple(&Totals::waiting, &Totals::running, &Totals::done, &Totals::failed, &Totals::retried,
                 &Totals::oldest_waiting_s, &Totals::without_worker);
};
Totals totals(Database& db);  // one query

}  // namespace caseload::jobs
