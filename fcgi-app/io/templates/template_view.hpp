// What the names of a template refer to while it renders, and how it prints.
#pragma once

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/text.hpp"
#include "core/value.hpp"
#include "io/json/json.hpp"
#include "io/templates/template_program.hpp"

namespace caseload::io {

// What a name can refer to: a value of the tree, a cell of its rows, or one of the rows. Nothing if all are
// nullptr.
struct View {
  const Value* value = nullptr;
  const Rows::Cell* cell = nullptr;
  const Rows* rows = nullptr;  // all rows if value and cell are nullptr and row is no_row
  std::size_t row = no_row;
  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

  explicit operator bool() const { return value != nullptr || cell != nullptr || rows != nullptr; }
  bool is_one_row() const { return row != no_row; }
};

inline View view_of(const Value& value) {
  if (const Rows* rows = value.rows()) return {.rows = rows};
  return {.value = &value};
}

inline View view_of(const Rows::Cell& cell) {
  if (const auto* rows = std::get_if<const Rows*>(&cell)) return {.rows = *rows};
  return {.cell = &cell};
}

inline View member_of(const View& view, std::string_view name) {
  if (view.value != nullptr) {
    const Value* found = view.value->find(name);
    return found == nullptr ? View{} : view_of(*found);
  }
  if (!view.is_one_row()) return {};
  const Rows::Cell* found = view.rows->find(view.row, name);
  return found == nullptr ? View{} : view_of(*found);
}

inline bool is_falsy(const View& view) {
  if (view.value != nullptr) {
    if (const bool* boolean = view.value->boolean()) return !*boolean;
    if (const Value::List* items = view.value->items()) return items->empty();
    return view.value->is_null();
  }
  if (view.cell != nullptr) {
    if (const bool* boolean = std::get_if<bool>(view.cell)) return !*boolean;
    return std::holds_alternative<std::monostate>(*view.cell);
  }
  return !view.is_one_row() && view.rows->size() == 0;
}

inline void append_number(std::int64_t number, std::string& out) {
  char digits[24];
  out.append(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
}

// Null, lists and objects have no text.
inline void append_text(const View& view, bool escape, std::string& out) {
  const auto text = [&](std::string_view bytes) {
    if (escape)
      append_html_escaped(bytes, out);
    else
      out.append(bytes);
  };
  if (view.value != nullptr) {
    if (const std::string* string = view.value->text())
      text(*string);
    else if (const std::int64_t* integer = view.value->integer())
      append_number(*integer, out);
    else if (view.value->boolean() != nullptr || view.value->real() != nullptr)
      out += to_json(*view.value);
  } else if (view.cell != nullptr) {
    if (const auto* string = std::get_if<std::string_view>(view.cell))
      text(*string);
    else if (const auto* integer = std::get_if<std::int64_t>(view.cell))
      append_number(*integer, out);
    else if (const auto* real = std::get_if<double>(view.cell))
      out += to_json(Value(*real));
    else if (const auto* boolean = std::get_if<bool>(view.cell))
      out += *boolean ? "true" : "false";
  }
}

// Where the names of a program are in the rows that one of its sections repeats. A name is looked up at its
// first use, and then known for all rows.
class Columns {
 public:
  void start(const TemplateProgram& program) {
    program_ = &program;
    columns_.assign(program.names.size(), unknown);
  }

  // The cell of that name; nullptr if the rows have no such column.
  const Rows::Cell* cell(const TemplateProgram& program, const TemplateEntry& entry, const View& row) {
    if (&program != program_) return row.rows->find(row.row, entry.path.front());
    std::size_t& column = columns_[entry.name];
    if (column == unknown) {
      const auto& names = row.rows->columns();
      column = static_cast<std::size_t>(std::ranges::find(names, entry.path.front()) - names.begin());
    }
    return column == row.rows->columns().size() ? nullptr : &row.rows->at(row.row, column);
  }

 private:
  static constexpr std::size_t unknown = static_cast<std::size_t>(-1);
  const TemplateProgram* program_ = nullptr;  // a recursion inside the section has other names
  std::vector<std::size_t> columns_;
};

}  // namespace caseload::io
