// What a queue and its jobs look like from outside, for pages and metrics. Throws the errors of Database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/database/database.hpp"

namespace caseload::jobs {

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
