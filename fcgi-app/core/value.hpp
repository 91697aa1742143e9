// A page's data: the tree that a variant passes to its template, and that is sent as JSON if the client
// prefers JSON. Objects keep the order in which keys were set, so equal data give equal bytes. Long lists are
// Rows, which refer to a query's result. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/rows.hpp"

namespace caseload {

class Value {
 public:
  using List = std::vector<Value>;
  using Member = std::pair<std::string, Value>;
  using Object = std::vector<Member>;

  Value() = default;  // null
  Value(bool boolean) : data_(boolean) {}
  Value(int number) : data_(std::int64_t{number}) {}
  Value(std::int64_t number) : data_(number) {}
  Value(std::size_t number) : data_(static_cast<std::int64_t>(number)) {}
  Value(double number) : data_(number) {}
  Value(const char* text) : data_(std::string(text)) {}
  Value(std::string_view text) : data_(std::string(text)) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(List items) : data_(std::move(items)) {}
  Value(Object members) : data_(std::move(members)) {}
  Value(Rows rows) : data_(std::make_shared<const Rows>(std::move(rows))) {}

  // Value::object({{"title", book.title}, {"year", book.year}})
  static Value object(std::initializer_list<Member> members) { return Value(Object(members)); }
  static Value list() { return Value(List{}); }

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* real() const { return std::get_if<double>(&data_); }
  const std::string* text() const { return std::get_if<std::string>(&data_); }
  const List* items() const { return std::get_if<List>(&data_); }
  List* items() { return std::get_if<List>(&data_); }
  const Rows* rows() const {
    const auto* held = std::get_if<std::shared_ptr<const Rows>>(&data_);
    return held == nullptr ? nullptr : held->get();
  }
  const Object* members() const { return std::get_if<Object>(&data_); }
  Object* members() { return std::get_if<Object>(&data_); }

  // The member of that name; nullptr if this is not an object or has no such member.
  const Value* find(std::string_view key) const;
  // The member of that name, or a null value. Can be chained: model["book"]["title"].
  const Value& operator[](std::string_view key) const;

  // Sets a member, keeping its position if it exists. Turns a null value into an object.
  Value& set(std::string key, Value value);
  // Appends to a list. Turns a null value into a list.
  Value& add(Value value);

  std::int64_t integer_or(std::int64_t fallback) const;
  std::string_view text_or(std::string_view fallback) const;

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Object,
               std::shared_ptr<const Rows>>
      data_;
};

}  // namespace caseload
