#include "core/value.hpp"

#include <algorithm>
#include <utility>

namespace caseload {

const Value* Value::find(std::string_view key) const {
  const Object* object = members();
  if (object == nullptr) return nullptr;
  const auto found =
      std::find_if(object->begin(), object->end(), [&](const Member& member) { return member.first == key; });
  return found == object->end() ? nullptr : &found->second;
}

const Value& Value::operator[](std::string_view key) const {
  static const Value null;
  const Value* found = find(key);
  return found == nullptr ? null : *found;
}

Value& Value::set(std::string key, Value value) {
  if (is_null()) data_ = Object{};
  Object& object = std::get<Object>(data_);
  const auto found =
      std::find_if(object.begin(), object.end(), [&](const Member& member) { return member.first == key; });
  if (found == object.end()) {
    object.emplace_back(std::move(key), std::move(value));
  } else {
    found->second = std::move(value);
  }
  return *this;
}

Value& Value::add(Value value) {
  if (is_null()) data_ = List{};
  std::get<List>(data_).push_back(std::move(value));
  return *this;
}

namespace {

Value owned_rows(const Rows& rows);

Value owned_cell(const Rows::Cell& cell) {
  return std::visit(
      [](const auto& held) -> Value {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return {};
        else if constexpr (std::is_same_v<Held, const Rows*>)
          return owned_rows(*held);
        else
          return Value(held);
      },
      cell);
}

Value owned_rows(const Rows& rows) {
  Value list = Value::list();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    Value item{Value::Object{}};
    for (std::size_t column = 0; column < rows.columns().size(); ++column)
      item.set(std::string(rows.columns()[column]), owned_cell(rows.at(row, column)));
    list.add(std::move(item));
  }
  return list;
}

}  // namespace

Value Value::owned() const {
  if (const Rows* held = rows()) return owned_rows(*held);
  if (const List* list = items()) {
    Value copy = Value::list();
    for (const Value& item : *list) copy.add(item.owned());
    return copy;
  }
  if (const Object* object = members()) {
    Value copy{Object{}};
    for (const auto& [key, member] : *object) copy.set(key, member.owned());
    return copy;
  }
  return *this;
}

std::int64_t Value::integer_or(std::int64_t fallback) const {
  const std::int64_t* number = integer();
  return number == nullptr ? fallback : *number;
}

std::string_view Value::text_or(std::string_view fallback) const {
  const std::string* string = text();
  return string == nullptr ? fallback : std::string_view(*string);
}

}  // namespace caseload
