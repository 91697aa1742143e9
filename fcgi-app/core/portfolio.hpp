// The cases with their lessons, in the order in which pages list them: by category, then by name.
#pragma once

#include <string_view>
#include <vector>

#include "core/case.hpp"
#include "core/lesson.hpp"

namespace caseload {

struct PortfolioEntry {
  const Case* the_case;
  Lesson lesson;
};

class Portfolio {
 public:
  // Throws ConfigError where a case has no lesson. The cases must outlive it.
  Portfolio(const std::vector<Case>& cases, Lessons lessons);

  const std::vector<PortfolioEntry>& entries() const { return entries_; }
  const PortfolioEntry* find(std::string_view slug) const;  // nullptr if there is none

 private:
  std::vector<PortfolioEntry> entries_;
};

}  // namespace caseload
