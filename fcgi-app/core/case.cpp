#include "core/case.hpp"

#include <algorithm>

namespace caseload {

std::string_view name_of(Pace pace) {
  return pace == Pace::slow ? "slow" : "fast";
}

std::optional<Variant> floor_of(const Variant& variant) {
  if (variant.floor == nullptr) return std::nullopt;
  return Variant{.name = variant.name, .pace = Pace::fast, .run = variant.floor};
}

const Variant* Case::variant(std::string_view wanted) const {
  const auto found = std::find_if(variants.begin(), variants.end(),
                                  [&](const Variant& each) { return each.name == wanted; });
  return found == variants.end() ? nullptr : &*found;
}

const Variant* Case::first(Pace pace) const {
  const auto found =
      std::find_if(variants.begin(), variants.end(), [&](const Variant& each) { return each.pace == pace; });
  return found == variants.end() ? nullptr : &*found;
}

const Intervention* Case::intervention(std::string_view wanted) const {
  const auto found = std::find_if(interventions.begin(), interventions.end(),
                                  [&](const Intervention& each) { return each.name == wanted; });
  return found == interventions.end() ? nullptr : &*found;
}

const DemoStep* Case::step_at_once() const {
  const auto found =
      std::find_if(demo.rbegin(), demo.rend(), [](const DemoStep& step) { return step.at_once > 1; });
  return found == demo.rend() ? nullptr : &*found;
}

bool Case::writes() const {
  return std::any_of(variants.begin(), variants.end(),
                     [](const Variant& each) { return each.method == Method::post; });
}

std::string path_of(const Case& the_case, const Variant& variant) {
  return (variant.cached_by_nginx ? "/cached/" : "/cases/") + the_case.slug + "/" + variant.name;
}

std::string path_of_floor(const Case& the_case, const Variant& variant) {
  return "/cases/" + the_case.slug + "/" + variant.name + "/floor";
}

std::string path_of(const Case& the_case, const Intervention& intervention) {
  return "/cases/" + the_case.slug + "/interventions/" + intervention.name;
}

}  // namespace caseload
