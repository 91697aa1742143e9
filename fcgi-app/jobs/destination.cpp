#include "jobs/destination.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "core/errors.hpp"

namespace caseload {

namespace {

const std::string delay_key = "caseload:sink-delay";
constexpr int delay_lifetime_s = 60;

constexpr std::string_view write_report =
    "UPDATE report_request SET report = ?, deliveries = deliveries + 1, delivered_at = NOW(6) WHERE id = ?";

// Found without locks and removed by their number: a DELETE by age would wait for the newest rows of others.
constexpr std::size_t most_old = 8;
// One whose report has not come yet may belong to a job that waits for a worker, so it has a day.
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

void Destination::hand_over(Database& db, std::int64_t request, std::string_view report) {
  wait_as_told();
  if (db.execute(write_report, report, request) == 0)
    throw HttpError(410, "the request " + std::to_string(request) + " for this report is gone");
  std::vector<Parameter> old(most_old, to_parameter(std::int64_t{0}));
  std::size_t at = 0;
  for (const Old& each : db.query<Old>(old_requests)) old[at++] = to_parameter(each.id);
  db.run_write(remove_requests, old);
}

// Asked past the request's view of the cache, since it is no work of the page: it stands for a slow line.
void Destination::wait_as_told() {
  if (delay_ == Delay::never) return;
  const auto told = memcached_.get(delay_key);
  if (!told) return;
  int milliseconds = 0;
  std::from_chars(told->data(), told->data() + told->size(), milliseconds);
  std::this_thread::sleep_for(std::chrono::milliseconds(std::clamp(milliseconds, 0, most_sink_delay_ms)));
}

void set_sink_delay(io::Memcached& memcached, int milliseconds) {
  if (milliseconds == 0) {
    memcached.remove(delay_key);
  } else if (!memcached.set(delay_key, std::to_string(milliseconds), delay_lifetime_s)) {
    throw Unavailable("the delay is kept in the cache, which does not answer");
  }
}

}  // namespace caseload
