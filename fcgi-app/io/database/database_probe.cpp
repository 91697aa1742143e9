#include "io/database/database_probe.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "io/database/database.hpp"
#include "io/json/json.hpp"
#include "io/text/hash.hpp"

namespace caseload::io {

namespace {

// Large enough to hash efficiently, small enough to need little memory.
constexpr std::size_t fold_bytes = 4096;

std::string literal(Connection& connection, const Parameter& parameter) {
  if (const auto* integer = std::get_if<std::int64_t>(&parameter)) return std::to_string(*integer);
  if (const auto* text = std::get_if<std::string>(&parameter)) return connection.handle().quoted(*text);
  if (const auto* real = std::get_if<double>(&parameter)) {
    if (!std::isfinite(*real)) throw DriverError(0, "NaN and infinity have no SQL literal");
    // With an exponent the literal is a DOUBLE, without one a DECIMAL.
    std::array<char, 40> digits;
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), *real, std::chars_format::scientific);
    return std::string(digits.data(), end.ptr);
  }
  return "NULL";
}

// INSERT .. VALUES has no plan.
bool has_plan(std::string_view digest) {
  const std::string_view first = digest.substr(0, digest.find(' '));
  if (first == "insert" || first == "replace") return digest.find(" select ") != std::string_view::npos;
  return first == "select" || first == "with" || first == "update" || first == "delete" ||
         first.starts_with('(');
}

Value plan_of(Connection& connection, std::string_view sql, std::span<const Parameter> parameters) {
  try {
    DriverResult result =
        connection.handle().query("EXPLAIN FORMAT=JSON " + with_literals(connection, sql, parameters));
    if (!result.next()) return {};
    const auto document = from_json(result.text(0));
    return document ? ServerDialect::plan(*document) : Value();
  } catch (const DriverError& error) {
    if (drops_connection(failure_of(error.code, error.what()))) throw;
    return Value::object({{"node", "no plan"}, {"extra", error.what()}});
  }
}

SessionCounters difference(const SessionCounters& later, const SessionCounters& earlier) {
  return {.rows_examined = later.rows_examined - earlier.rows_examined,
          .full_scans = later.full_scans - earlier.full_scans,
          .sort_rows = later.sort_rows - earlier.sort_rows,
          .temporary_tables = later.temporary_tables - earlier.temporary_tables,
          .bytes_sent = later.bytes_sent - earlier.bytes_sent};
}

}  // namespace

std::string with_literals(Connection& connection, std::string_view sql,
                          std::span<const Parameter> parameters) {
  const std::vector<std::size_t> places = placeholders_in(sql);
  if (places.size() != parameters.size())
    throw DriverError(0, "the query has " + std::to_string(places.size()) + " placeholders, but " +
                             std::to_string(parameters.size()) + " values were given");
  std::string text;
  std::size_t from = 0;
  for (std::size_t index = 0; index < places.size(); ++index) {
    text += sql.substr(from, places[index] - from);
    text += ' ';  // so that "a -?" with a negative number doesn't become a comment
    text += literal(connection, parameters[index]);
    from = places[index] + 1;
  }
  return text += sql.substr(from);
}

void ResultHash::add_row(std::span<const Cell> row, std::vector<std::int64_t>& column_bytes) {
  column_bytes.resize(row.size());
  for (std::size_t column = 0; column < row.size(); ++column) {
    const Cell& cell = row[column];
    if (cell.is_null) {
      add('n', {});
      continue;
    }
    switch (cell.type) {
      case ColumnType::integer:
        column_bytes[column] += add('i', std::to_string(cell.integer));
        break;
      case ColumnType::unsigned_integer:
        column_bytes[column] += add('i', std::to_string(cell.unsigned_integer));
        break;
      case ColumnType::single_real:
      case ColumnType::real:
        column_bytes[column] += add('r', {reinterpret_cast<const char*>(&cell.real), sizeof cell.real});
        break;
      case ColumnType::text:
        column_bytes[column] += add('t', cell.text);
        break;
    }
  }
  add(';', {});
}

std::int64_t ResultHash::add(char kind, std::string_view bytes) {
  pending_ += kind;
  pending_ += std::to_string(bytes.size());
  pending_ += ':';
  pending_ += bytes;
  if (kind == ';' && pending_.size() >= fold_bytes) fold();
  return static_cast<std::int64_t>(bytes.size());
}

void ResultHash::fold() {
  so_far_ = sha256_hex(so_far_ + pending_);
  pending_.clear();
}

std::string ResultHash::finish() {
  fold();
  return so_far_;
}

// Two consecutive readings show what a reading itself adds, because the second one includes the first.
DatabaseProbe::DatabaseProbe(Connection& connection) : times_opened_(connection.times_opened()) {
  const Reading first = read(connection);
  before_ = read(connection);
  own_ = difference(before_.counters, first.counters);
  own_digits_ = first.digits;
}

DatabaseProbe::Reading DatabaseProbe::read(Connection& connection) {
  Reading reading;
  std::unordered_map<std::string, std::int64_t> values;
  DriverResult result = connection.handle().query("SHOW SESSION STATUS WHERE Variable_name IN (" +
                                                  std::string(connection.dialect().counter_names()) + ")");
  while (result.next()) {
    const std::string number = result.text(1);
    reading.digits += static_cast<std::int64_t>(number.size());
    values[result.text(0)] = std::stoll(number);
  }
  reading.counters =
      connection.dialect().counters([&](std::string_view name) { return values.at(std::string(name)); });
  return reading;
}

ResultHash& DatabaseProbe::saw(QueryRecord& record, std::string_view sql,
                               std::span<const Parameter> parameters) {
  const auto [place, is_new] = seen_.try_emplace(&record);
  if (is_new) {
    place->second.sql = sql;
    place->second.parameters.assign(parameters.begin(), parameters.end());
    place->second.has_rows = !record.is_write;
  }
  return place->second.hash;
}

void DatabaseProbe::finish(Connection& connection, Trace& trace) {
  if (connection.times_opened() == times_opened_) {
    SessionCounters moved = difference(difference(read(connection).counters, before_.counters), own_);
    // The size of a reading depends on how many digits its numbers have, which may have increased.
    moved.bytes_sent -= before_.digits - own_digits_;
    trace.add_session_counters(moved);
  }
  for (auto& [record, seen] : seen_) {
    if (seen.has_rows) record->result_hash = seen.hash.finish();
    if (has_plan(record->text)) record->explain = plan_of(connection, seen.sql, seen.parameters);
  }
}

}  // namespace caseload::io
