#include "core/counterparts.hpp"

namespace caseload {

namespace {

// A slow variant behind a fast one begins another group. One number for each variant.
std::vector<int> groups_of(const Case& the_case) {
  std::vector<int> groups;
  int group = 0;
  const Variant* before = nullptr;
  for (const Variant& each : the_case.variants) {
    if (before != nullptr && before->pace == Pace::fast && each.pace == Pace::slow) ++group;
    groups.push_back(group);
    before = &each;
  }
  return groups;
}

}  // namespace

std::vector<const Variant*> counterparts_of(const Case& the_case, const Variant& variant) {
  const std::vector<int> groups = groups_of(the_case);
  const auto own = groups.at(static_cast<std::size_t>(&variant - the_case.variants.data()));
  std::vector<const Variant*> of_group, all;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Variant& other = the_case.variants[i];
    if (other.pace == variant.pace) continue;
    all.push_back(&other);
    if (groups[i] == own) of_group.push_back(&other);
  }
  return of_group.empty() ? all : of_group;
}

}  // namespace caseload
