// What is tried again after an error, how often and for how long; and transactions, which are tried as a
// whole.
#include <algorithm>
#include <chrono>
#include <random>
#include <thread>
#include <utility>

#include "core/errors.hpp"
#include "io/database/database_state.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload {

namespace {

constexpr int busy_streaming = 2014;  // CR_COMMANDS_OUT_OF_SYNC

// Of a query outside a transaction.
constexpr int max_tries = 20;

std::string out_of_time() {
  return std::string(io::reason_of(io::Failure::locked));
}

// After this many tries a transaction waits for its turn.
constexpr int parallel_tries = 3;

// Waits before the next try. The upper bound is the duration of the transaction, doubled for each try and
// limited; the wait is a random part of it, so that transactions that collided don't collide again. A wait
// that is short compared with the transaction would make it collide with the same ones.
void back_off(int tries, std::chrono::microseconds took) {
  using std::chrono::microseconds;
  constexpr microseconds min_wait = std::chrono::milliseconds(5);
  constexpr microseconds max_wait = std::chrono::seconds(1);
  const microseconds bound = std::min(max_wait, std::max(min_wait, took) * (1 << std::min(tries, 8)));
  thread_local std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<microseconds::rep> wait(bound.count() / 4, bound.count());
  constexpr microseconds max_pause = std::chrono::milliseconds(20);  // between looks at the client
  for (microseconds left(wait(random)); left.count() > 0; left -= max_pause) {
    thread_cancellation.check();
    std::this_thread::sleep_for(std::min(left, max_pause));
  }
}

}  // namespace

void Database::State::make_ready(bool is_write) {
  is_opening = false;
  if (connection.in_transaction && is_rerun && retry_time_left_us() <= 0) throw Unavailable(out_of_time());
  if (connection.is_streaming)
    throw io::DriverError(busy_streaming, "the connection is busy: each() has not reached its last row");
  // A write can't be repeated if its response is lost, so first check whether the server is still there.
  if (connection.is_open() && is_write && !used_before && !connection.in_transaction &&
      !connection.handle().responds())
    connection.drop();
  if (!connection.is_open()) {
    if (connection.in_transaction)
      throw Unavailable("the connection to the database was lost during a transaction");
    is_opening = true;
    connection.open();
    is_opening = false;
    if (connects_for_probe)
      owes_connect = true;
    else
      trace.count_connect();
    io::count("caseload_database_connects_total");
  }
  used_before = true;
}

std::int64_t Database::State::retry_time_left_us() const {
  const std::int64_t limit_us = std::int64_t{connection.settings().retry_limit_ms} * 1000;
  return limit_us - lost_us - (trace.clock().monotonic_us() - try_began_us);
}

bool Database::State::waited_in_vain() const {
  const io::DatabaseSettings& settings = connection.settings();
  const int limit_s = is_opening ? settings.connect_timeout_s : settings.read_limit_s();
  return trace.clock().monotonic_us() - try_began_us >= std::int64_t{limit_s} * 1'000'000;
}

void Database::State::begin_next_try() {
  const std::int64_t now_us = trace.clock().monotonic_us();
  lost_us += now_us - std::exchange(try_began_us, now_us);
}

bool Database::State::may_try_again(const io::DriverError& error, io::Failure failure, int tries) const {
  switch (failure) {
    case io::Failure::outdated:
      return tries == 1;
    case io::Failure::connection_lost:
    case io::Failure::stopping:
      return tries == 1 && !connection.in_transaction && !(write_is_sent && io::may_have_run(error.code)) &&
             !waited_in_vain();
    case io::Failure::locked:  // in a transaction, transaction() runs all of it again
      return tries < max_tries && !connection.in_transaction && retry_time_left_us() > 0;
    default:
      return false;
  }
}

void Database::State::prepare_next_try(const io::DriverError& error, std::string_view sql, int tries) {
  const io::Failure failure = io::failure_of(error.code, error.what());
  if (io::drops_connection(failure)) connection.drop();
  thread_cancellation.check();
  if (connection.is_open()) connection.forget(sql);
  if (!may_try_again(error, failure, tries)) {
    if (failure == io::Failure::locked && !connection.in_transaction) begin_next_try();
    fail(error, sql);
  }
  if (failure != io::Failure::locked) return;
  back_off(tries, {});
  begin_next_try();
}

