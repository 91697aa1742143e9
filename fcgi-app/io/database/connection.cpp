#include "io/database/connection.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "core/memory.hpp"

namespace caseload::io {

namespace {

constexpr std::array connection_losses = std::to_array<int>({
    1040,  // too many connections
    1053,  // the server is shutting down
    1243,  // unknown prepared statement
    1461,  // too many prepared statements
    1927,  // the connection was killed
    2002,  // no socket
    2003,  // no host
    2006,  // the server has gone away
    2013,  // lost while waiting for the response
    2030,  // statement not prepared
    4031,  // closed because it was idle
});

}  // namespace

bool is_connection_loss(int code) {
  return std::ranges::binary_search(connection_losses, code);
}
bool may_have_run(int code) {
  return code == 2013;
}

void start_driver() {
  start_driver_library();
}

namespace {
thread_local int guards = 0;  // of this thread
}

DriverThread::DriverThread() {
  if (guards++ == 0) driver_thread_begins();
}
DriverThread::~DriverThread() {
  if (--guards == 0) driver_thread_ends();
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
          .connect_timeout_s = settings_.connect_timeout_s};
}

// Memory that a connection keeps is charged to the driver.
void Connection::open() {
  const MemoryScope scope(MemoryOwner::driver);
  drop();
  handle_.emplace(target());
  try {
    dialect_ = ServerDialect(handle_->server_version());
    handle_->execute(dialect_.session_setup(settings_));
    // Read it now; it can't be read while a query is running.
    DriverResult id = handle_->query("SELECT CONNECTION_ID()");
    id.next();
    id_ = std::stoll(id.text(0));
  } catch (const DriverError&) {
    drop();
    throw;
  }
  ++times_opened_;
}

void Connection::drop() {
  const MemoryScope scope(MemoryOwner::driver);
  prepared_.clear();
  kept_.clear();
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

DriverResult Connection::stream(std::string_view sql) {
  DriverResult rows = handle_->stream(dialect_.with_stream_limit(sql, settings_));
  is_streaming = true;
  return rows;
}

void Connection::kill_query() {
  if (const std::int64_t id = id_) DriverConnection(target()).execute("KILL QUERY " + std::to_string(id));
}

void Connection::interrupt() noexcept {
  const DriverThread driver;
  try {
    kill_query();
  } catch (const DriverError&) {
    // The server can't be reached, or the connection has just ended. The caller tries again.
  }
}

struct Connections::State {
  DatabaseSettings settings;
  std::array<Connection, std::size(all_datasets)> connections{Connection(settings, Dataset::x1),
                                                              Connection(settings, Dataset::x4),
                                                              Connection(settings, Dataset::x16)};
};

Connections::Connections(DatabaseSettings settings) : state_(new State{.settings = std::move(settings)}) {}
Connections::~Connections() = default;
Connections::Connections(Connections&&) noexcept = default;

Connection& Connections::get(Dataset dataset) {
  for (Connection& connection : state_->connections) {
    if (connection.dataset() == dataset) return connection;
  }
  throw std::logic_error("unknown dataset");
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

}  // namespace caseload::io
