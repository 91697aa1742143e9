// Connections to the database, one per dataset, opened on first use and kept. They belong to one worker
// thread. Those over TCP are for pages that show what a connection costs (connector.hpp). Statements are
// prepared once per connection and cached; the least recently used are dropped when there are too many.
// Database (database.hpp) runs the queries and reopens lost connections.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/cancellation.hpp"
#include "core/knobs.hpp"
#include "core/query_digest.hpp"
#include "io/database/column_limit.hpp"
#include "io/database/driver.hpp"
#include "io/database/failure.hpp"
#include "io/database/server_dialect.hpp"

namespace caseload::io {

struct DatabaseSettings {
  std::string socket;  // path of the Unix socket; empty: host and port
  std::string host = "127.0.0.1";
  int port = 3306;
  std::string user = "caseload";
  std::string password;
  std::string tcp_address;               // "host:port" where the server also listens on TCP; empty: as above
  std::string tcp_password;              // of the user there; empty: the same
  std::string replica;                   // "/path/to.sock" or "host:port"; empty: none
  int replica_max_lag_s = 5;             // a replica that is further behind is not used
  std::string name_prefix = "caseload";  // databases are <prefix>_x1, _x4, _x16
  int statement_timeout_ms = 30'000;
  int stream_timeout_ms = 600'000;  // for a query whose rows are read one by one (Database::each)
  int connect_timeout_s = 2;
  int read_timeout_s = 0;  // 0: five seconds longer than a query may take
  // How long the server may send nothing while a query runs. Then its connection is given up. Longer than
  // statement_timeout_ms, so a query that is only slow is ended by the server, and its connection is kept.
  int read_limit_s() const;
  void check() const;  // throws ConfigError if two limits contradict each other
  // No try begins later than this after the first one. With a last query that takes all of its time, this is
  // below nginx's fastcgi_read_timeout of 60 s.
  int retry_limit_ms = 25'000;
  // READ COMMITTED: rows that a query skips are not locked, which workers on a shared queue need.
  bool read_committed = false;
};

// Must exist in each thread while it uses a connection. May be nested.
class DriverThread {
 public:
  DriverThread();
  ~DriverThread();
  DriverThread(const DriverThread&) = delete;
  DriverThread& operator=(const DriverThread&) = delete;
};
// Call it once in main, before any thread starts.
void start_driver();

// One connection, open or not. Throws DriverError.
class Connection final : public Interruptible {
 public:
  struct Prepared {
    QueryDigest digest;
    DriverStatement handle;
    std::size_t parameter_count;
  };

  // MySQL and MariaDB allow 16,382 prepared statements in total by default (max_prepared_stmt_count).
  static constexpr std::size_t prepared_limit = 64;

  Connection(const DatabaseSettings& settings, Dataset dataset);

  Dataset dataset() const { return dataset_; }
  bool is_open() const { return handle_.has_value(); }
  void open();
  void drop();  // drops the statements first; results that are still held keep what they need

  // Returns the cached statement or prepares a new one. If the last result of the cached one is still held, a
  // second one is prepared.
  std::shared_ptr<Prepared> prepare(std::string_view sql);
  // Drops the cached statement. One that failed may keep what made it fail: after a value that was too large,
  // each further execution fails.
  void forget(std::string_view sql);
  std::size_t prepared_count() const { return prepared_.size(); }

  DriverConnection& handle() { return *handle_; }
  const ServerDialect& dialect() const { return dialect_; }

  // Reads rows one by one. The connection is busy (is_streaming) until the caller ends the stream.
  DriverResult stream(std::string_view sql);
  void kill_query();                   // from a second, short connection
  void interrupt() noexcept override;  // the same, from another thread

  // How many bytes a query and its values may have together, somewhat below max_allowed_packet.
  std::size_t max_query_bytes() const { return max_query_bytes_; }
  // Read once for each table; nullptr if that was not done yet.
  ColumnLimits known_column_limits(std::string_view table) const;
  ColumnLimits column_limits(std::string_view table);
  const DatabaseSettings& settings() const { return settings_; }

  // How often it was opened. The session counters restart each time.
  int times_opened() const { return times_opened_; }

  bool in_transaction = false;
  bool is_streaming = false;

 private:
  DriverTarget target() const;
  void read_limits();
  using Kept = std::list<std::pair<std::string, std::shared_ptr<Prepared>>>;

  const DatabaseSettings& settings_;
  Dataset dataset_;
  std::optional<DriverConnection> handle_;
  ServerDialect dialect_;
  std::atomic<std::int64_t> id_ = 0;  // CONNECTION_ID(); 0: not open
  std::size_t max_query_bytes_ = 0;
  Kept kept_;                                                      // most recently used first
  std::unordered_map<std::string_view, Kept::iterator> prepared_;  // by text, which `kept_` owns
  std::map<std::string, ColumnLimits, std::less<>> column_limits_;
  int times_opened_ = 0;
};

class Replica;

class Connections {
 public:
  explicit Connections(DatabaseSettings settings);  // throws ConfigError for an invalid address
  ~Connections();
  Connections(Connections&&) noexcept;

  Connection& get(Dataset dataset);         // not necessarily open
  Connection& over_tcp(Dataset dataset);    // another one, to tcp_address if there is one
  bool has_replica() const;                 // is configured
  Connection& on_replica(Dataset dataset);  // has_replica() only
  Replica& replica();                       // the same
  const DatabaseSettings& settings() const;
  const DatabaseSettings& tcp_settings() const;  // for further connections to the same address

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// For /readyz: empty if the database responds, otherwise the reason.
std::string database_problem(Connections& connections);
// The same for the replica, which must be configured: whether it may be used.
std::string replica_problem(Connections& connections);
// The same for writes: runs `write`, which changes nothing, on its own connection with short time limits.
std::string write_problem(Connections& connections, std::string_view write);

}  // namespace caseload::io
