// The cases with their lessons, in the order in which pages list them: by category, then by name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.hpp"
#include "core/lesson.hpp"
#include "core/value.hpp"

namespace caseload {

struct PortfolioEntry {
  const Case* the_case;
  Lesson lesson;
};

class Portfolio {
 public:
  // Lessons by stem. Throws ConfigError if a case has no lesson.
  explicit Portfolio(std::map<std::string, Lesson, std::less<>> lessons);

  const std::vector<PortfolioEntry>& entries() const { return entries_; }
  const PortfolioEntry* find(std::string_view slug) const;  // nullptr if there is none

 private:
  std::vector<PortfolioEntry> entries_;
};

// The document at /catalogue.json: everything that a tool needs to know about the cases and the evidence
// keys.
Value catalogue_document(const Portfolio& portfolio);

}  // namespace caseload
