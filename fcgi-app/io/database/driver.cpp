#include "io/database/driver.hpp"

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/metadata.h>
#include <cppconn/parameter_metadata.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include <charconv>
#include <utility>
#include <vector>

#include "core/memory.hpp"

namespace caseload::io {

namespace {

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

// Runs for every value of every row, so it avoids the cost of a memory scope. The connector doesn't call
// malloc for this.
template <class Call>
auto row_call(Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (const sql::SQLException& error) {
    throw DriverError(error.getErrorCode(), error.what());
  }
}

class OwnerSwitch {
 public:
  explicit OwnerSwitch(MemoryOwner owner) : before_(std::exchange(thread_memory.owner, owner)) {}
  ~OwnerSwitch() { thread_memory.owner = before_; }
  OwnerSwitch(const OwnerSwitch&) = delete;
  OwnerSwitch& operator=(const OwnerSwitch&) = delete;

 private:
  MemoryOwner before_;
};

// The connector counts columns and parameters from 1.
unsigned int position(std::size_t index) {
  return static_cast<unsigned int>(index) + 1;
}

ColumnType type_of(sql::ResultSetMetaData& columns, unsigned int column) {
  switch (columns.getColumnType(column)) {
    case sql::DataType::TINYINT:
    case sql::DataType::SMALLINT:
    case sql::DataType::MEDIUMINT:
    case sql::DataType::INTEGER:
    case sql::DataType::BIGINT:
      return columns.isSigned(column) ? ColumnType::integer : ColumnType::unsigned_integer;
    case sql::DataType::YEAR:
    case sql::DataType::BIT:
      return ColumnType::unsigned_integer;
    case sql::DataType::REAL:
      return ColumnType::single_real;
    case sql::DataType::DOUBLE:
      return ColumnType::real;
    default:
      return ColumnType::text;
  }
}

struct Column {
  ColumnType type;
  unsigned int fraction_digits;  // of a prepared statement's TIME, DATETIME or TIMESTAMP; otherwise `as_sent`
};
constexpr unsigned int as_sent = 31;

Column column_of(sql::ResultSetMetaData& columns, unsigned int column, bool as_text) {
  const int type = columns.getColumnType(column);
  const bool time = type == sql::DataType::TIME || type == sql::DataType::TIMESTAMP;
  return {type_of(columns, column), time && !as_text ? columns.getScale(column) : as_sent};
}

// A prepared statement returns times with six fraction digits, or with none if they are all zero. Changes
// that to the declared number of digits.
void set_fraction(std::string& text, std::size_t from, unsigned int digits) {
  if (digits > 6) return;
  std::size_t point = text.find('.', from);
  if (point == std::string::npos) {
    point = text.size();
    text += '.';
  }
  text.resize(point + (digits == 0 ? 0 : 1 + digits), '0');
}

// The connector parses a DOUBLE that is sent as text via long double and rounds twice.
template <class Real>
double real_of(const sql::SQLString& text) {
  Real value{};
  const char* end = text.c_str() + text.length();
  const auto [stopped, error] = std::from_chars(text.c_str(), end, value);
  if (error != std::errc() || stopped != end)
    throw DriverError(0, "'" + text.asStdString() + "' is not a number");
  return static_cast<double>(value);
}

}  // namespace

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

struct DriverResult::State {
  std::shared_ptr<DriverConnection::State> connection;  // for a result without a prepared statement
  std::shared_ptr<DriverStatement::State> prepared;
  std::unique_ptr<sql::Statement> statement;
  std::unique_ptr<sql::ResultSet> rows;
  std::vector<Column> columns;
  bool as_text = false;

  // Must be called inside a driver call.
  void read_metadata() {
    sql::ResultSetMetaData* described = rows->getMetaData();
    const unsigned int count = described->getColumnCount();
    columns.reserve(count);
    for (unsigned int column = 1; column <= count; ++column)
      columns.push_back(column_of(*described, column, as_text));
  }

  ~State() {
    const MemoryScope scope(MemoryOwner::driver);
    free_buffer();
    rows.reset();
    statement.reset();
    prepared.reset();
    std::vector<Column>().swap(columns);
  }

