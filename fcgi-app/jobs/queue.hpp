// The queue of background jobs of one dataset (sql/jobs.sql), in its database. A page puts a job in within
// the transaction of its own work; workers take jobs out, under a lease that they renew. Whoever holds a
// claim names it in all it does with the job, and is told when it is no longer his.
//
// Errors are Database's. What takes jobs out wants connections in READ COMMITTED
// (DatabaseSettings::read_committed).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/case.hpp"
#include "core/value.hpp"
#include "io/database/database.hpp"

namespace caseload::jobs {

struct NewJob {
  std::string type;
  Value arguments;   // an object; as JSON at most 4,000 characters
  int priority = 0;  // smaller goes first
  int delay_s = 0;   // not before
  int max_attempts = 5;
};

// One statement, counted into the request's evidence (`jobs`). The id is that of the job.
std::int64_t enqueue(Database& db, const NewJob& job);

struct Claim {
  std::int64_t id = 0;
  std::string type;
  Value arguments;
  std::int64_t attempt = 0;  // from 1
  std::int64_t max_attempts = 0;
  std::string worker;
};

// Another worker has the job, or had it and ended it: what this one did must not count.
struct LeaseLost : std::runtime_error {
  explicit LeaseLost(std::int64_t id)
      : std::runtime_error("job " + std::to_string(id) + " has passed to another worker") {}
};

// The job that is next, if one is due; it then belongs to `worker`, which is unique among all threads of all
// workers, for the time of the lease.
std::optional<Claim> claim(Database& db, std::string_view worker, std::chrono::milliseconds lease);
bool renew(Database& db, const Claim& claim, std::chrono::milliseconds lease);  // false: lost
void note_progress(Database& db, const Claim& claim, std::int64_t percent,
                   std::chrono::milliseconds lease);  // throws LeaseLost
// In one transaction: the effect, and the job as done with its result. Throws LeaseLost, and then there was
// no effect.
void finish(Database& db, const Claim& claim, const JobOutcome& outcome);
// After a try that failed: waits for the next one, or was the last. No effect where the lease was lost.
void fail(Database& db, const Claim& claim, std::string_view reason,
          std::chrono::milliseconds before_next_try);
// Back into the queue, the try not counted. False: lost.
bool return_to_queue(Database& db, const Claim& claim);

// Jobs whose lease ran out: back into the queue, or failed where it was the last try. How many of both.
struct Reclaimed {
  std::int64_t again = 0;
  std::int64_t failed = 0;
};
Reclaimed reclaim_lost(Database& db);

// Removes the oldest of those that were done, and of those that failed, when there are more than `kept` of
// them; at most a thousand at a time.
void remove_old(Database& db, std::int64_t kept);

// A job as its page shows it.
struct JobState {
  std::int64_t id;
  std::string type, state;
  std::int64_t attempts, max_attempts, progress;
  std::optional<std::string> result, failure;
  std::string created_at;
  std::optional<std::string> started_at, finished_at;
  std::int64_t due_in_s;  // of a delayed job, or one that is tried again
  static constexpr auto columns =
      std::tuple(&JobState::id, &JobState::type, &JobState::state, &JobState::attempts,
                 &JobState::max_attempts, &JobState::progress, &JobState::result, &JobState::failure,
                 &JobState::created_at, &JobState::started_at, &JobState::finished_at, &JobState::due_in_s);
  bool has_ended() const { return state == "done" || state == "failed"; }
};
std::optional<JobState> find(Database& db, std::int64_t id);

// How many jobs go before this one, at most `max_counted`.
inline constexpr std::int64_t max_counted = 1'000;
std::int64_t jobs_before(Database& db, std::int64_t id);

struct Totals {
  std::int64_t waiting, running, done, failed, retried, oldest_waiting_s;
  static constexpr auto columns = std::tuple(&Totals::waiting, &Totals::running, &Totals::done,
                                             &Totals::failed, &Totals::retried, &Totals::oldest_waiting_s);
};
Totals totals(Database& db);  // one statement

}  // namespace caseload::jobs
