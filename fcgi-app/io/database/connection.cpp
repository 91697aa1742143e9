#include "io/database/connection.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "core/errors.hpp"
#include "core/memory.hpp"
#include "core/server_address.hpp"
#include "core/text.hpp"
#include "io/database/replica.hpp"

namespace caseload::io {

void start_driver() {
  start_driver_library();
}

namespace {

thread_local int guards = 0;  // of this thread

ColumnLimit::Type type_of(std::string_view data_type) {
  constexpr std::pair<std::string_view, ColumnLimit::Type> types[] = {
      {"char", ColumnLimit::Type::fixed_text},
      {"varchar", ColumnLimit::Type::text},
      {"tinytext", ColumnLimit::Type::long_text},
      {"text", ColumnLimit::Type::long_text},
      {"mediumtext", ColumnLimit::Type::long_text},
      {"longtext", ColumnLimit::Type::long_text},
      {"decimal", ColumnLimit::Type::decimal},
      {"float", ColumnLimit::Type::single_real},
      {"date", ColumnLimit::Type::date},
      {"year", ColumnLimit::Type::year},
      {"time", ColumnLimit::Type::time},
      {"datetime", ColumnLimit::Type::time},
      {"timestamp", ColumnLimit::Type::time}};
  const auto found =
      std::ranges::find(types, data_type, &std::pair<std::string_view, ColumnLimit::Type>::first);
  return found == std::end(types) ? ColumnLimit::Type::any : found->second;
}

}  // namespace

DriverThread::DriverThread() {
  if (guards++ == 0) driver_thread_begins();
}
DriverThread::~DriverThread() {
  if (--guards == 0) driver_thread_ends();
}

int DatabaseSettings::read_limit_s() const {
  constexpr int longer_by = 5;
  return read_timeout_s > 0 ? read_timeout_s : (statement_timeout_ms + 999) / 1000 + longer_by;
}

void DatabaseSettings::check() const {
  if (read_timeout_s == 0 || std::int64_t{read_timeout_s} * 1000 > statement_timeout_ms) return;
  throw ConfigError("database.read_timeout_s = " + std::to_string(read_timeout_s) +
                    ": must be longer than database.statement_timeout_ms, which is " +
                    std::to_string(statement_timeout_ms) +
                    ", or 0; otherwise a query that is only slow ends its connection");
}

Connection::Connection(const DatabaseSettings& settings, Dataset dataset)
    : settings_(settings), dataset_(dataset) {}

DriverTarget Connection::target() const {
  return {.socket = settings_.socket,
          .host = settings_.host,
          .port = settings_.port,
          .user = settings_.user,
          .password = settings_.password,
          .schema = settings_.name_prefix + "_" + std::string(name_of(dataset_)),
          .connect_timeout_s = settings_.connect_timeout_s,
          .read_timeout_s = settings_.read_limit_s()};
}

// Memory that a connection keeps is charged to the driver.
void Connection::open() {
  const MemoryScope scope(MemoryOwner::driver);
  drop();
  handle_.emplace(target());
  try {
    dialect_ = ServerDialect(handle_->server_version());
    handle_->execute(dialect_.session_setup(settings_));
    read_limits();
  } catch (const DriverError&) {
    drop();
    throw;
  }
  ++times_opened_;
}

void Connection::read_limits() {
  // A packet also has a header, types of values and lengths.
  constexpr std::size_t for_the_rest = 512;
  DriverResult result = handle_->query("SELECT CONNECTION_ID(), @@max_allowed_packet");
  result.next();
  id_ = std::stoll(result.text(0));
  max_query_bytes_ = std::stoull(result.text(1)) - for_the_rest;
}

void Connection::drop() {
  const MemoryScope scope(MemoryOwner::driver);
  prepared_.clear();
  kept_.clear();
  column_limits_.clear();
  handle_.reset();
  id_ = 0;
  is_streaming = false;
}

std::shared_ptr<Connection::Prepared> Connection::prepare(std::string_view sql) {
  const MemoryScope scope(MemoryOwner::driver);
  const auto found = prepared_.find(sql);
  if (found != prepared_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    const std::shared_ptr<Prepared>& known = kept_.front().second;
    if (known.use_count() == 1) return known;
  }
  DriverStatement handle = handle_->prepare(sql);
  const std::size_t parameter_count = handle.parameter_count();
  auto made = std::make_shared<Prepared>(Prepared{digest_of(sql), std::move(handle), parameter_count});
  if (found != prepared_.end()) return made;
  if (kept_.size() == prepared_limit) {
    prepared_.erase(kept_.back().first);
    kept_.pop_back();
  }
  kept_.emplace_front(sql, made);
  prepared_.emplace(kept_.front().first, kept_.begin());
  return made;
}

void Connection::forget(std::string_view sql) {
  const MemoryScope scope(MemoryOwner::driver);
  const auto found = prepared_.find(sql);
  if (found == prepared_.end()) return;
  const auto kept = found->second;
  prepared_.erase(found);
  kept_.erase(kept);
}

ColumnLimits Connection::known_column_limits(std::string_view table) const {
  const auto found = column_limits_.find(table);
  return found == column_limits_.end() ? nullptr : found->second;
}

// Not by what the connector says of a query's columns: types and lengths then depend on whether it knows the
// collation. On another connection, because this reads rows, which a probe would count.
ColumnLimits Connection::column_limits(std::string_view table) {
  const MemoryScope scope(MemoryOwner::driver);
  ColumnLimits& limits = column_limits_[std::string(table)];
  if (limits == nullptr) {
    std::vector<ColumnLimit> read;
    DriverConnection other(target());
    DriverResult columns = other.query(
        "SELECT column_name, data_type, COALESCE(character_maximum_length, 0), "
        "COALESCE(numeric_scale, datetime_precision, 0) FROM information_schema.columns "
        "WHERE table_schema = DATABASE() AND table_name = " +
        other.quoted(std::string(table)));
    while (columns.next())
      read.push_back({.name = columns.text(0),
                      .type = type_of(columns.text(1)),
                      .max_length = std::stoull(columns.text(2)),
                      .fraction_digits = std::stoull(columns.text(3))});
    limits = std::make_shared<const std::vector<ColumnLimit>>(std::move(read));
  }
  return limits;
}

DriverResult Connection::stream(std::string_view sql) {
  DriverResult rows = handle_->stream(dialect_.with_stream_limit(sql, settings_));
  is_streaming = true;
  return rows;
}

void Connection::kill_query() {
  const std::int64_t id = id_;
  if (id == 0) return;
  DriverTarget brief = target();
  brief.read_timeout_s = brief.connect_timeout_s;
  DriverConnection(brief).execute("KILL QUERY " + std::to_string(id));
}

void Connection::interrupt() noexcept {
  const DriverThread driver;
  try {
    kill_query();
  } catch (const DriverError&) {
    // The server can't be reached, or the connection has just ended. The caller tries again.
  }
}

namespace {

DatabaseSettings over_tcp(DatabaseSettings settings) {
  const std::string& address = settings.tcp_address;
  if (address.empty()) return settings;
  const std::size_t colon = address.rfind(':');
  const auto port = colon == std::string::npos ? std::nullopt : whole_number(address.substr(colon + 1));
  if (!port || colon == 0 || *port < 1 || *port > 65'535)
    throw ConfigError("database.tcp_address must be host:port; got '" + address + "'");
  settings.socket.clear();
  settings.host = address.substr(0, colon);
  settings.port = static_cast<int>(*port);
  if (!settings.tcp_password.empty()) settings.password = settings.tcp_password;
  return settings;
}

DatabaseSettings on_replica(DatabaseSettings settings) {
  constexpr int default_port = 3306;
  const auto address = server_address(settings.replica, default_port);
  if (!address)
    throw ConfigError("database.replica: \"" + settings.replica +
                      "\" is neither the path of a Unix socket nor host:port");
  settings.socket = address->socket;
  settings.host = address->host;
  settings.port = address->port;
  return settings;
}

struct OfEachDataset {
  explicit OfEachDataset(const DatabaseSettings& settings)
      : connections{Connection(settings, Dataset::x1), Connection(settings, Dataset::x4),
                    Connection(settings, Dataset::x16)} {}

  Connection& of(Dataset dataset) {
    const auto found = std::ranges::find(connections, dataset, &Connection::dataset);
    if (found == connections.end()) throw std::logic_error("unknown dataset");
    return *found;
  }

  std::array<Connection, std::size(all_datasets)> connections;
};

}  // namespace

struct Connections::State {
  explicit State(DatabaseSettings given)
      : settings(std::move(given)), tcp_settings(caseload::io::over_tcp(settings)) {}

