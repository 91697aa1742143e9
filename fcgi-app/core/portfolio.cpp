#include "core/portfolio.hpp"

#include <algorithm>
#include <utility>

#include "core/errors.hpp"

namespace caseload {

Portfolio::Portfolio(const std::vector<Case>& cases, Lessons lessons) {
  for (const Case& each : cases) {
    const auto lesson = lessons.find(each.stem);
    if (lesson == lessons.end())
      throw ConfigError("fcgi-app/cases/" + each.stem + "/lesson.md is missing: the case " + each.slug +
                        " has no lesson");
    entries_.push_back({.the_case = &each, .lesson = std::move(lesson->second)});
  }
  std::ranges::stable_sort(entries_, {}, [](const PortfolioEntry& entry) { return entry.lesson.category; });
}

const PortfolioEntry* Portfolio::find(std::string_view slug) const {
  const auto found = std::ranges::find(
      entries_, slug, [](const PortfolioEntry& entry) -> std::string_view { return entry.the_case->slug; });
  return found == entries_.end() ? nullptr : &*found;
}

}  // namespace caseload
