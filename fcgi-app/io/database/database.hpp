// The database as one request sees it. Records every query into the request's Trace. Short-lived, used by one
// thread. Throws Unavailable (503) if the server is unavailable, and DatabaseError for anything else.
//
//   struct Row { std::int64_t id; std::string title;
//                static constexpr auto columns = std::tuple(&Row::id, &Row::title); };
//   auto rows = services.db.query<Row>("SELECT id, title FROM book WHERE year = ? LIMIT ?", year, n);
//
// `columns` lists the members in the order of the SELECT list. A result with a different number of columns is
// an error. A member may be std::int64_t, double, bool, std::string or a std::optional of these; NULL for a
// member that is not optional is an error. Use std::string for DECIMAL. A double has exactly the stored
// value.
//
// Errors by class (failure.hpp):
//   connection lost      it is dropped with its prepared statements, and the query runs once more on a new
//                        connection. The exceptions, which are Unavailable, are queries inside a transaction,
//                        writes that may have run (2013), and a second failure.
//   rows locked          a deadlock or a lock timeout: the transaction, or the query outside of one, is run
//                        again, until this view has lost DatabaseSettings::retry_limit_ms in that way; then
//                        Unavailable
//   read-only server     the connection is dropped; Unavailable
//   too many connections, shutdown, disk full, time limit, KILL QUERY: Unavailable
//   too large            a query whose values exceed max_allowed_packet is an HttpError 413 and is not sent
//   anything else        DatabaseError. The connection can still be used.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/knobs.hpp"
#include "core/query_digest.hpp"
#include "core/trace.hpp"
#include "io/database/cell.hpp"
#include "io/database/column_limit.hpp"

namespace caseload {

struct DatabaseError : std::runtime_error {
  DatabaseError(int number, const std::string& what, std::string failed);
  int code;                       // server or client error number; can be 0
  std::string digest;             // of the query that failed
  bool is_lock_conflict() const;  // a deadlock, a lock timeout, ...: the transaction can be run again
};

namespace io {
class Connection;
class Connections;
}  // namespace io

// A result, read row by row; columns count from 0. Holds its memory, which is charged to the driver, until
// destroyed. The columns of the current row can be read in any order and more than once. Reading a NULL, or a
// number that doesn't fit the requested type, is a DatabaseError that names the column. Without a current
// row, reading is a std::out_of_range.
class Cursor {
 public:
  Cursor(Cursor&&) noexcept;
  Cursor& operator=(Cursor&&) noexcept;
  ~Cursor();

  bool next();
  std::size_t row_count() const;  // 0 for a stream, where it is unknown
  std::size_t column_count() const;
  std::string column_name(std::size_t column) const;
  bool is_null(std::size_t column) const {
    const bool found = cell(column).is_null;
    if (found) note_read(column);
    return found;
  }
  std::int64_t integer(std::size_t column) const;  // also for a DECIMAL that is a whole number
  double real(std::size_t column) const;
  std::string text(std::size_t column) const;  // for a DOUBLE: the shortest text that gives the same number
  void read_text(std::size_t column, std::string& into) const;  // the same

  // Reading a value records that the code has read its column. The ORM reads all values of a row to build an
  // entity, and records a column when it is accessed: after this call, reading records nothing.
  void record_reads_elsewhere();
  QueryRecord& record() const;

 private:
  friend class Database;
  struct State;
  explicit Cursor(std::unique_ptr<State> state);
  // A page reads thousands of values, so what each of them needs is inlined.
  const io::Cell& cell(std::size_t column) const {
    if (column >= row_.size()) no_such_value(column);
    return row_[column];
  }
  const io::Cell& value(std::size_t column) const {  // not NULL
    const io::Cell& found = cell(column);
    if (found.is_null) fail(column, "is NULL");
    note_read(column);
    return found;
  }
  void note_read(std::size_t column) const {
    if (records_reads_) record().read_column(column);
  }
  [[noreturn]] void no_such_value(std::size_t column) const;
  [[noreturn]] void fail(std::size_t column, const std::string& reason) const;
  std::unique_ptr<State> state_;
  std::span<const io::Cell> row_ = {};  // the current one
  bool records_reads_ = true;
};

class Database {
 public:
  Database(io::Connections& connections, Trace& trace, Dataset dataset);
  Database(io::Connection& connection, Trace& trace);
  // For reads that may be stale, where a replica is configured. A query runs on the replica while that may be
  // used (replica.hpp). It runs on `primary` otherwise, if the replica's connection is lost before the first
  // row, within a transaction of `primary`, and in a probe, which reads the counters of one server. Writes
  // and transactions are a std::logic_error.
  Database(io::Connections& connections, Database& primary);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  template <class Row, class... Args>
  std::vector<Row> query(std::string_view sql, const Args&... args);
  template <class Row, class... Args>
  std::optional<Row> query_one(std::string_view sql, const Args&... args);  // the first row

  // Returns the number of affected rows. The query must be a write.
  template <class... Args>
  std::int64_t execute(std::string_view sql, const Args&... args);

  // Streams the rows, holding only a few in memory (at most 64, or 16 KB of text and one row); the first row
  // is passed on at once. The connection is busy until the callback has seen the last row, returned false or
  // thrown. The latter two cancel the query on the server. Until then any other query on the connection is a
  // DatabaseError 2014.
  template <class Row, class... Args>
  void each(std::string_view sql, std::function<bool(const Row&)> callback, const Args&... args);