  const DatabaseSettings settings, tcp_settings;
  OfEachDataset usual{settings}, over_tcp{tcp_settings};

  struct OfReplica {
    explicit OfReplica(const DatabaseSettings& of_primary)
        : settings(caseload::io::on_replica(of_primary)), replica(replica_of(of_primary)) {}
    const DatabaseSettings settings;
    std::shared_ptr<Replica> replica;
    OfEachDataset connections{settings};
  };
  std::unique_ptr<OfReplica> of_replica =
      settings.replica.empty() ? nullptr : std::make_unique<OfReplica>(settings);
};

Connections::Connections(DatabaseSettings settings) : state_(new State(std::move(settings))) {}
Connections::~Connections() = default;
Connections::Connections(Connections&&) noexcept = default;

const DatabaseSettings& Connections::settings() const {
  return state_->settings;
}

const DatabaseSettings& Connections::tcp_settings() const {
  return state_->tcp_settings;
}

Connection& Connections::get(Dataset dataset) {
  return state_->usual.of(dataset);
}

Connection& Connections::over_tcp(Dataset dataset) {
  return state_->over_tcp.of(dataset);
}

bool Connections::has_replica() const {
  return state_->of_replica != nullptr;
}

Connection& Connections::on_replica(Dataset dataset) {
  return state_->of_replica->connections.of(dataset);
}

Replica& Connections::replica() {
  return *state_->of_replica->replica;
}

std::string database_problem(Connections& connections) {
  Connection& connection = connections.get(Dataset::x1);
  try {
    if (connection.is_open() && !connection.handle().responds()) connection.drop();
    if (!connection.is_open()) connection.open();
    return {};
  } catch (const DriverError& error) {
    connection.drop();
    return error.what();
  }
}

std::string replica_problem(Connections& connections) {
  return connections.replica().problem(connections.on_replica(Dataset::x1));
}

std::string write_problem(Connections& connections, std::string_view write) {
  DatabaseSettings settings = connections.settings();
  settings.statement_timeout_ms = 2'000;
  settings.read_timeout_s = 0;
  Connection connection(settings, Dataset::x1);
  try {
    connection.open();
    connection.handle().execute(write);
    return {};
  } catch (const DriverError& error) {
    return error.what();
  }
}

}  // namespace caseload::io
