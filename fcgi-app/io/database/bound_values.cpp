#include "io/database/bound_values.hpp"

#include <dlfcn.h>
#include <mariadb/mysql.h>

#include <cstring>

#include "io/database/driver.hpp"

namespace caseload::io {

namespace {

thread_local constinit const MYSQL_BIND* noted = nullptr;

template <class T>
T loaded(const void* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
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
      cell.text = {static_cast<const char*>(value_), *length_};
      break;
    case Format::none:
      break;
  }
}

BoundValues::BoundValues() {
  noted = nullptr;
}

BoundValues::~BoundValues() {
  noted = nullptr;
}

BoundValue BoundValues::at(std::size_t column) const {
  if (noted == nullptr)
    throw DriverError(0, "the connector did not bind the columns of a result through this program");
  BoundValue value;
  const MYSQL_BIND& bound = noted[column];
  value.format_ = BoundValue::format_of(bound.buffer_type, bound.is_unsigned != 0);
  value.is_null_ = bound.is_null;
  value.value_ = bound.buffer;
  value.length_ = bound.length;
  return value;
}

}  // namespace caseload::io

extern "C" my_bool mysql_stmt_bind_result(MYSQL_STMT* statement, MYSQL_BIND* columns) {
  using Bind = my_bool (*)(MYSQL_STMT*, MYSQL_BIND*);
  static const auto bind_in_library = reinterpret_cast<Bind>(dlsym(RTLD_NEXT, "mysql_stmt_bind_result"));
  caseload::io::noted = columns;
  return bind_in_library(statement, columns);
}
