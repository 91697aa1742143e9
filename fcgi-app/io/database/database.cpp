#include "io/database/database.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "core/errors.hpp"
#include "io/database/database_state.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload {

namespace {

constexpr int busy_streaming = 2014;  // CR_COMMANDS_OUT_OF_SYNC

// FNV-1a, 64 bit (draft-eastlake-fnv), over type and value of each parameter.
class ParameterHash {
 public:
  void add(const Parameter& parameter) {
    byte(static_cast<unsigned char>(parameter.index()));
    if (const auto* integer = std::get_if<std::int64_t>(&parameter)) raw(integer, sizeof *integer);
    if (const auto* real = std::get_if<double>(&parameter)) raw(real, sizeof *real);
    if (const auto* text = std::get_if<std::string>(&parameter)) {
      const std::size_t size = text->size();
      raw(&size, sizeof size);
      raw(text->data(), size);
    }
  }
  std::uint64_t value() const { return hash_; }

 private:
  void raw(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t index = 0; index < size; ++index) byte(bytes[index]);
  }
  void byte(unsigned char value) { hash_ = (hash_ ^ value) * 0x100000001b3; }

  std::uint64_t hash_ = 0xcbf29ce484222325;
};

void check(const io::Connection::Prepared& prepared, std::span<const Parameter> parameters, bool is_write) {
  if (prepared.digest.is_write != is_write)
    throw io::DriverError(
        0, is_write ? "execute() is only for queries that write" : "use execute() for queries that write");
  if (prepared.parameter_count != parameters.size())
    throw io::DriverError(0, "the query has " + std::to_string(prepared.parameter_count) +
                                 " placeholders, but " + std::to_string(parameters.size()) +
                                 " values were given");
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
  std::this_thread::sleep_for(microseconds(wait(random)));
}

}  // namespace

DatabaseError::DatabaseError(int number, const std::string& what, std::string failed)
    : std::runtime_error(what), code(number), digest(std::move(failed)) {}

void Database::State::count(const QueryDigest& digest, std::span<const Parameter> parameters,
                            QueryRecord*& record) {
  if (record != nullptr) return;
  record = &trace.query(digest);
  ++record->times;
  record->parameters += static_cast<std::int64_t>(parameters.size());
  io::count("caseload_queries_total", record->is_write ? R"(kind="write")" : R"(kind="read")");
  ParameterHash hash;
  for (const Parameter& parameter : parameters) hash.add(parameter);
  record->parameter_sets.insert(hash.value());
}

void Database::State::make_ready(bool is_write) {
  if (connection.is_streaming)
    throw io::DriverError(busy_streaming, "the connection is busy: each() has not reached its last row");
  // A write can't be repeated if its response is lost, so first check whether the server is still there.
  if (connection.is_open() && is_write && !used_before && !connection.in_transaction &&
      !connection.handle().responds())
    connection.drop();
  if (!connection.is_open()) {
    if (connection.in_transaction)
      throw Unavailable("the connection to the database was lost during a transaction");
    connection.open();
    trace.count_connect();
    io::count("caseload_database_connects_total");
  }
  used_before = true;
}

void Database::State::give_up_or_reconnect(const io::DriverError& error, std::string_view sql, bool again) {
  const bool lost = io::is_connection_loss(error.code);
  if (lost) connection.drop();
  thread_cancellation.check();
  const bool safe =
      lost && !again && !connection.in_transaction && !(write_is_sent && io::may_have_run(error.code));
  if (!safe) fail(error, sql);
}

void Database::State::fail(const io::DriverError& error, std::string_view sql) {
  if (io::is_connection_loss(error.code)) connection.drop();
  thread_cancellation.check();
  constexpr int no_such_database = 1049;
  if (!connection.is_open() && error.code == no_such_database)
    throw Unavailable("the database server has no such dataset: " + std::string(error.what()));
  if (!connection.is_open())
    throw Unavailable("the database does not respond (error " + std::to_string(error.code) + ")");
  if (connection.dialect().is_timeout(error.code))
    throw Unavailable("a query took longer than its time limit");
  throw DatabaseError(error.code, error.what(), digest_of(sql).text);
}

void Database::State::control(std::string_view sql) {
  const PhaseScope phase(trace, Phase::db);
  attempt(sql, false, [&] { connection.handle().execute(sql); });
}

// If the connection was lost, the server rolls back by itself.
void Database::State::roll_back() {
  const PhaseScope phase(trace, Phase::db);
  connection.in_transaction = false;
  if (!connection.is_open()) return;
  try {
    connection.handle().execute("ROLLBACK");
  } catch (const io::DriverError&) {
    connection.drop();
  }
}

