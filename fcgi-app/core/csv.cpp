#include "core/csv.hpp"

namespace caseload {

namespace {

bool looks_like_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
}

}  // namespace

Csv& Csv::text(std::string_view cell) {
  separate();
  const bool quoted = cell.find_first_of(",\"\r\n") != std::string_view::npos;
  if (quoted) to_ += '"';
  if (looks_like_formula(cell)) to_ += '\'';
  for (const char letter : cell) {
    if (letter == '"') to_ += '"';
    to_ += letter;
  }
  if (quoted) to_ += '"';
  return *this;
}

Csv& Csv::number(std::string_view digits) {
  separate();
  to_ += digits;
  return *this;
}

void Csv::end_record() {
  to_ += "\r\n";
  at_start_ = true;
}

void Csv::separate() {
  if (!at_start_) to_ += ',';
  at_start_ = false;
}

}  // namespace caseload
