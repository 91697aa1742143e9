#include <cppconn/resultset_metadata.h>

#include <charconv>

#include "io/database/driver_state.hpp"

namespace caseload::io {

namespace {

// Runs for every row, so it avoids the cost of a memory scope. The connector doesn't call malloc for this.
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

// Of a prepared statement's TIME, DATETIME or TIMESTAMP; otherwise `as_sent`.
constexpr unsigned int as_sent = 31;
unsigned int fraction_digits_of(sql::ResultSetMetaData& columns, unsigned int column, bool is_prepared) {
  const int type = columns.getColumnType(column);
  const bool time = type == sql::DataType::TIME || type == sql::DataType::TIMESTAMP;
  return time && is_prepared ? columns.getScale(column) : as_sent;
}

// A prepared statement returns times with six fraction digits, or with none if they are all zero. Changes
// that to the declared number of digits.
void set_fraction(std::string& text, unsigned int digits) {
  if (digits > 6) return;
  std::size_t point = text.find('.');
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

DriverResult::State::~State() {
  const MemoryScope scope(MemoryOwner::driver);
  free_buffer();
  rows.reset();
  statement.reset();
  prepared.reset();
  std::vector<ResultColumn>().swap(columns);
  std::vector<Cell>().swap(row);
}

void DriverResult::State::describe_columns(const ClientCalls& calls) {
  sql::ResultSetMetaData* described = rows->getMetaData();
  const unsigned int count = described->getColumnCount();
  columns.resize(count);
  row.resize(count);
  if (prepared == nullptr) streamed = calls.streamed();
  for (std::size_t index = 0; index < count; ++index) {
    ResultColumn& column = columns[index];
    if (prepared != nullptr) column.bound = calls.bound(index);
    if (column.bound.is_readable()) {
      row[index].type = column.bound.type();
    } else if (streamed.is_readable()) {
      row[index].type = streamed.type(index);
    } else {
      row[index].type = type_of(*described, position(index));
      column.fraction_digits = fraction_digits_of(*described, position(index), prepared != nullptr);
    }
  }
}

void DriverResult::State::read_row() {
  for (std::size_t index = 0; index < columns.size(); ++index) {
    ResultColumn& column = columns[index];
    if (column.bound.is_readable()) {
      column.bound.read(row[index]);
    } else if (streamed.is_readable()) {
      streamed.read(index, row[index]);
    } else {
      read_through_connector(column, position(index), row[index]);
    }
  }
}

void DriverResult::State::read_through_connector(ResultColumn& column, unsigned int at, Cell& cell) {
  cell.is_null = rows->isNull(at);
  if (cell.is_null) return;
  const OwnerSwitch driver(MemoryOwner::driver);
  switch (cell.type) {
    case ColumnType::integer:
      cell.integer = rows->getInt64(at);
      break;
    case ColumnType::unsigned_integer:
      cell.unsigned_integer = rows->getUInt64(at);
      break;
    // The text of a prepared result's number has six decimals.
    case ColumnType::single_real:
      cell.real = prepared != nullptr ? static_cast<double>(rows->getDouble(at))
                                      : real_of<float>(rows->getString(at));
      break;
    case ColumnType::real:
      cell.real = prepared != nullptr ? static_cast<double>(rows->getDouble(at))
                                      : real_of<double>(rows->getString(at));
      break;
    case ColumnType::text: {
      const sql::SQLString text = rows->getString(at);
      column.text.assign(text.c_str(), text.length());
      set_fraction(column.text, column.fraction_digits);
      cell.text = column.text;
      break;
    }
  }
}

// libmariadb frees a statement's rows only while its cursor is on one of them. After the last one it keeps
// them all until the statement runs again.
void DriverResult::State::free_buffer() noexcept {
  if (rows == nullptr || prepared == nullptr) return;
  try {
    if (rows->rowsCount() == 0) return;  // otherwise it would wait for rows that the server never sends
    rows->beforeFirst();
  } catch (const sql::SQLException&) {
    // The buffer stays until the statement runs again.
  }
}

DriverResult::DriverResult(std::unique_ptr<State> state) : state_(std::move(state)) {}
DriverResult::DriverResult(DriverResult&&) noexcept = default;
DriverResult& DriverResult::operator=(DriverResult&&) noexcept = default;
DriverResult::~DriverResult() = default;

bool DriverResult::next() {
  return row_call([&] {
    if (!state_->rows->next()) return false;
    state_->read_row();
    return true;
  });
}

std::span<const Cell> DriverResult::row() const {
  return state_->row;
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

std::int64_t DriverResult::row_count() const {
  return static_cast<std::int64_t>(state_->rows->rowsCount());
}

std::string DriverResult::text(std::size_t column) const {
  const MemoryOwner caller = thread_memory.owner;
  return row_call([&] {
    const OwnerSwitch driver(MemoryOwner::driver);
    const sql::SQLString text = state_->rows->getString(position(column));
    const OwnerSwitch back(caller);
    return std::string(text.c_str(), text.length());
  });
}

}  // namespace caseload::io