 private:
  // libmariadb frees a statement's rows only while its cursor is on one of them. After the last one it keeps
  // them all until the statement runs again.
  void free_buffer() noexcept {
    if (rows == nullptr || prepared == nullptr) return;
    try {
      if (rows->rowsCount() == 0) return;  // otherwise it would wait for rows that the server never sends
      rows->beforeFirst();
    } catch (const sql::SQLException&) {
      // The buffer stays until the statement runs again.
    }
  }
};

DriverResult::DriverResult(std::unique_ptr<State> state) : state_(std::move(state)) {}
DriverResult::DriverResult(DriverResult&&) noexcept = default;
DriverResult& DriverResult::operator=(DriverResult&&) noexcept = default;
DriverResult::~DriverResult() = default;

bool DriverResult::next() {
  return row_call([&] { return state_->rows->next(); });
}

std::size_t DriverResult::column_count() const {
  return state_->columns.size();
}

std::string DriverResult::column_name(std::size_t column) const {
  const MemoryOwner caller = thread_memory.owner;
  return driver_call([&] {
    const sql::SQLString name = state_->rows->getMetaData()->getColumnLabel(position(column));
    const MemoryScope scope(caller);
    return std::string(name.c_str(), name.length());
  });
}

ColumnType DriverResult::column_type(std::size_t column) const {
  return state_->columns[column].type;
}

std::int64_t DriverResult::row_count() const {
  return static_cast<std::int64_t>(state_->rows->rowsCount());
}

bool DriverResult::is_null(std::size_t column) const {
  return row_call([&] { return state_->rows->isNull(position(column)); });
}

std::int64_t DriverResult::integer(std::size_t column) const {
  return row_call([&] { return state_->rows->getInt64(position(column)); });
}

std::uint64_t DriverResult::unsigned_integer(std::size_t column) const {
  return row_call([&] { return state_->rows->getUInt64(position(column)); });
}

double DriverResult::real(std::size_t column) const {
  return row_call([&] {
    if (!state_->as_text) return static_cast<double>(state_->rows->getDouble(position(column)));
    const OwnerSwitch driver(MemoryOwner::driver);
    const sql::SQLString text = state_->rows->getString(position(column));
    return state_->columns[column].type == ColumnType::single_real ? real_of<float>(text)
                                                                   : real_of<double>(text);
  });
}

std::string DriverResult::text(std::size_t column) const {
  std::string text;
  append_text(column, text);
  return text;
}

void DriverResult::append_text(std::size_t column, std::string& to) const {
  const MemoryOwner caller = thread_memory.owner;
  row_call([&] {
    const OwnerSwitch driver(MemoryOwner::driver);
    const sql::SQLString text = state_->rows->getString(position(column));
    const OwnerSwitch back(caller);
    const std::size_t from = to.size();
    to.append(text.c_str(), text.length());
    set_fraction(to, from, state_->columns[column].fraction_digits);
  });
}

DriverStatement::DriverStatement(std::shared_ptr<State> state) : state_(std::move(state)) {}
DriverStatement::DriverStatement(DriverStatement&&) noexcept = default;
DriverStatement& DriverStatement::operator=(DriverStatement&&) noexcept = default;
DriverStatement::~DriverStatement() = default;

std::size_t DriverStatement::parameter_count() const {
  return driver_call([&] { return state_->handle->getParameterMetaData()->getParameterCount(); });
}

void DriverStatement::bind(std::span<const Parameter> parameters) {
  driver_call([&] {
    sql::PreparedStatement& handle = *state_->handle;
    for (std::size_t index = 0; index < parameters.size(); ++index) {
      const unsigned int at = position(index);
      const Parameter& parameter = parameters[index];
      if (const auto* integer = std::get_if<std::int64_t>(&parameter)) {
        handle.setInt64(at, *integer);
      } else if (const auto* real = std::get_if<double>(&parameter)) {
        handle.setDouble(at, *real);
      } else if (const auto* text = std::get_if<std::string>(&parameter)) {
        handle.setString(at, *text);
      } else {
        handle.setNull(at, sql::DataType::SQLNULL);
      }
    }
  });
}

DriverResult DriverStatement::query() {
  auto result = std::make_unique<DriverResult::State>();
  result->prepared = state_;
  driver_call([&] {
    result->rows.reset(state_->handle->executeQuery());
    result->read_metadata();
  });
  return DriverResult(std::move(result));
}

std::int64_t DriverStatement::execute() {
  return driver_call([&] { return std::int64_t{state_->handle->executeUpdate()}; });
}

DriverConnection::DriverConnection(const DriverTarget& target) : state_(std::make_shared<State>()) {
  driver_call([&] {
    sql::ConnectOptionsMap options;
    options["hostName"] =
        sql::SQLString(target.socket.empty() ? "tcp://" + target.host + ":" + std::to_string(target.port)
                                             : "unix://" + target.socket);
    options["userName"] = sql::SQLString(target.user);
    options["password"] = sql::SQLString(target.password);
    options["schema"] = sql::SQLString(target.schema);
    // Setting this also avoids the connector's own SET character_set_results.
    options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
    options["characterSetResults"] = sql::SQLString("utf8mb4");
    options["OPT_CONNECT_TIMEOUT"] = target.connect_timeout_s;
    state_->handle.reset(sql::mysql::get_driver_instance()->connect(options));
  });
}

DriverConnection::DriverConnection(DriverConnection&&) noexcept = default;
DriverConnection& DriverConnection::operator=(DriverConnection&&) noexcept = default;
DriverConnection::~DriverConnection() = default;

std::string DriverConnection::server_version() const {
  return driver_call(
      [&] { return state_->handle->getMetaData()->getDatabaseProductVersion().asStdString(); });
}

bool DriverConnection::responds() {
  return driver_call([&] { return state_->handle->isValid(); });
}

DriverStatement DriverConnection::prepare(std::string_view sql) {
  auto statement = std::make_shared<DriverStatement::State>();
  statement->connection = state_;
  driver_call([&] {
    statement->handle.reset(state_->handle->prepareStatement(sql::SQLString(sql.data(), sql.size())));
  });
  return DriverStatement(std::move(statement));
}

void DriverConnection::execute(std::string_view sql) {
  driver_call([&] {
    const std::unique_ptr<sql::Statement> statement(state_->handle->createStatement());
    // Unread rows would leave the connection out of sync.
    const bool has_rows = statement->execute(sql::SQLString(sql.data(), sql.size()));
    const std::unique_ptr<sql::ResultSet> unread(has_rows ? statement->getResultSet() : nullptr);
  });
}

DriverResult DriverConnection::query(std::string_view sql) {
  return run(sql, sql::ResultSet::TYPE_SCROLL_INSENSITIVE);
}

// Only plain statements can have unbuffered rows; a prepared one refuses them.
DriverResult DriverConnection::stream(std::string_view sql) {
  return run(sql, sql::ResultSet::TYPE_FORWARD_ONLY);
}

DriverResult DriverConnection::run(std::string_view sql, int result_type) {
  auto result = std::make_unique<DriverResult::State>();
  result->connection = state_;
  result->as_text = true;
  driver_call([&] {
    result->statement.reset(state_->handle->createStatement());
    result->statement->setResultSetType(static_cast<sql::ResultSet::enum_type>(result_type));
    result->rows.reset(result->statement->executeQuery(sql::SQLString(sql.data(), sql.size())));
    result->read_metadata();
  });
  return DriverResult(std::move(result));
}

std::string DriverConnection::quoted(const std::string& text) {
  const MemoryOwner caller = thread_memory.owner;
  auto& connection = dynamic_cast<sql::mysql::MySQL_Connection&>(*state_->handle);
  return driver_call([&] {
    const sql::SQLString escaped = connection.escapeString(text);
    const MemoryScope scope(caller);
    return "'" + escaped.asStdString() + "'";
  });
}

void start_driver_library() {
  driver_call([] { sql::mysql::get_driver_instance(); });
}

void driver_thread_begins() {
  driver_call([] { sql::mysql::get_driver_instance()->threadInit(); });
}

void driver_thread_ends() {
  driver_call([] { sql::mysql::get_driver_instance()->threadEnd(); });
}

}  // namespace caseload::io
