// An expression over a request's knobs and its response, such as 1 + n, with a whole number as its value. It
// evaluates and prints itself, so a page shows exactly what a test checks.
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
    const Value& response;  // the page's data, as in its JSON
    int requests = 1;       // sent at the same time
  };
  using Evaluate = std::function<std::int64_t(const Context&)>;

  Formula(std::int64_t constant);
  Formula(int constant) : Formula(std::int64_t{constant}) {}
  // A value that arithmetic can't express, and the words to print for it: "books stored".
  Formula(std::string words, Evaluate evaluate);

  // Throws std::logic_error if the response lacks a list or number that the formula uses.
  std::int64_t value(const Context& context) const { return evaluate_(context); }
  const std::string& text() const { return text_; }

  // The same value, printed with a remark: "n + 3 (3 to clean up)".
  Formula remark(std::string_view text) const;
  const std::string& remark() const { return remark_; }  // "3 to clean up"; empty if there is none

  friend Formula operator+(const Formula& left, const Formula& right);
  friend Formula operator-(const Formula& left, const Formula& right);
  friend Formula operator*(const Formula& left, const Formula& right);
  friend Formula chunks_of(const Formula& count, std::int64_t size);  // rounded up
  friend Formula smaller_of(const Formula& left, const Formula& right);

 private:
  enum class Binding { sum, product, whole };
  Formula(std::string text, Evaluate evaluate, Binding binding);
  std::string as_factor() const;

  std::string text_, remark_;
  Evaluate evaluate_;
  Binding binding_ = Binding::whole;
};

Formula knob(std::string name);  // the value of a whole-number knob

// The length of a list in the response. "authors.books" is the total length of the lists "books" in all items
// of "authors". A page may show fewer items than requested if the table has fewer rows.
Formula items(std::string words, std::string path);

Formula member(std::string words, std::string name);  // a number in the response

Formula requests_at_once();  // how many requests a step of the demo sends at the same time

}  // namespace caseload
