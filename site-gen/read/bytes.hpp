// Values as bytes in the order of this machine, and back: for files that only the program itself reads.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace caseload::site {

class Packer {
 public:
  template <typename Number>
  requires std::is_arithmetic_v<Number>
  void operator()(const Number& value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void operator()(const std::string& text) {
    (*this)(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  template <typename Item>
  void operator()(const std::vector<Item>& items) {
    (*this)(static_cast<std::uint32_t>(items.size()));
    for (const Item& item : items) (*this)(item);
  }
  template <typename Item>
  void operator()(const std::optional<Item>& item) {
    (*this)(item.has_value());
    if (item) (*this)(*item);
  }
  template <typename First, typename Second>
  void operator()(const std::pair<First, Second>& pair) {
    (*this)(pair.first);
    (*this)(pair.second);
  }
  template <typename Type>
  requires requires(Type& value, Packer& pack) { each_member(value, pack); }
  void operator()(const Type& value) {
    each_member(const_cast<Type&>(value), *this);  // which only reads it
  }

  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

// Throws std::runtime_error where the bytes end too early.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : left_(bytes) {}

  template <typename Number>
  requires std::is_arithmetic_v<Number>
  void operator()(Number& value) { std::memcpy(&value, take(sizeof value).data(), sizeof value); }
  void operator()(std::string& text) {
    std::uint32_t size = 0;
    (*this)(size);
    text = take(size);
  }
  template <typename Item>
  void operator()(std::vector<Item>& items) {
    std::uint32_t size = 0;
    (*this)(size);
    if (size > left_.size()) throw std::runtime_error("the bytes end too early");
    items.resize(size);
    for (Item& item : items) (*this)(item);
  }
  template <typename Item>
  void operator()(std::optional<Item>& item) {
    bool has_value = false;
    (*this)(has_value);
    item.reset();
    if (has_value) (*this)(item.emplace());
  }
  template <typename First, typename Second>
  void operator()(std::pair<First, Second>& pair) {
    (*this)(pair.first);
    (*this)(pair.second);
  }
  template <typename Type>
  requires requires(Type& value, Unpacker& unpack) { each_member(value, unpack); }
  void operator()(Type& value) { each_member(value, *this); }

  bool is_at_end() const { return left_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (size > left_.size()) throw std::runtime_error("the bytes end too early");
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }

  std::string_view left_;
};

}  // namespace caseload::site
