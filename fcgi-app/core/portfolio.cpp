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
    check_exercises(each, lesson->second.exercises);
    entries_.push_back({.the_case = &each, .lesson = std::move(lesson->second)});
  }
  std::ranges::stable_sort(entries_, {}, [](const PortfolioEntry& entry) { return entry.lesson.category; });
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    for (const auto& [path, step] : entries_[i].lesson.paths) {
      const auto [other, is_free] = steps_.emplace(std::pair(path, step), i);
      if (!is_free)
        throw ConfigError("the lessons of " + entries_[other->second].the_case->slug + " and " +
                          entries_[i].the_case->slug + " both have step " + std::to_string(step) +
                          " of the path '" + std::string(name_of(path)) + "'");
    }
  }
}

const PortfolioEntry* Portfolio::find(std::string_view slug) const {
  const auto found = std::ranges::find(
      entries_, slug, [](const PortfolioEntry& entry) -> std::string_view { return entry.the_case->slug; });
  return found == entries_.end() ? nullptr : &*found;
}

std::vector<Portfolio::Course> Portfolio::courses() const {
  std::vector<Course> courses;
  for (const auto& [place, entry] : steps_) {
    if (courses.empty() || courses.back().path != place.first) courses.push_back({place.first, {}, 0});
    courses.back().entries.push_back(&entries_[entry]);
    courses.back().minutes += entries_[entry].lesson.minutes;
  }
  return courses;
}

}  // namespace caseload
