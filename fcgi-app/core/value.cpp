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

std::int64_t Value::integer_or(std::int64_t fallback) const {
  const std::int64_t* number = integer();
  return number == nullptr ? fallback : *number;
}

std::string_view Value::text_or(std::string_view fallback) const {
  const std::string* string = text();
  return string == nullptr ? fallback : std::string_view(*string);
}

}  // namespace caseload
