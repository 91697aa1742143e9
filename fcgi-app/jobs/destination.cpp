#include "jobs/destination.hpp"

#include <string>
#include <vector>

#include "core/errors.hpp"

namespace caseload {

namespace {

constexpr std::string_view write_report =
    "UPDATE report_request SET report = ?, deliveries = deliveries + 1, delivered_at = NOW(6) WHERE id = ?";

// Selected without locks and deleted by id: a DELETE by age would wait for rows that others are just
// inserting.
constexpr std::size_t max_old = 8;
// A request without a report may belong to a job that is still queued, so it is kept for a day.
constexpr std::string_view old_requests =
    "SELECT id FROM report_request WHERE asked_at < NOW(6) - INTERVAL 10 MINUTE AND (deliveries > 0 OR "
    "asked_at < NOW(6) - INTERVAL 1 DAY) LIMIT 8";
constexpr std::string_view remove_requests =
    "DELETE FROM report_request WHERE id IN (?, ?, ?, ?, ?, ?, ?, ?) AND asked_at < NOW(6) - INTERVAL 10 "
    "MINUTE";

struct Old {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Old::id);
};

}  // namespace

void Destination::deliver(Database& db, std::int64_t request, std::string_view report) {
  if (before_delivery_) before_delivery_(memcached_);
  if (db.execute(write_report, report, request) == 0)
    throw HttpError(410, "the request " + std::to_string(request) + " for this report no longer exists");
  std::vector<Parameter> old(max_old, to_parameter(std::int64_t{0}));
  std::size_t at = 0;
  for (const Old& each : db.query<Old>(old_requests)) old[at++] = to_parameter(each.id);
  db.run_write(remove_requests, old);
}

}  // namespace caseload
