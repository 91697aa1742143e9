#include "io/database/replica.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload::io {

namespace {

constexpr std::int64_t between_checks_us = 1'000'000;

std::int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// NULL while replication is stopped or has no connection to the primary.
std::optional<std::int64_t> lag_in(const DriverResult& status) {
  for (std::size_t column = 0; column < status.column_count(); ++column)
    if (status.column_name(column) == "Seconds_Behind_Master") return whole_number(status.text(column));
  return std::nullopt;
}

}  // namespace

Replica::Replica(std::string address, int max_lag_s)
    : address_(std::move(address)),
      label_("server=\"" + label_value(address_) + "\""),
      max_lag_s_(max_lag_s) {}

bool Replica::may_be_used(Connection& connection) {
  std::int64_t next_us = next_check_us_.load();
  const std::int64_t time_us = now_us();
  if (!connection.is_streaming && time_us >= next_us &&
      next_check_us_.compare_exchange_strong(next_us, time_us + between_checks_us))
    problem(connection);
  return is_up_.load();
}

void Replica::failed(const std::string& reason) {
  next_check_us_.store(now_us() + between_checks_us);
  forget_gauge("caseload_replica_lag_seconds", label_);
  note(reason);
}

// The next check is a second after the end of this one, which takes long if the server is silent.
std::string Replica::problem(Connection& connection) {
  std::string found;
  try {
    found = check(connection);
  } catch (const DriverError& error) {
    connection.drop();
    forget_gauge("caseload_replica_lag_seconds", label_);
    found = error.what();
  }
  next_check_us_.store(now_us() + between_checks_us);
  note(found);
  return found;
}

std::string Replica::check(Connection& connection) {
  if (connection.is_open() && !connection.handle().responds()) connection.drop();
  if (!connection.is_open()) connection.open();
  DriverResult status = connection.handle().query("SHOW SLAVE STATUS");
  if (!status.next()) return "the server does not replicate another one";
  const auto lag_s = lag_in(status);
  if (!lag_s) {
    forget_gauge("caseload_replica_lag_seconds", label_);
    return "replication has stopped, or its primary does not respond";
  }
  set_gauge("caseload_replica_lag_seconds", label_, *lag_s);
  if (*lag_s <= max_lag_s_) return {};
  return "it is " + std::to_string(*lag_s) + " s behind, and at most " + std::to_string(max_lag_s_) +
         " s are allowed";
}

void Replica::note(const std::string& problem) {
  const std::lock_guard lock(noting_);
  const bool is_up = problem.empty();
  if (std::exchange(is_known_, true) && is_up_.load() == is_up) return;
  is_up_.store(is_up);
  set_gauge("caseload_replica_up", label_, is_up ? 1 : 0);
  if (is_up) {
    log(LogLevel::info, "the replica is used", {{"server", address_}});
  } else {
    log(LogLevel::warning, "the replica is not used; reads go to the primary",
        {{"server", address_}, {"reason", problem}});
  }
}

std::shared_ptr<Replica> replica_of(const DatabaseSettings& settings) {
  static std::mutex mutex;
  static auto& all = *new std::map<std::string, std::shared_ptr<Replica>>;
  const std::lock_guard lock(mutex);
  auto& replica = all[settings.replica + " " + std::to_string(settings.replica_max_lag_s)];
  if (!replica) replica = std::make_shared<Replica>(settings.replica, settings.replica_max_lag_s);
  return replica;
}

}  // namespace caseload::io
