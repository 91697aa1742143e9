#include <charconv>
#include <limits>

#include "io/database/database_state.hpp"

namespace caseload {

namespace {

// Calls the DriverResult or the RowBatch, whichever is held.
template <class Rows, class Call>
auto with_rows(Rows& rows, Call&& call) {
  return std::visit(
      [&](auto& held) {
        if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(held)>>) {
          return call(*held);
        } else {
          return call(held);
        }
      },
      rows);
}

// "12" or a DECIMAL "12.00".
std::optional<std::int64_t> whole(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc()) return std::nullopt;
  if (stopped == end) return value;
  const bool zeros =
      *stopped == '.' && std::string_view(stopped + 1, end).find_first_not_of('0') == std::string_view::npos;
  return zeros ? std::optional(value) : std::nullopt;
}

std::string shortest(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

std::string shortest(float value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

}  // namespace

Cursor::Cursor(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

bool Cursor::next() {
  try {
    return with_rows(state_->rows, [&](auto& rows) {
      if (!rows.next()) return false;
      if (state_->hash != nullptr) {
        const PhaseScope phase(*state_->trace, Phase::db);
        state_->hash->add_row(rows, state_->record->column_bytes);
      }
      return true;
    });
  } catch (const io::DriverError& error) {
    throw DatabaseError(error.code, error.what(), state_->record->text);
  }
}

std::size_t Cursor::column_count() const {
  return with_rows(state_->rows, [](const auto& rows) { return rows.column_count(); });
}

std::string Cursor::column_name(std::size_t column) const {
  return with_rows(state_->rows, [&](const auto& rows) { return rows.column_name(column); });
}

bool Cursor::is_null(std::size_t column) const {
  return with_rows(state_->rows, [&](const auto& rows) { return rows.is_null(column); });
}

std::int64_t Cursor::integer(std::size_t column) const {
  return with_rows(state_->rows, [&](const auto& rows) -> std::int64_t {
    if (rows.is_null(column)) fail(column, "is NULL");
    switch (rows.column_type(column)) {
      case io::ColumnType::integer:
        return rows.integer(column);
      case io::ColumnType::unsigned_integer: {
        const std::uint64_t value = rows.unsigned_integer(column);
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
          fail(column, "does not fit into 63 bits");
        return static_cast<std::int64_t>(value);
      }
      case io::ColumnType::single_real:
      case io::ColumnType::real:
        fail(column, "is a floating point number, not an integer");
      case io::ColumnType::text: {
        const std::optional<std::int64_t> value = whole(rows.text(column));
        if (!value) fail(column, "is not a whole number that fits");
        return *value;
      }
    }
    throw std::logic_error("unknown column type");
  });
}

double Cursor::real(std::size_t column) const {
  return with_rows(state_->rows, [&](const auto& rows) -> double {
    if (rows.is_null(column)) fail(column, "is NULL");
    switch (rows.column_type(column)) {
      case io::ColumnType::integer:
        return static_cast<double>(rows.integer(column));
      case io::ColumnType::unsigned_integer:
        return static_cast<double>(rows.unsigned_integer(column));
      case io::ColumnType::single_real:
      case io::ColumnType::real:
        return rows.real(column);
      case io::ColumnType::text: {
        const std::string text = rows.text(column);
        double value = 0;
        const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || stopped != text.data() + text.size()) fail(column, "is not a number");
        return value;
      }
    }
    throw std::logic_error("unknown column type");
  });
}

std::string Cursor::text(std::size_t column) const {
  return with_rows(state_->rows, [&](const auto& rows) -> std::string {
    if (rows.is_null(column)) fail(column, "is NULL");
    switch (rows.column_type(column)) {
      case io::ColumnType::integer:
        return std::to_string(rows.integer(column));
      case io::ColumnType::unsigned_integer:
        return std::to_string(rows.unsigned_integer(column));
      case io::ColumnType::single_real:
        return shortest(static_cast<float>(rows.real(column)));
      case io::ColumnType::real:
        return shortest(rows.real(column));
      case io::ColumnType::text:
        return rows.text(column);
    }
    throw std::logic_error("unknown column type");
  });
}

QueryRecord& Cursor::record() const {
  return *state_->record;
}

void Cursor::fail(std::size_t column, const std::string& reason) const {
  throw DatabaseError(0, "column '" + column_name(column) + "' " + reason, state_->record->text);
}

void read_column(const Cursor& cursor, std::size_t column, std::int64_t& into) {
  into = cursor.integer(column);
}
void read_column(const Cursor& cursor, std::size_t column, double& into) {
  into = cursor.real(column);
}
void read_column(const Cursor& cursor, std::size_t column, bool& into) {
  into = cursor.integer(column) != 0;
}
void read_column(const Cursor& cursor, std::size_t column, std::string& into) {
  into = cursor.text(column);
}

}  // namespace caseload
