#include "jobs/queue.hpp"

#include <map>
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

constexpr std::string_view any_lost =
    "SELECT id FROM job WHERE state = 'running' AND lease_until < NOW(6) LIMIT 1";
constexpr std::string_view lost =
    "SELECT id, attempts >= max_attempts FROM job WHERE state = 'running' AND lease_until < NOW(6) ORDER BY "
    "lease_until LIMIT 100 FOR UPDATE SKIP LOCKED";
constexpr std::string_view requeue_lost =
    "UPDATE job SET state = 'waiting', lease_until = NULL, progress = 0, run_at = NOW(6), failure = 'its "
    "worker died or took too long' WHERE id = ?";
constexpr std::string_view fail_lost =
    "UPDATE job SET state = 'failed', lease_until = NULL, finished_at = NOW(6), failure = 'its worker died "
    "or took too long, in the last attempt' WHERE id = ?";

constexpr std::string_view first_too_many =
    "SELECT finished_at FROM job WHERE state = ? ORDER BY finished_at DESC LIMIT 1 OFFSET ?";
constexpr std::size_t max_removed = 1'000;
constexpr std::string_view too_many =
    "SELECT id, GREATEST(attempts - 1, 0) FROM job WHERE state = ? AND finished_at <= ? ORDER BY finished_at "
    "LIMIT 1000 FOR UPDATE SKIP LOCKED";
constexpr std::string_view by_id = "SELECT id, state, GREATEST(attempts - 1, 0) FROM job WHERE id IN ";
constexpr std::string_view remove = "DELETE FROM job WHERE id IN ";
constexpr std::string_view note_removed =
    "UPDATE job_removed SET jobs = jobs + ?, retries = retries + ? WHERE state = ?";

constexpr std::string_view note_type =
    "INSERT INTO job_kind (kind, seen_at) VALUES (?, NOW(6)) ON DUPLICATE KEY UPDATE seen_at = NOW(6)";
constexpr std::string_view is_known_type =
    "SELECT COUNT(*) FROM job_kind WHERE kind = ? AND seen_at > NOW(6) - INTERVAL 1 MINUTE";
// Selected without locks first, because usually there is none.
constexpr std::string_view long_unknown =
    "SELECT id FROM job WHERE state = 'waiting' AND run_at < NOW(6) - INTERVAL ? SECOND AND kind NOT IN "
    "(SELECT kind FROM job_kind WHERE seen_at > NOW(6) - INTERVAL ? SECOND) LIMIT 100";
constexpr std::string_view fail_unknown =
    "UPDATE job SET state = 'failed', lease_until = NULL, finished_at = NOW(6), failure = ? WHERE id = ? AND "
    "state = 'waiting'";

constexpr std::string_view one_job =
    "SELECT id, kind, state, attempts, max_attempts, progress, result, failure, DATE_FORMAT(created_at, "
    "'%Y-%m-%dT%H:%i:%sZ'), DATE_FORMAT(started_at, '%Y-%m-%dT%H:%i:%sZ'), DATE_FORMAT(finished_at, "
    "'%Y-%m-%dT%H:%i:%sZ'), GREATEST(TIMESTAMPDIFF(SECOND, NOW(6), run_at), 0) FROM job WHERE id = ?";
constexpr std::string_view before_it =
    "SELECT COUNT(*) FROM (SELECT other.id FROM job other JOIN job this ON this.id = ? "
    "WHERE other.state = 'waiting' AND other.run_at <= NOW(6) "
    "AND (other.priority < this.priority OR other.priority = this.priority "
    "AND (other.run_at < this.run_at OR other.run_at = this.run_at AND other.id < this.id)) "
    "LIMIT 1000) counted";
constexpr std::string_view longest_wait =
    "SELECT GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, MIN(run_at), NOW(6)), 0), 0) FROM job WHERE state = "
    "'waiting'";
constexpr std::string_view all_totals =
    "SELECT CAST(SUM(jobs.waiting) AS SIGNED), CAST(SUM(jobs.running) AS SIGNED), "
    "CAST(SUM(jobs.done) AS SIGNED), CAST(SUM(jobs.failed) AS SIGNED), CAST(SUM(jobs.retried) AS SIGNED), "
    "GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, "
    "(SELECT MIN(run_at) FROM job WHERE state = 'waiting'), NOW(6)), 0), 0), "
    "(SELECT COUNT(*) FROM job WHERE state = 'waiting' AND run_at <= NOW(6) AND kind NOT IN "
    "(SELECT kind FROM job_kind WHERE seen_at > NOW(6) - INTERVAL 1 MINUTE)) FROM ("
    "SELECT COALESCE(SUM(state = 'waiting'), 0) waiting, COALESCE(SUM(state = 'running'), 0) running, "
    "COALESCE(SUM(state = 'done'), 0) done, COALESCE(SUM(state = 'failed'), 0) failed, "
    "COALESCE(SUM(GREATEST(attempts - 1, 0)), 0) retried FROM job UNION ALL "
    "SELECT 0, 0, SUM(IF(state = 'done', jobs, 0)), SUM(IF(state = 'failed', jobs, 0)), SUM(retries) "
    "FROM job_removed) jobs";

// Times that lie ahead although they were noted in the past: the database's clock was set back since. A job
// keeps the time that it still had to wait.
constexpr std::string_view any_ahead =
    "SELECT id FROM job WHERE state IN ('waiting', 'running') AND (GREATEST(created_at, COALESCE(started_at, "
    "created_at)) > NOW(6) + INTERVAL 5 SECOND OR lease_until > NOW(6) + INTERVAL ? MICROSECOND) LIMIT 1";