void Database::State::fail(const io::DriverError& error, std::string_view sql) {
  const io::Failure failure = io::failure_of(error.code, error.what());
  if (io::drops_connection(failure)) connection.drop();
  thread_cancellation.check();
  constexpr int no_such_database = 1049;
  if (!connection.is_open() && error.code == no_such_database)
    throw Unavailable("the database server has no such dataset: " + std::string(error.what()));
  if (failure == io::Failure::too_large)
    throw HttpError(413, "the values of a query are larger than the database accepts (max_allowed_packet)");
  const bool is_final = failure == io::Failure::of_the_query || failure == io::Failure::outdated ||
                        (failure == io::Failure::locked && connection.in_transaction);
  if (is_final && connection.is_open()) throw DatabaseError(error.code, error.what(), digest_of(sql).text);
  const std::string detail =
      std::string(io::reason_of(failure)) + " (error " + std::to_string(error.code) + ")";
  if (failure == io::Failure::timed_out) throw QueryTimedOut(detail);
  throw Unavailable(detail);
}

void Database::State::control(std::string_view sql) {
  const PhaseScope phase(trace, Phase::db);
  attempt(sql, false, [&] { connection.handle().execute(sql); });
}

// If the connection was lost, the server rolls back by itself.
void Database::State::roll_back() {
  const PhaseScope phase(trace, Phase::db);
  connection.in_transaction = false;
  trace.begin_query(trace.clock().monotonic_us());
  const auto end_transaction = [&] { trace.end_transaction(trace.clock().monotonic_us()); };
  if (!connection.is_open()) return end_transaction();
  try {
    connection.handle().execute("ROLLBACK");
  } catch (const io::DriverError&) {
    connection.drop();
  }
  end_transaction();
}

void Database::State::Turn::take() {
  if (taken_) return;
  const std::int64_t left_s = state_.retry_time_left_us() / 1'000'000;
  state_.control("DO GET_LOCK(CONCAT(DATABASE(), '.retry'), " +
                 std::to_string(std::clamp<std::int64_t>(left_s, 0, 10)) + ")");
  taken_ = true;
}

Database::State::Turn::~Turn() {
  if (!taken_ || !state_.connection.is_open()) return;
  try {
    state_.connection.handle().execute("DO RELEASE_LOCK(CONCAT(DATABASE(), '.retry'))");
  } catch (const io::DriverError&) {
    state_.connection.drop();  // which also releases the lock
  }
}

void Database::transaction(const std::function<void()>& work, int tries) {
  refuse_if_stale();
  io::Connection& connection = state_->connection;
  if (connection.in_transaction) throw std::logic_error("transactions can't be nested");
  State::Turn turn(*state_);
  for (int run = 1;; ++run) {
    const std::int64_t began_us = trace_.clock().monotonic_us();
    state_->try_began_us = began_us;
    state_->is_rerun = run > 1;
    state_->control("START TRANSACTION");
    connection.in_transaction = true;
    trace_.begin_transaction(trace_.clock().monotonic_us());
    try {
      work();
      trace_.begin_query(trace_.clock().monotonic_us());
      state_->control("COMMIT");
      connection.in_transaction = false;
      trace_.end_transaction(trace_.clock().monotonic_us());
      trace_.count_commit();
      return;
    } catch (const DatabaseError& error) {
      state_->roll_back();
      if (!error.is_lock_conflict()) throw;
      if (run >= tries || state_->retry_time_left_us() <= 0) {
        state_->begin_next_try();
        throw Unavailable(out_of_time());
      }
    } catch (...) {
      state_->roll_back();
      throw;
    }
    const std::int64_t took_us = trace_.clock().monotonic_us() - began_us;
    const PhaseScope phase(trace_, Phase::db);
    if (run >= parallel_tries) turn.take();
    back_off(run, std::chrono::microseconds(took_us));
    state_->begin_next_try();
  }
}

}  // namespace caseload
