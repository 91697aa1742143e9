// The private state of the driver's objects. Included only by driver*.cpp.
#pragma once

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/memory.hpp"
#include "io/database/client_values.hpp"
#include "io/database/driver.hpp"

namespace caseload::io {

// Runs a driver call: charges its memory to the driver and translates its exceptions.
template <class Call>
auto driver_call(Call&& call) {
  const MemoryScope scope(MemoryOwner::driver);
  try {
    return std::forward<Call>(call)();
  } catch (const sql::SQLException& error) {
    throw DriverError(error.getErrorCode(), error.what());
  }
}

// The connector counts columns and parameters from 1.
inline unsigned int position(std::size_t index) {
  return static_cast<unsigned int>(index) + 1;
}

struct DriverConnection::State {
  std::unique_ptr<sql::Connection> handle;

  ~State() {
    const MemoryScope scope(MemoryOwner::driver);
    handle.reset();
  }
};

struct DriverStatement::State {
  std::shared_ptr<DriverConnection::State> connection;
  std::unique_ptr<sql::PreparedStatement> handle;

  ~State() {
    const MemoryScope scope(MemoryOwner::driver);
    handle.reset();
  }
};

// How the values of one column are read.
struct ResultColumn {
  BoundValue bound;                  // not readable if the connector decodes the value
  unsigned int fraction_digits = 0;  // of the decoded text
  std::string text{};                // the decoded text of the current row
};

struct DriverResult::State {
  std::shared_ptr<DriverConnection::State> connection;  // for a result without a prepared statement
  std::shared_ptr<DriverStatement::State> prepared;
  std::unique_ptr<sql::Statement> statement;
  std::unique_ptr<sql::ResultSet> rows;
  StreamedRow streamed;
  std::vector<ResultColumn> columns;
  std::vector<Cell> row;

  ~State();

  // Both must be called inside a driver call.
  void describe_columns(const ClientCalls& calls);
  void read_row();

 private:
  void read_through_connector(ResultColumn& column, unsigned int at, Cell& cell);
  void free_buffer() noexcept;
};

}  // namespace caseload::io
