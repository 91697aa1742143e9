// The only wrapper around MySQL Connector/C++ 1.1 (with libmariadb). Its types and exceptions stay in
// driver.cpp. All objects may be used by only one thread at a time. Memory that the driver allocates is
// charged to the driver (MemoryScope); returned strings are charged to the caller.
//
// A statement keeps its connection alive and a result its statement, so they can be destroyed in any order.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/query_digest.hpp"
#include "io/database/cell.hpp"

namespace caseload::io {

struct DriverError : std::runtime_error {
  DriverError(int number, const std::string& what) : std::runtime_error(what), code(number) {}
  int code;  // server or client error number; the connector leaves it 0 for some
};

struct DriverTarget {
  std::string socket;  // empty: host and port
  std::string host;
  int port = 0;
  std::string user;
  std::string password;
  std::string schema;
  int connect_timeout_s = 2;  // also for a ping
  int read_timeout_s = 0;     // without a byte from the server, or a byte that it takes; 0: none
};

// The rows of a result; columns count from 0.
class DriverResult {
 public:
  DriverResult(DriverResult&&) noexcept;
  DriverResult& operator=(DriverResult&&) noexcept;
  ~DriverResult();

  bool next();
  std::span<const Cell> row() const;  // the current row, after next() returned true

  std::size_t column_count() const;
  std::string column_name(std::size_t column) const;
  std::int64_t row_count() const;  // of a buffered result
  // Of a query that was not prepared: the bytes as sent, whatever the column's type, and "" for NULL.
  std::string text(std::size_t column) const;

 private:
  friend class DriverConnection;
  friend class DriverStatement;
  struct State;
  explicit DriverResult(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A prepared statement. It can have only one result at a time.
class DriverStatement {
 public:
  DriverStatement(DriverStatement&&) noexcept;
  DriverStatement& operator=(DriverStatement&&) noexcept;
  ~DriverStatement();

  std::size_t parameter_count() const;
  void bind(std::span<const Parameter> parameters);
  DriverResult query();    // buffers the whole result
  std::int64_t execute();  // rows affected

 private:
  friend class DriverConnection;
  friend class DriverResult;
  struct State;
  explicit DriverStatement(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

class DriverConnection {
 public:
  explicit DriverConnection(const DriverTarget& target);
  DriverConnection(DriverConnection&&) noexcept;
  DriverConnection& operator=(DriverConnection&&) noexcept;
  ~DriverConnection();

  std::string server_version() const;  // "10.11.6-MariaDB-0+deb12u1", "8.0.36"
  bool responds();                     // a ping, within the connect timeout

  DriverStatement prepare(std::string_view sql);
  // Run a text without preparing it. `stream` keeps one row in memory. Until its result was read to the end
  // or destroyed (which reads the rest), the connection can't be used for anything else.
  void execute(std::string_view sql);
  DriverResult query(std::string_view sql);
  DriverResult stream(std::string_view sql);
  std::string quoted(const std::string& text);  // 'text', escaped for this connection

 private:
  friend class DriverStatement;
  friend class DriverResult;
  struct State;
  DriverResult run(std::string_view sql, int result_type);
  std::shared_ptr<State> state_;
};

void start_driver_library();  // call it once, before any thread starts
void driver_thread_begins();
void driver_thread_ends();

}  // namespace caseload::io
