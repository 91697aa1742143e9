// The rows of a page, as its template and its JSON show them: the column names once, and one cell per column
// for each row. A text cell refers to a string in an entity or a result row, which must outlive the rows, so
// nothing is copied between the query and the page.
//
//   Rows rows({"title", "author"});
//   for (const Book& book : books) rows.add(book.title(), book.author().name());
//   return services.page(Value::object({{"books", std::move(rows)}}));
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace caseload {

class Rows {
 public:
  // Null, a boolean, a number, a text, or nested rows.
  using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, const Rows*>;

  // The names must outlive the rows; use literals.
  explicit Rows(std::initializer_list<std::string_view> columns) : columns_(columns) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows(Rows&&) = default;
  Rows& operator=(Rows&&) = default;

  void reserve(std::size_t rows) { cells_.reserve(rows * columns_.size()); }

  // Adds a row with a cell for each column. A temporary std::string, or std::optional of one, is stored here;
  // any other text is only referred to.
  template <class... Cells>
  void add(Cells&&... cells) {
    if (sizeof...(cells) != columns_.size())
      throw std::logic_error("a row needs " + std::to_string(columns_.size()) + " cells");
    (cells_.push_back(cell(std::forward<Cells>(cells))), ...);
  }

  std::size_t size() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
  const std::vector<std::string_view>& columns() const { return columns_; }
  const Cell& at(std::size_t row, std::size_t column) const { return cells_[row * columns_.size() + column]; }
  // nullptr if there is no such column.
  const Cell* find(std::size_t row, std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i] == column) return &at(row, i);
    return nullptr;
  }

 private:
  Cell cell(std::nullptr_t) { return std::monostate{}; }
  Cell cell(std::string&& text) { return std::string_view(texts_.emplace_back(std::move(text))); }
  // What `condition ? "" : name` is, where the name is constant.
  Cell cell(const std::string&& text) { return cell(std::string(text)); }
  Cell cell(std::optional<std::string>&& text) { return text ? cell(std::move(*text)) : Cell{}; }
  Cell cell(const std::optional<std::string>&& text) { return text ? cell(std::string(*text)) : Cell{}; }
  Cell cell(Rows&& inner) { return &inner_.emplace_back(std::move(inner)); }
  template <class T>
  Cell cell(const std::optional<T>& value) {
    return value ? cell(*value) : Cell{};
  }
  template <class T>
  requires std::convertible_to<const T&, std::string_view> Cell cell(const T& text) {
    return std::string_view(text);
  }
  template <class T>
  requires std::integral<T> Cell cell(const T& number) {
    if constexpr (std::same_as<T, bool>)
      return number;
    else
      return static_cast<std::int64_t>(number);
  }
  Cell cell(const double& number) { return number; }

  std::vector<std::string_view> columns_;
  std::vector<Cell> cells_;
  std::deque<std::string> texts_;  // from temporary strings
  std::deque<Rows> inner_;
};

}  // namespace caseload
