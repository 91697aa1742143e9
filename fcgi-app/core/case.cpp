#include "core/case.hpp"

#include <algorithm>
#include <stdexcept>

namespace caseload {

std::string_view name_of(Pace pace) {
  return pace == Pace::slow ? "slow" : "fast";
}

std::string_view name_of(Category category) {
  switch (category) {
    case Category::database:
      return "database";
    case Category::templates_and_views:
      return "templates-and-views";
    case Category::request_processing:
      return "request-processing";
    case Category::asynchronous:
      return "asynchronous";
    case Category::memory:
      return "memory";
  }
  throw std::logic_error("unknown category");
}

std::string_view title_of(Category category) {
  switch (category) {
    case Category::database:
      return "Database";
    case Category::templates_and_views:
      return "Templates and views";
    case Category::request_processing:
      return "Request processing";
    case Category::asynchronous:
      return "Asynchronous processing";
    case Category::memory:
      return "Memory";
  }
  throw std::logic_error("unknown category");
}

std::string_view name_of(Claim::Relation relation) {
  switch (relation) {
    case Claim::Relation::equals:
      return "equals";
    case Claim::Relation::at_most:
      return "at_most";
    case Claim::Relation::at_least:
      return "at_least";
  }
  throw std::logic_error("unknown relation");
}

std::optional<Variant> floor_of(const Variant& variant) {
  if (variant.floor == nullptr) return std::nullopt;
  return Variant{.name = variant.name, .pace = Pace::fast, .run = variant.floor};
}

std::int64_t ClaimContext::length(std::string_view list) const {
  const Value::List* items = answer[list].items();
  if (items == nullptr)
    throw std::logic_error("a claim asks for the length of " + std::string(list) + ", which is no list");
  return static_cast<std::int64_t>(items->size());
}

bool Claim::holds(std::int64_t measured, std::int64_t expected) const {
  switch (relation) {
    case Relation::equals:
      return measured == expected;
    case Relation::at_most:
      return measured <= expected;
    case Relation::at_least:
      return measured >= expected;
  }
  throw std::logic_error("unknown relation");
}

const Variant* Case::variant(std::string_view wanted) const {
  const auto found = std::find_if(variants.begin(), variants.end(),
                                  [&](const Variant& each) { return each.name == wanted; });
  return found == variants.end() ? nullptr : &*found;
}

const Intervention* Case::intervention(std::string_view wanted) const {
  const auto found = std::find_if(interventions.begin(), interventions.end(),
                                  [&](const Intervention& each) { return each.name == wanted; });
  return found == interventions.end() ? nullptr : &*found;
}

bool Case::writes() const {
  return std::any_of(variants.begin(), variants.end(),
                     [](const Variant& each) { return each.method == Method::post; });
}

}  // namespace caseload
