// Connections to the database, one per dataset, opened when first used and kept. Belongs to one worker
// thread. Statements are prepared once per connection and kept. After the server went away (2002, 2006,
// 2013, 2030, 1243) the handle and its statements are dropped and the statement is tried once more on a new
// connection, outside transactions only; a second failure is Unavailable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/knobs.hpp"

namespace caseload::io {

struct DatabaseSettings {
  std::string socket;          // path of the Unix socket; empty: host and port
  std::string host = "127.0.0.1";
  int port = 3306;
  std::string user = "caseload";
  std::string password;
  std::string name_prefix = "caseload";  // databases are <prefix>_x1, _x4, _x16
  int statement_timeout_ms = 30'000;
  int connect_timeout_s = 2;
};

// Once in main, before threads start; and around each thread that uses a connection.
class DriverThread {
 public:
  DriverThread();
  ~DriverThread();
};
void start_driver();

class Connection;  // connection.cpp and database.cpp only

class Connections {
 public:
  explicit Connections(DatabaseSettings settings);
  ~Connections();
  Connections(Connections&&) noexcept;

  Connection& get(Dataset dataset);  // connects when needed; throws Unavailable
  const DatabaseSettings& settings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// For /readyz: empty when the database answers, else the reason.
std::string database_problem(Connections& connections);

}  // namespace caseload::io