  // The same without a row type, for the ORM.
  Cursor run(std::string_view sql, std::span<const Parameter> parameters);
  std::int64_t run_write(std::string_view sql, std::span<const Parameter> parameters);
  void run_each(std::string_view sql, std::span<const Parameter> parameters,
                const std::function<bool(Cursor&)>& callback);
  // The id of the last INSERT; for several rows, the first id. This takes a query, which is not counted in
  // the evidence.
  std::int64_t last_insert_id() const;

  // The limits of the table's columns, in their order. The first call on a connection prepares a query, which
  // is not counted in the evidence.
  ColumnLimits column_limits(std::string_view table);
  // How many bytes a query and its values may have together.
  std::size_t max_query_bytes();

  // Runs `work` in a transaction. After a deadlock or lock timeout it rolls back, backs off and runs all of
  // `work` again, up to `tries` times and within retry_limit_ms; then it throws Unavailable. After any
  // other exception it rolls back and rethrows. Transactions can't be nested (std::logic_error).
  void transaction(const std::function<void()>& work, int tries = 20);

  // Opens the connection unless it is open. The first query does so as well.
  void connect();

  // Called around a probe. Records how much the session counters increased, a hash of the results per digest
  // and a plan per digest. Call end_probe after the page was built: it runs one EXPLAIN per digest, which the
  // client waits for. The probe's own queries are not counted.
  void begin_probe();
  void end_probe();

  // Records the request's waits for locked rows (row-lock-waits), from now until the end of this view: a
  // query first refuses to wait. If that fails, it runs again and waits. So the count is exact and belongs to
  // this request alone. Records nothing if the server can't do that (ServerDialect::row_lock_setup).
  void notice_row_locks();

  Trace& trace() { return trace_; }
  Dataset dataset() const { return dataset_; }

 private:
  struct State;
  Cursor run_here(std::string_view sql, std::span<const Parameter> parameters);
  void run_each_here(std::string_view sql, std::span<const Parameter> parameters,
                     const std::function<bool(Cursor&)>& callback);
  bool uses_replica();
  void refuse_if_stale() const;
  template <class Read>
  auto read_stale(const Read& read);
  Trace& trace_;
  Dataset dataset_;
  std::unique_ptr<State> state_;
};

// What Services::stale is: `primary` itself without a replica, otherwise a view that is put into `kept`.
Database& stale_reads(std::optional<Database>& kept, io::Connections& connections, Database& primary);

Parameter to_parameter(std::int64_t value);
Parameter to_parameter(int value);
Parameter to_parameter(double value);
Parameter to_parameter(bool value);
Parameter to_parameter(std::string_view value);
Parameter to_parameter(const std::string& value);
Parameter to_parameter(const char* value);
template <class T>
Parameter to_parameter(const std::optional<T>& value) {
  return value ? to_parameter(*value) : Parameter{};
}

void read_column(const Cursor& cursor, std::size_t column, std::int64_t& into);
void read_column(const Cursor& cursor, std::size_t column, double& into);
void read_column(const Cursor& cursor, std::size_t column, bool& into);
void read_column(const Cursor& cursor, std::size_t column, std::string& into);
template <class T>
void read_column(const Cursor& cursor, std::size_t column, std::optional<T>& into) {
  if (cursor.is_null(column)) {
    into.reset();
  } else {
    into.emplace();
    read_column(cursor, column, *into);
  }
}

template <class Row>
Row map_row(const Cursor& cursor);  // throws DatabaseError if the number of columns differs

template <class Row>
Row map_row(const Cursor& cursor) {
  constexpr std::size_t count = std::tuple_size_v<std::remove_cvref_t<decltype(Row::columns)>>;
  if (cursor.column_count() != count)
    throw DatabaseError(0,
                        "the result has " + std::to_string(cursor.column_count()) +
                            " columns, but the row type has " + std::to_string(count),
                        cursor.record().text);
  Row row{};
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    (read_column(cursor, Index, row.*std::get<Index>(Row::columns)), ...);
  }
  (std::make_index_sequence<count>{});
  return row;
}

template <class Row, class... Args>
std::vector<Row> Database::query(std::string_view sql, const Args&... args) {
  const std::vector<Parameter> parameters{to_parameter(args)...};
  Cursor cursor = run(sql, parameters);
  std::vector<Row> rows;
  rows.reserve(cursor.row_count());
  while (cursor.next()) rows.push_back(map_row<Row>(cursor));
  return rows;
}

template <class Row, class... Args>
std::optional<Row> Database::query_one(std::string_view sql, const Args&... args) {
  const std::vector<Parameter> parameters{to_parameter(args)...};
  Cursor cursor = run(sql, parameters);
  if (!cursor.next()) return std::nullopt;
  return map_row<Row>(cursor);
}

template <class... Args>
std::int64_t Database::execute(std::string_view sql, const Args&... args) {
  const std::vector<Parameter> parameters{to_parameter(args)...};
  return run_write(sql, parameters);
}

template <class Row, class... Args>
void Database::each(std::string_view sql, std::function<bool(const Row&)> callback, const Args&... args) {
  const std::vector<Parameter> parameters{to_parameter(args)...};
  run_each(sql, parameters, [&](Cursor& cursor) { return callback(map_row<Row>(cursor)); });
}

}  // namespace caseload
