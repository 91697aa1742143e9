#include "io/database/database.hpp"

#include "core/errors.hpp"
#include "io/database/database_state.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload {

namespace {

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

// Sending more would end the connection, or leave the value in the prepared statement.
void check_size(const io::Connection& connection, std::string_view sql,
                std::span<const Parameter> parameters) {
  std::size_t bytes = sql.size() + parameters.size() * sizeof(std::int64_t);
  for (const Parameter& parameter : parameters)
    if (const auto* text = std::get_if<std::string>(&parameter)) bytes += text->size();
  if (bytes > connection.max_query_bytes()) throw io::too_large(bytes, connection.max_query_bytes());
}

}  // namespace

DatabaseError::DatabaseError(int number, const std::string& what, std::string failed)
    : std::runtime_error(what), code(number), digest(std::move(failed)) {}

bool DatabaseError::is_lock_conflict() const {
  return io::failure_of(code) == io::Failure::locked;
}

void Database::State::count(const QueryDigest& digest, std::span<const Parameter> parameters,
                            QueryRecord*& record) {
  if (std::exchange(owes_connect, false)) trace.count_connect();
  if (record != nullptr) return;
  record = &trace.query(digest);
  ++record->times;
  record->count_parameters(parameters.size());
  io::count("caseload_queries_total", record->is_write ? R"(kind="write")" : R"(kind="read")");
  ParameterHash hash;
  for (const Parameter& parameter : parameters) hash.add(parameter);
  record->parameter_sets.insert(hash.value());
}

Database::Database(io::Connections& connections, Trace& trace, Dataset dataset)
    : Database(connections.get(dataset), trace) {}

Database::Database(io::Connection& connection, Trace& trace)
    : trace_(trace),
      dataset_(connection.dataset()),
      state_(new State{.connection = connection, .trace = trace}) {}

Database::~Database() {
  if (state_->notices_row_locks)
    state_->set_row_lock_wait(io::ServerDialect::row_lock_wait_s(state_->connection.settings()));
}

Cursor Database::run_here(std::string_view sql, std::span<const Parameter> parameters) {
  QueryRecord* record = nullptr;
  const State::Timing timing(*state_, record);
  return state_->attempt(sql, false, [&] {
    auto prepared = state_->connection.prepare(sql);
    check(*prepared, parameters, false);
    check_size(state_->connection, sql, parameters);
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
  refuse_if_stale();
  QueryRecord* record = nullptr;
  const State::Timing timing(*state_, record);
  return state_->attempt(sql, true, [&] {
    const auto prepared = state_->connection.prepare(sql);
    check(*prepared, parameters, true);
    check_size(state_->connection, sql, parameters);
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
      throw io::DriverError(0, "LAST_INSERT_ID() is not an unsigned integer");
    return static_cast<std::int64_t>(id.unsigned_integer);
  } catch (const io::DriverError& error) {
    state_->fail(error, "SELECT LAST_INSERT_ID()");
  }
}

// What is already known takes no query, so that a write that follows still checks the connection first.
ColumnLimits Database::column_limits(std::string_view table) {
  io::Connection& connection = state_->connection;
  if (connection.is_open()) {
    if (ColumnLimits known = connection.known_column_limits(table)) return known;
  }
  const PhaseScope phase(trace_, Phase::db);
  state_->begin_first_try();
  return state_->attempt(table, false, [&] { return connection.column_limits(table); });
}

std::size_t Database::max_query_bytes() {
  if (!state_->connection.is_open()) {
    state_->begin_first_try();
    state_->attempt({}, false, [] {});
  }
  return state_->connection.max_query_bytes();
}

void Database::connect() {
  const PhaseScope phase(trace_, Phase::db);
  state_->attempt({}, false, [] {});
}

void Database::begin_probe() {
  state_->begin_first_try();
  state_->connects_for_probe = true;
  state_->attempt("SHOW SESSION STATUS", false, [&] { state_->probe.emplace(state_->connection); });
  state_->connects_for_probe = false;
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
