// The lines of a lesson, for its parser: front_matter.cpp and lesson.cpp.
#pragma once

#include <string>
#include <string_view>

#include "core/errors.hpp"

namespace caseload {

// Iterates over the lines and keeps track of the line number.
class Lines {
 public:
  Lines(std::string_view text, const std::string& file) : rest_(text), file_(file) { advance(); }

  bool at_end() const { return at_end_; }
  std::string_view line() const { return line_; }
  int number() const { return number_; }
  void advance() {
    if (rest_.empty()) {
      at_end_ = true;
      line_ = {};
      return;
    }
    ++number_;
    const std::size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  }
  [[noreturn]] void refuse(const std::string& reason) const { refuse(number_, reason); }
  [[noreturn]] void refuse(int line, const std::string& reason) const {
    throw ConfigError(file_ + ":" + std::to_string(line) + ": " + reason);
  }

 private:
  std::string_view rest_;
  const std::string& file_;
  std::string_view line_;
  int number_ = 0;
  bool at_end_ = false;
};

template <class Rows, class Name>
std::string names_in(const Rows& rows, Name name) {
  std::string names;
  for (const auto& row : rows) names.append(names.empty() ? "" : ", ").append(row.*name);
  return names;
}

}  // namespace caseload
