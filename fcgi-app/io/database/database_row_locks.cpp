// Waits for locked rows, as one request meets them. The server's own counters are of all sessions together.
#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/database/database_state.hpp"

namespace caseload {

namespace {

constexpr int lock_wait_timeout = 1205;  // ER_LOCK_WAIT_TIMEOUT

// Then the server would roll back the whole transaction where a query is refused.
bool rolls_back_transactions(io::Connection& connection) {
  io::DriverResult result = connection.handle().query("SELECT @@innodb_rollback_on_timeout");
  return !result.next() || result.text(0) != "0";
}

}  // namespace

void Database::notice_row_locks() {
  state_->connects_for_probe = true;
  state_->notices_row_locks = state_->attempt("SET SESSION", false, [&] {
    io::Connection& connection = state_->connection;
    const std::string setup = connection.dialect().row_lock_setup(0);
    if (setup.empty() || rolls_back_transactions(connection)) return false;
    connection.handle().execute(setup);
    return true;
  });
  state_->connects_for_probe = false;
  if (state_->notices_row_locks) trace_.measure_row_lock_waits();
}

bool Database::State::never_waits_for_a_row(std::string_view sql) {
  const std::string text = lower_case(sql);
  return text.find("skip locked") != std::string::npos || text.find("nowait") != std::string::npos;
}

bool Database::State::is_refused_for_a_row(const io::DriverError& error) {
  return error.code == lock_wait_timeout;
}

void Database::State::set_row_lock_wait(int seconds) noexcept {
  if (!connection.is_open()) return;
  try {
    connection.handle().execute(connection.dialect().row_lock_setup(seconds));
  } catch (const io::DriverError&) {
    connection.drop();  // the next one has the usual limit
  }
}

Database::State::UsualRowLockWait::UsualRowLockWait(State& state) : state_(state) {
  state_.set_row_lock_wait(io::ServerDialect::row_lock_wait_s(state_.connection.settings()));
  if (!state_.connection.is_open()) throw Unavailable("the connection to the database was lost");
}

Database::State::UsualRowLockWait::~UsualRowLockWait() {
  state_.set_row_lock_wait(0);
}

Database::State::RowLockWait::RowLockWait(State& state, std::string_view sql)
    : state_(state),
      query_(state.trace.query(digest_of(sql))),
      began_us_(state.trace.clock().monotonic_us()),
      usual_(state) {}

Database::State::RowLockWait::~RowLockWait() {
  state_.trace.count_row_lock_wait(query_, began_us_);
}

}  // namespace caseload
