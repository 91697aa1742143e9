#include <charconv>
#include <limits>

#include "io/database/database_state.hpp"

namespace caseload {

namespace {

io::DriverResult* pointer_to(io::DriverResult& rows) {
  return &rows;
}
const io::DriverResult* pointer_to(const io::DriverResult& rows) {
  return &rows;
}
io::RowBatch* pointer_to(io::RowBatch* rows) {
  return rows;
}

// "12" or a DECIMAL "12.00".
std::optional<std::int64_t> whole(std::string_view text) {
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
  row_ = {};
  thread_cancellation.check();
  try {
    const bool has_row = std::visit([](auto& rows) { return pointer_to(rows)->next(); }, state_->rows);
    if (!has_row) return false;
  } catch (const io::DriverError& error) {
    throw DatabaseError(error.code, error.what(), state_->record->text);
  }
  row_ = std::visit([](const auto& rows) { return pointer_to(rows)->row(); }, state_->rows);
  if (state_->hash != nullptr) {
    const PhaseScope phase(*state_->trace, Phase::db);
    state_->hash->add_row(row_, *state_->record);
  }
  return true;
}

std::size_t Cursor::row_count() const {
  const auto* buffered = std::get_if<io::DriverResult>(&state_->rows);
  return buffered == nullptr ? 0 : static_cast<std::size_t>(buffered->row_count());
}

std::size_t Cursor::column_count() const {
  return std::visit([](const auto& rows) { return pointer_to(rows)->column_count(); }, state_->rows);
}

std::string Cursor::column_name(std::size_t column) const {
  return std::visit([&](const auto& rows) { return pointer_to(rows)->column_name(column); }, state_->rows);
}

void Cursor::no_such_value(std::size_t column) const {
  throw std::out_of_range("there is no row, or it has no column " + std::to_string(column));
}

std::int64_t Cursor::integer(std::size_t column) const {
  const io::Cell& found = value(column);
  switch (found.type) {
    case io::ColumnType::integer:
      return found.integer;
    case io::ColumnType::unsigned_integer:
      if (found.unsigned_integer > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        fail(column, "does not fit into 63 bits");
      return static_cast<std::int64_t>(found.unsigned_integer);
    case io::ColumnType::single_real:
    case io::ColumnType::real:
      fail(column, "is a floating point number, not an integer");
    case io::ColumnType::text:
      if (const std::optional<std::int64_t> number = whole(found.text)) return *number;
      fail(column, "is not a whole number that fits");
  }
  throw std::logic_error("unknown column type");
}

double Cursor::real(std::size_t column) const {
  const io::Cell& found = value(column);
  switch (found.type) {
    case io::ColumnType::integer:
      return static_cast<double>(found.integer);
    case io::ColumnType::unsigned_integer:
      return static_cast<double>(found.unsigned_integer);
    case io::ColumnType::single_real:
    case io::ColumnType::real:
      return found.real;
    case io::ColumnType::text: {
      double number = 0;
      const char* end = found.text.data() + found.text.size();
      const auto [stopped, error] = std::from_chars(found.text.data(), end, number);
      if (error != std::errc() || stopped != end) fail(column, "is not a number");
      return number;
    }
  }
  throw std::logic_error("unknown column type");
}

void Cursor::read_text(std::size_t column, std::string& into) const {
  const io::Cell& found = value(column);
  switch (found.type) {
    case io::ColumnType::integer:
      into = std::to_string(found.integer);
      return;
    case io::ColumnType::unsigned_integer:
      into = std::to_string(found.unsigned_integer);
      return;
    case io::ColumnType::single_real:
      into = shortest(static_cast<float>(found.real));
      return;
    case io::ColumnType::real:
      into = shortest(found.real);
      return;
    case io::ColumnType::text:
      if (into.empty())
        into = std::string(found.text);  // fewer instructions than assign, which compares capacities first
      else
        into.assign(found.text);
      return;
  }
  throw std::logic_error("unknown column type");
}

std::string Cursor::text(std::size_t column) const {
  std::string text;
  read_text(column, text);
  return text;
}

void Cursor::record_reads_elsewhere() {
  records_reads_ = false;
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
  cursor.read_text(column, into);
}

}  // namespace caseload
