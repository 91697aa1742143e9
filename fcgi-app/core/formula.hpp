// A whole number that follows from a request's knobs and its response, such as 1 + n: evaluates itself and
// prints itself, so that what a page shows is what a test checks.
//
//   const Formula n = items("n", "books");     // length of the list "books" in the response, printed as "n"
//   1 + n;  2 * n + 5;  chunks_of(n, 200) + 3  // "1 + n", "2 × n + 5", "⌈n / 200⌉ + 3"
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/knobs.hpp"
#include "core/value.hpp"

namespace caseload {

class Formula {
 public:
  struct Context {
    const Knobs& knobs;
    const Value& response;  // the page's data as in its JSON
  };
  using Evaluate = std::function<std::int64_t(const Context&)>;

  Formula(std::int64_t constant);
  Formula(int constant) : Formula(std::int64_t{constant}) {}
  // What arithmetic can't express, with the words that it prints as: "books stored".
  Formula(std::string words, Evaluate evaluate);

  // Throws std::logic_error where the response lacks what the formula speaks of.
  std::int64_t value(const Context& context) const { return evaluate_(context); }
  const std::string& text() const { return text_; }

  // The same number, with a remark behind it: "n + 3 (3 to clean up)".
  Formula remark(std::string_view text) const;

  friend Formula operator+(const Formula& left, const Formula& right);
  friend Formula operator-(const Formula& left, const Formula& right);
  friend Formula operator*(const Formula& left, const Formula& right);
  friend Formula chunks_of(const Formula& count, std::int64_t size);  // rounded up
  friend Formula smaller_of(const Formula& left, const Formula& right);

 private:
  enum class Binding { sum, product, whole };
  Formula(std::string text, Evaluate evaluate, Binding binding);
  std::string as_factor() const;

  std::string text_;
  Evaluate evaluate_;
  Binding binding_ = Binding::whole;
};

Formula knob(std::string name);  // the value of a whole-number knob

// The length of a list in the response. With a dot, "authors.books", of the lists "books" in all of the items
// of "authors" together. A page may show fewer items than requested, where the table ends first.
Formula items(std::string words, std::string path);

Formula member(std::string words, std::string name);  // a number in the response

}  // namespace caseload
