#include "core/formula.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/numbers.hpp"

namespace caseload {

namespace {

[[noreturn]] void refuse_list(std::string_view name) {
  throw std::logic_error("the response has no list '" + std::string(name) + "', which a claim counts");
}

std::int64_t length_of(const Value& value, std::string_view path);

std::int64_t length_in_rows(const Rows& rows, std::string_view path) {
  const std::string_view name = path.substr(0, path.find('.'));
  std::int64_t sum = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const Rows::Cell* cell = rows.find(row, name);
    const auto* inner = cell == nullptr ? nullptr : std::get_if<const Rows*>(cell);
    if (inner == nullptr) refuse_list(name);
    sum += path.size() == name.size() ? static_cast<std::int64_t>((*inner)->size())
                                      : length_in_rows(**inner, path.substr(name.size() + 1));
  }
  return sum;
}

std::int64_t length_of(const Value& value, std::string_view path) {
  const std::string_view name = path.substr(0, path.find('.'));
  const bool is_last = path.size() == name.size();
  const Value& list = value[name];
  if (const Rows* rows = list.rows())
    return is_last ? static_cast<std::int64_t>(rows->size())
                   : length_in_rows(*rows, path.substr(name.size() + 1));
  if (list.items() == nullptr) refuse_list(name);
  if (is_last) return static_cast<std::int64_t>(list.items()->size());
  std::int64_t sum = 0;
  for (const Value& item : *list.items()) sum += length_of(item, path.substr(name.size() + 1));
  return sum;
}

}  // namespace

Formula::Formula(std::int64_t constant)
    : text_(grouped(constant)), evaluate_([constant](const Context&) { return constant; }) {}

Formula::Formula(std::string words, Evaluate evaluate)
    : Formula(std::move(words), std::move(evaluate), Binding::whole) {}

Formula::Formula(std::string text, Evaluate evaluate, Binding binding)
    : text_(std::move(text)), evaluate_(std::move(evaluate)), binding_(binding) {}

Formula Formula::remark(std::string_view text) const {
  Formula result{text_ + " (" + std::string(text) + ")", evaluate_, Binding::sum};
  result.remark_ = text;
  return result;
}

std::string Formula::as_factor() const {
  return binding_ == Binding::sum ? "(" + text_ + ")" : text_;
}

Formula operator+(const Formula& left, const Formula& right) {
  return {left.text_ + " + " + right.text_,
          [left = left.evaluate_, right = right.evaluate_](const Formula::Context& in) {
            return left(in) + right(in);
          },
          Formula::Binding::sum};
}

Formula operator-(const Formula& left, const Formula& right) {
  return {left.text_ + " − " + right.as_factor(),
          [left = left.evaluate_, right = right.evaluate_](const Formula::Context& in) {
            return left(in) - right(in);
          },
          Formula::Binding::sum};
}

Formula operator*(const Formula& left, const Formula& right) {
  return {left.as_factor() + " × " + right.as_factor(),
          [left = left.evaluate_, right = right.evaluate_](const Formula::Context& in) {
            return left(in) * right(in);
          },
          Formula::Binding::product};
}

Formula chunks_of(const Formula& count, std::int64_t size) {
  return {
      "⌈" + count.as_factor() + " / " + grouped(size) + "⌉",
      [count = count.evaluate_, size](const Formula::Context& in) { return (count(in) + size - 1) / size; },
      Formula::Binding::whole};
}

Formula smaller_of(const Formula& left, const Formula& right) {
  return {"min(" + left.text_ + ", " + right.text_ + ")",
          [left = left.evaluate_, right = right.evaluate_](const Formula::Context& in) {
            return std::min(left(in), right(in));
          },
          Formula::Binding::whole};
}

Formula knob(std::string name) {
  return {name, [name](const Formula::Context& in) { return in.knobs.integer(name); }};
}

Formula items(std::string words, std::string path) {
  return {std::move(words),
          [path = std::move(path)](const Formula::Context& in) { return length_of(in.response, path); }};
}

Formula member(std::string words, std::string name) {
  return {std::move(words), [name = std::move(name)](const Formula::Context& in) {
            const std::int64_t* number = in.response[name].integer();
            if (number == nullptr)
              throw std::logic_error("the response has no number '" + name + "', which a claim uses");
            return *number;
          }};
}

Formula requests_at_once() {
  return {"requests", [](const Formula::Context& in) { return std::int64_t{in.requests}; }};
}

}  // namespace caseload
