#include "jobs/queue.hpp"

#include <utility>

#include "core/text.hpp"
#include "io/json/json.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload::jobs {

namespace {

constexpr std::string_view insert_job =
    "INSERT INTO job (kind, arguments, priority, max_attempts, run_at) VALUES (?, ?, ?, ?, NOW(6) + INTERVAL "
    "? SECOND)";

// Checked first and without locks, because usually a polling worker finds nothing. Followed by the worker's
// types of jobs.
constexpr std::string_view any_due =
    "SELECT id FROM job WHERE state = 'waiting' AND run_at <= NOW(6) AND kind IN ";
constexpr std::string_view next_due =
    "SELECT id, kind, arguments, attempts + 1, max_attempts FROM job WHERE state = 'waiting' AND run_at <= "
    "NOW(6) AND kind IN ";
constexpr std::string_view in_order = " ORDER BY priority, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED";
constexpr std::string_view take =
    "UPDATE job SET state = 'running', attempts = attempts + 1, worker = ?, lease_until = NOW(6) + INTERVAL "
    "? MICROSECOND, started_at = NOW(6), progress = 0 WHERE id = ?";

// Each of these queries names the job's worker and attempt, so it has no effect if the lease was lost.
constexpr std::string_view extend =
    "UPDATE job SET lease_until = NOW(6) + INTERVAL ? MICROSECOND WHERE id = ? AND state = 'running' AND "
    "worker = ? "
    "AND attempts = ?";
constexpr std::string_view set_progress =
    "UPDATE job SET progress = ?, lease_until = NOW(6) + INTERVAL ? MICROSECOND WHERE id = ? AND state = "
    "'running' "
    "AND worker = ? AND attempts = ?";
constexpr std::string_view end_as_done =
    "UPDATE job SET state = 'done', progress = 100, result = ?, failure = NULL, lease_until = NULL, "
    "finished_at = NOW(6) WHERE id = ? AND state = 'running' AND worker = ? AND attempts = ?";
constexpr std::string_view end_as_failed =
    "UPDATE job SET state = 'failed', failure = ?, lease_until = NULL, finished_at = NOW(6) WHERE id = ? AND "
    "state = 'running' AND worker = ? AND attempts = ?";
constexpr std::string_view try_again =
    "UPDATE job SET state = 'waiting', failure = ?, lease_until = NULL, progress = 0, run_at = NOW(6) + "
    "INTERVAL ? MICROSECOND WHERE id = ? AND state = 'running' AND worker = ? AND attempts = ?";
constexpr std::string_view release =
    "UPDATE job SET state = 'waiting', attempts = attempts - 1, lease_until = NULL, progress = 0, run_at = "
    "NOW(6) WHERE id = ? AND state = 'running' AND worker = ? AND attempts = ?";

struct Next {
  std::int64_t id;
  std::string type, arguments;
  std::int64_t attempt, max_attempts;
  static constexpr auto columns =
      std::tuple(&Next::id, &Next::type, &Next::arguments, &Next::attempt, &Next::max_attempts);
};

std::int64_t microseconds(std::chrono::milliseconds time) {
  return std::chrono::microseconds(time).count();
}

// Truncates the text to the column's length, which is in characters, without cutting a UTF-8 character in
// half.
std::string truncated(std::string_view text) {
  constexpr std::size_t max_length = 1'000;
  return std::string(utf8_prefix(text, max_length));
}

std::optional<Next> next_of(Database& db, std::string_view sql, const std::vector<Parameter>& types) {
  Cursor cursor = db.run(sql, types);
  return cursor.next() ? std::optional(map_row<Next>(cursor)) : std::nullopt;
}

}  // namespace

std::string placeholders(std::size_t count) {
  std::string text = "(";
  for (std::size_t at = 0; at < count; ++at) text += at == 0 ? "?" : ", ?";
  return text += ")";
}

std::int64_t enqueue(Database& db, const NewJob& job) {
  db.execute(insert_job, job.type, io::to_json(job.arguments), job.priority, job.max_attempts, job.delay_s);
  db.trace().count_job();
  io::count("caseload_jobs_queued_total", "kind=\"" + io::label_value(job.type) + "\"");
  return db.last_insert_id();
}

std::optional<ClaimedJob> claim(Database& db, const JobTypes& types, std::string_view worker,
                                std::chrono::milliseconds lease) {
  if (types.empty()) return std::nullopt;
  const std::vector<Parameter> known(types.begin(), types.end());
  const std::string list = placeholders(known.size());
  if (!db.run(std::string(any_due) + list + " LIMIT 1", known).next()) return std::nullopt;
  std::optional<Next> next;
  db.transaction([&] {
    next = next_of(db, std::string(next_due) + list + std::string(in_order), known);
    if (next) db.execute(take, worker, microseconds(lease), next->id);
  });
  if (!next) return std::nullopt;
  return ClaimedJob{.id = next->id,
                    .type = next->type,
                    .arguments = io::from_json(next->arguments).value_or(Value{}),
                    .attempt = next->attempt,
                    .max_attempts = next->max_attempts,
                    .worker = std::string(worker)};
}

bool renew(Database& db, const ClaimedJob& job, std::chrono::milliseconds lease) {
  return db.execute(extend, microseconds(lease), job.id, job.worker, job.attempt) == 1;
}

void note_progress(Database& db, const ClaimedJob& job, std::int64_t percent,
                   std::chrono::milliseconds lease) {
  if (db.execute(set_progress, percent, microseconds(lease), job.id, job.worker, job.attempt) != 1)
    throw LeaseLost(job.id);
}

void finish(Database& db, const ClaimedJob& job, const JobOutcome& outcome) {
  const std::string result = io::to_json(outcome.result);
  db.transaction([&] {
    if (outcome.effect) outcome.effect();
    if (db.execute(end_as_done, result, job.id, job.worker, job.attempt) != 1) throw LeaseLost(job.id);
  });
}

void fail(Database& db, const ClaimedJob& job, std::string_view reason,
          std::chrono::milliseconds before_next_try) {
  if (job.attempt >= job.max_attempts) {
    db.execute(end_as_failed, truncated(reason), job.id, job.worker, job.attempt);
  } else {
    db.execute(try_again, truncated(reason), microseconds(before_next_try), job.id, job.worker, job.attempt);
  }
}

bool return_to_queue(Database& db, const ClaimedJob& job) {
  return db.execute(release, job.id, job.worker, job.attempt) == 1;
}

}  // namespace caseload::jobs
