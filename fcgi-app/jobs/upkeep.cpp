#include "jobs/upkeep.hpp"

#include <map>
#include <utility>

namespace caseload::jobs {

namespace {

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
// Selected without locks first, because usually there is none.
constexpr std::string_view long_unknown =
    "SELECT id FROM job WHERE state = 'waiting' AND run_at < NOW(6) - INTERVAL ? SECOND AND kind NOT IN "
    "(SELECT kind FROM job_kind WHERE seen_at > NOW(6) - INTERVAL ? SECOND) LIMIT 100";
constexpr std::string_view fail_unknown =
    "UPDATE job SET state = 'failed', lease_until = NULL, finished_at = NOW(6), failure = ? WHERE id = ? AND "
    "state = 'waiting'";

struct Id {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Id::id);
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

}  // namespace

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

void note_types(Database& db, const JobTypes& types) {
  for (const std::string& type : types) db.execute(note_type, type);
}

std::int64_t fail_unknown_types(Database& db, std::chrono::seconds after) {
  const std::string reason = "no worker knew this type of job for " + duration_text(after);
  std::int64_t failed = 0;
  for (const Id& job : db.query<Id>(long_unknown, after.count(), after.count()))
    failed += db.execute(fail_unknown, reason, job.id);
  return failed;
}

}  // namespace caseload::jobs