constexpr std::string_view move_waiting =
    "UPDATE job SET run_at = run_at - INTERVAL TIMESTAMPDIFF(MICROSECOND, NOW(6), GREATEST(created_at, "
    "COALESCE(started_at, created_at))) MICROSECOND, created_at = LEAST(created_at, NOW(6)), started_at = "
    "LEAST(started_at, NOW(6)) WHERE state = 'waiting' AND GREATEST(created_at, COALESCE(started_at, "
    "created_at)) > NOW(6) + INTERVAL 5 SECOND";
constexpr std::string_view shorten_leases =
    "UPDATE job SET lease_until = NOW(6) + INTERVAL ? MICROSECOND, created_at = LEAST(created_at, NOW(6)), "
    "started_at = LEAST(started_at, NOW(6)) WHERE state = 'running' AND (started_at > NOW(6) + INTERVAL 5 "
    "SECOND OR lease_until > NOW(6) + INTERVAL ? MICROSECOND)";
constexpr std::string_view note_types_as_of_now =
    "UPDATE job_kind SET seen_at = NOW(6) WHERE seen_at > NOW(6) + INTERVAL 5 SECOND";

struct Id {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Id::id);
};

struct Next {
  std::int64_t id;
  std::string type, arguments;
  std::int64_t attempt, max_attempts;
  static constexpr auto columns =
      std::tuple(&Next::id, &Next::type, &Next::arguments, &Next::attempt, &Next::max_attempts);
};

struct Lost {
  std::int64_t id;
  bool was_last;
  static constexpr auto columns = std::tuple(&Lost::id, &Lost::was_last);
};

struct Moment {
  std::string at;
  static constexpr auto columns = std::tuple(&Moment::at);
};

struct Ended {
  std::int64_t id, retries;
  static constexpr auto columns = std::tuple(&Ended::id, &Ended::retries);
};

struct Removed {
  std::int64_t id;
  std::string state;
  std::int64_t retries;
  static constexpr auto columns = std::tuple(&Removed::id, &Removed::state, &Removed::retries);
};

std::int64_t microseconds(std::chrono::milliseconds time) {
  return std::chrono::microseconds(time).count();
}

// "24 hours"
std::string duration_text(std::chrono::seconds time) {
  using namespace std::chrono_literals;
  return time % 1h == 0s ? std::to_string(time / 1h) + " hours" : std::to_string(time / 1s) + " s";
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

Reclaimed reclaim_lost(Database& db) {
  if (!db.query_one<Id>(any_lost)) return {};
  Reclaimed taken;
  db.transaction([&] {
    taken = {};
    for (const Lost& each : db.query<Lost>(lost)) {
      db.execute(each.was_last ? fail_lost : requeue_lost, each.id);
      ++(each.was_last ? taken.failed : taken.again);
    }
  });
  return taken;
}

bool remove_old(Database& db, std::int64_t kept) {
  bool may_have_more = false;
  for (const std::string_view state : {"done", "failed"}) {
    const auto first = db.query_one<Moment>(first_too_many, state, kept);
    if (!first) continue;
    db.transaction([&] {
      std::vector<Parameter> ids;
      std::int64_t retries = 0;
      for (const Ended& each : db.query<Ended>(too_many, state, first->at)) {
        ids.emplace_back(each.id);
        retries += each.retries;
      }
      if (ids.empty()) return;
      may_have_more |= ids.size() == max_removed;
      const std::int64_t count = db.run_write(std::string(remove) + placeholders(ids.size()), ids);
      db.execute(note_removed, count, retries, state);
    });
  }
  return may_have_more;
}

void remove_jobs(Database& db, std::span<const Parameter> ids) {
  const std::string list = placeholders(ids.size());
  db.transaction([&] {
    Cursor cursor = db.run(std::string(by_id) + list + " FOR UPDATE", ids);
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> ended;  // jobs and retries by state
    while (cursor.next()) {
      const auto each = map_row<Removed>(cursor);
      if (each.state != "done" && each.state != "failed") continue;
      ++ended[each.state].first;
      ended[each.state].second += each.retries;
    }
    db.run_write(std::string(remove) + list, ids);
    for (const auto& [state, counts] : ended) db.execute(note_removed, counts.first, counts.second, state);
  });
}

bool move_times_ahead(Database& db, std::chrono::milliseconds lease) {
  const std::int64_t longest_lease = microseconds(10 * lease);
  db.execute(note_types_as_of_now);
  if (!db.query_one<Id>(any_ahead, longest_lease)) return false;
  db.transaction([&] {
    db.execute(move_waiting);
    db.execute(shorten_leases, microseconds(lease), longest_lease);
  });
  return true;
}

void note_types(Database& db, const JobTypes& types) {
  for (const std::string& type : types) db.execute(note_type, type);
}

std::int64_t fail_unknown_types(Database& db, std::chrono::seconds after) {
  const std::string reason = truncated("no worker knew this type of job for " + duration_text(after));
  std::int64_t failed = 0;
  for (const Id& job : db.query<Id>(long_unknown, after.count(), after.count()))
    failed += db.execute(fail_unknown, reason, job.id);
  return failed;
}

bool has_worker(Database& db, std::string_view type) {
  return db.query_one<Id>(is_known_type, type).value().id > 0;
}

std::int64_t longest_wait_s(Database& db) {
  return db.query_one<Id>(longest_wait).value().id;
}

std::optional<JobState> find(Database& db, std::int64_t id) {
  return db.query_one<JobState>(one_job, id);
}

std::int64_t jobs_before(Database& db, std::int64_t id) {
  return db.query_one<Id>(before_it, id).value().id;
}

Totals totals(Database& db) {
  return db.query_one<Totals>(all_totals).value();
}

}  // namespace caseload::jobs
