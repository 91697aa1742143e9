#include "io/database/client_values.hpp"

#include <dlfcn.h>
#include <mariadb/mysql.h>

// After the types of mysql.h, which it uses.
#include <mariadb/ma_pvio.h>

#include <charconv>
#include <cstring>
#include <string>
#include <utility>

#include "io/database/driver.hpp"

namespace caseload::io {

namespace {

struct Noted {
  const MYSQL_BIND* bound = nullptr;
  const MYSQL_RES* streamed = nullptr;
};
thread_local constinit Noted noted;

template <class T>
T loaded(const void* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

// The connector would parse a DOUBLE via long double and round twice.
template <class Number>
Number parsed(std::string_view text) {
  Number value{};
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stopped != text.data() + text.size())
    throw DriverError(0, "'" + std::string(text) + "' is not a number");
  return value;
}

// A BIT is sent as bytes, the highest first.
std::uint64_t bits_of(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

// The connector binds each column in the type in which the server sends it.
BoundValue::Format BoundValue::format_of(int buffer_type, bool is_unsigned) {
  switch (buffer_type) {
    case MYSQL_TYPE_TINY:
      return is_unsigned ? Format::u8 : Format::i8;
    case MYSQL_TYPE_SHORT:
      return is_unsigned ? Format::u16 : Format::i16;
    case MYSQL_TYPE_YEAR:
      return Format::u16;
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
      return is_unsigned ? Format::u32 : Format::i32;
    case MYSQL_TYPE_LONGLONG:
      return is_unsigned ? Format::u64 : Format::i64;
    case MYSQL_TYPE_FLOAT:
      return Format::f32;
    case MYSQL_TYPE_DOUBLE:
      return Format::f64;
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_ENUM:
    case MYSQL_TYPE_SET:
    case MYSQL_TYPE_JSON:
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
    case MYSQL_TYPE_BLOB:
      return Format::text;
    default:
      return Format::none;
  }
}

ColumnType BoundValue::type() const {
  switch (format_) {
    case Format::i8:
    case Format::i16:
    case Format::i32:
    case Format::i64:
      return ColumnType::integer;
    case Format::u8:
    case Format::u16:
    case Format::u32:
    case Format::u64:
      return ColumnType::unsigned_integer;
    case Format::f32:
      return ColumnType::single_real;
    case Format::f64:
      return ColumnType::real;
    case Format::text:
    case Format::none:
      break;
  }
  return ColumnType::text;
}

void BoundValue::read(Cell& cell) const {
  cell.is_null = *is_null_ != 0;
  if (cell.is_null) return;
  switch (format_) {
    case Format::i8:
      cell.integer = loaded<std::int8_t>(value_);
      break;
    case Format::i16:
      cell.integer = loaded<std::int16_t>(value_);
      break;
    case Format::i32:
      cell.integer = loaded<std::int32_t>(value_);
      break;
    case Format::i64:
      cell.integer = loaded<std::int64_t>(value_);
      break;
    case Format::u8:
      cell.unsigned_integer = loaded<std::uint8_t>(value_);
      break;
    case Format::u16:
      cell.unsigned_integer = loaded<std::uint16_t>(value_);
      break;
    case Format::u32:
      cell.unsigned_integer = loaded<std::uint32_t>(value_);
      break;
    case Format::u64:
      cell.unsigned_integer = loaded<std::uint64_t>(value_);
      break;
    case Format::f32:
      cell.real = static_cast<double>(loaded<float>(value_));
      break;
    case Format::f64:
      cell.real = loaded<double>(value_);
      break;
    case Format::text:
      if (*length_ > size_)  // of a DECIMAL, for which the connector has 64 bytes
        throw DriverError(0, "a value of " + std::to_string(*length_) + " bytes does not fit into the " +
                                 std::to_string(size_) + " bytes that the connector has for it");
      cell.text = {static_cast<const char*>(value_), *length_};
      break;
    case Format::none:
      break;
  }
}

ColumnType StreamedRow::type(std::size_t column) const {
  const MYSQL_FIELD& field = result_->fields[column];
  switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
      return (field.flags & UNSIGNED_FLAG) != 0 ? ColumnType::unsigned_integer : ColumnType::integer;
    case MYSQL_TYPE_YEAR:
    case MYSQL_TYPE_BIT:
      return ColumnType::unsigned_integer;
    case MYSQL_TYPE_FLOAT:
      return ColumnType::single_real;
    case MYSQL_TYPE_DOUBLE:
      return ColumnType::real;
    default:
      return ColumnType::text;
  }
}

void StreamedRow::read(std::size_t column, Cell& cell) const {
  const char* value = result_->current_row[column];
  cell.is_null = value == nullptr;
  if (cell.is_null) return;
  const std::string_view text(value, result_->lengths[column]);
  switch (cell.type) {
    case ColumnType::integer:
      cell.integer = parsed<std::int64_t>(text);
      break;
    case ColumnType::unsigned_integer:
      cell.unsigned_integer =
          result_->fields[column].type == MYSQL_TYPE_BIT ? bits_of(text) : parsed<std::uint64_t>(text);
      break;
    case ColumnType::single_real:
      cell.real = static_cast<double>(parsed<float>(text));
      break;
    case ColumnType::real:
      cell.real = parsed<double>(text);
      break;
    case ColumnType::text:
      cell.text = text;
      break;
  }
}

ClientCalls::ClientCalls() {
  noted = {};
}

ClientCalls::~ClientCalls() {
  noted = {};
}

BoundValue ClientCalls::bound(std::size_t column) const {
  BoundValue value;
  if (noted.bound == nullptr) return value;
  const MYSQL_BIND& bound = noted.bound[column];
  value.format_ = BoundValue::format_of(bound.buffer_type, bound.is_unsigned != 0);
  value.is_null_ = bound.is_null;
  value.value_ = bound.buffer;
  value.length_ = bound.length;
  value.size_ = bound.buffer_length;
  return value;
}

StreamedRow ClientCalls::streamed() const {
  StreamedRow row;
  row.result_ = noted.streamed;
  return row;
}

}  // namespace caseload::io

namespace {

// The function of this name in libmariadb.
template <class Function>
Function* in_library(Function*, const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

// A server that works responds at once, so a ping doesn't need the time that a query may take. The library
// has no way to change the limit of a connection. It counts milliseconds (pvio_socket_set_timeout).
extern "C" int mysql_ping(MYSQL* connection) {
  static const auto pass_on = in_library(&mysql_ping, "mysql_ping");
  MARIADB_PVIO* const socket = connection->net.pvio;
  const auto limit_s = static_cast<int>(connection->options.connect_timeout);
  if (socket == nullptr || limit_s == 0) return pass_on(connection);
  int& limit_ms = socket->timeout[PVIO_READ_TIMEOUT];
  const int before = std::exchange(limit_ms, limit_s * 1000);
  const int result = pass_on(connection);
  if (connection->net.pvio == socket) limit_ms = before;
  return result;
}

extern "C" my_bool mysql_stmt_bind_result(MYSQL_STMT* statement, MYSQL_BIND* columns) {
  static const auto pass_on = in_library(&mysql_stmt_bind_result, "mysql_stmt_bind_result");
  caseload::io::noted.bound = columns;
  return pass_on(statement, columns);
}

extern "C" MYSQL_RES* mysql_use_result(MYSQL* connection) {
  static const auto pass_on = in_library(&mysql_use_result, "mysql_use_result");
  MYSQL_RES* result = pass_on(connection);
  caseload::io::noted.streamed = result;
  return result;
}