void Database::State::Turn::take() {
  if (taken_) return;
  state_.control("DO GET_LOCK(CONCAT(DATABASE(), '.retry'), 10)");
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

Database::Database(io::Connections& connections, Trace& trace, Dataset dataset)
    : connections_(connections),
      trace_(trace),
      dataset_(dataset),
      state_(new State{.connection = connections.get(dataset), .trace = trace}) {}

Database::~Database() = default;

Cursor Database::run(std::string_view sql, std::span<const Parameter> parameters) {
  QueryRecord* record = nullptr;
  const State::Timing timing(trace_, record);
  return state_->attempt(sql, false, [&] {
    auto prepared = state_->connection.prepare(sql);
    check(*prepared, parameters, false);
    state_->count(prepared->digest, parameters, record);
    prepared->handle.bind(parameters);
    io::DriverResult rows = prepared->handle.query();
    record->rows += rows.row_count();
    record->columns_fetched.assign(rows.column_count(), true);
    record->column_reads.resize(rows.column_count());
    auto* hash = state_->probe ? &state_->probe->saw(*record, sql, parameters) : nullptr;
    return Cursor(std::unique_ptr<Cursor::State>(new Cursor::State{.prepared = std::move(prepared),
                                                                   .rows = std::move(rows),
                                                                   .record = record,
                                                                   .trace = &trace_,
                                                                   .hash = hash}));
  });
}

std::int64_t Database::run_write(std::string_view sql, std::span<const Parameter> parameters) {
  QueryRecord* record = nullptr;
  const State::Timing timing(trace_, record);
  return state_->attempt(sql, true, [&] {
    const auto prepared = state_->connection.prepare(sql);
    check(*prepared, parameters, true);
    state_->count(prepared->digest, parameters, record);
    prepared->handle.bind(parameters);
    state_->write_is_sent = true;
    const std::int64_t affected = prepared->handle.execute();
    record->rows += affected;
    if (state_->probe) state_->probe->saw(*record, sql, parameters);
    if (!state_->connection.in_transaction) trace_.count_commit();
    return affected;
  });
}

std::int64_t Database::last_insert_id() const {
  const PhaseScope phase(trace_, Phase::db);
  io::Connection& connection = state_->connection;
  if (!connection.is_open()) throw Unavailable("the connection to the database was lost after the insert");
  try {
    io::DriverResult result = connection.handle().query("SELECT LAST_INSERT_ID()");
    result.next();
    const io::Cell& id = result.row()[0];
    if (id.is_null || id.type != io::ColumnType::unsigned_integer)
      throw io::DriverError(0, "LAST_INSERT_ID() is no unsigned integer");
    return static_cast<std::int64_t>(id.unsigned_integer);
  } catch (const io::DriverError& error) {
    state_->fail(error, "SELECT LAST_INSERT_ID()");
  }
}

void Database::transaction(const std::function<void()>& work, int tries) {
  io::Connection& connection = state_->connection;
  if (connection.in_transaction) throw std::logic_error("transactions can't be nested");
  State::Turn turn(*state_);
  for (int run = 1;; ++run) {
    const std::int64_t began_us = trace_.clock().monotonic_us();
    state_->control("START TRANSACTION");
    connection.in_transaction = true;
    try {
      work();
      state_->control("COMMIT");
      connection.in_transaction = false;
      trace_.count_commit();
      return;
    } catch (const DatabaseError& error) {
      state_->roll_back();
      if (!error.is_deadlock() || run >= tries) throw;
    } catch (...) {
      state_->roll_back();
      throw;
    }
    const std::int64_t took_us = trace_.clock().monotonic_us() - began_us;
    const PhaseScope phase(trace_, Phase::db);
    if (run >= parallel_tries) turn.take();
    back_off(run, std::chrono::microseconds(took_us));
  }
}

void Database::begin_probe() {
  state_->attempt("SHOW SESSION STATUS", false, [&] { state_->probe.emplace(state_->connection); });
}

void Database::end_probe() {
  if (!state_->probe) return;
  try {
    if (state_->connection.is_open()) state_->probe->finish(state_->connection, trace_);
  } catch (const io::DriverError&) {
    // The page is already built. Evidence that the database can no longer provide is omitted.
    state_->connection.drop();
  }
  state_->probe.reset();
}

Parameter to_parameter(std::int64_t value) {
  return value;
}
Parameter to_parameter(int value) {
  return std::int64_t{value};
}
Parameter to_parameter(double value) {
  return value;
}
Parameter to_parameter(bool value) {
  return std::int64_t{value};
}
Parameter to_parameter(std::string_view value) {
  return std::string(value);
}
Parameter to_parameter(const std::string& value) {
  return value;
}
Parameter to_parameter(const char* value) {
  return std::string(value);
}

}  // namespace caseload
