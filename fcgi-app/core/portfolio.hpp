// The cases with their lessons, in the order in which pages list them: by category, then by name.
#pragma once

#include <map>
#include <string_view>
#include <utility>
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
  // Throws ConfigError where a case has no lesson, an exercise does not fit its case, or two lessons have the
  // same step of a path. The cases must outlive it.
  Portfolio(const std::vector<Case>& cases, Lessons lessons);

  const std::vector<PortfolioEntry>& entries() const { return entries_; }
  const PortfolioEntry* find(std::string_view slug) const;  // nullptr if there is none

  struct Course {
    Path path;
    std::vector<const PortfolioEntry*> entries;  // by step
    int minutes = 0;                             // in total
  };
  std::vector<Course> courses() const;  // without paths that no lesson names

 private:
  std::vector<PortfolioEntry> entries_;
  std::map<std::pair<Path, int>, std::size_t> steps_;  // to the index of the entry
};

}  // namespace caseload
