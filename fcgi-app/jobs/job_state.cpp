#include "jobs/job_state.hpp"

namespace caseload::jobs {

namespace {

constexpr std::string_view is_known_type =
    "SELECT COUNT(*) FROM job_kind WHERE kind = ? AND seen_at > NOW(6) - INTERVAL 1 MINUTE";
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

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

}  // namespace

bool has_worker(Database& db, std::string_view type) {
  return db.query_one<Number>(is_known_type, type).value().value > 0;
}

std::int64_t longest_wait_s(Database& db) {
  return db.query_one<Number>(longest_wait).value().value;
}

std::optional<JobState> find(Database& db, std::int64_t id) {
  return db.query_one<JobState>(one_job, id);
}

std::int64_t jobs_before(Database& db, std::int64_t id) {
  return db.query_one<Number>(before_it, id).value().value;
}

Totals totals(Database& db) {
  return db.query_one<Totals>(all_totals).value();
}

}  // namespace caseload::jobs
