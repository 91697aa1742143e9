#include "pages/parts.hpp"

#include <algorithm>

#include "core/numbers.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t entries_per_part = 500;

std::string number_text(std::size_t number) {
  return grouped(static_cast<std::int64_t>(number));
}

}  // namespace

std::string Parts::Part::suffix() const {
  return is_newest ? "" : ", entries " + number_text(begin + 1) + " to " + number_text(end);
}

Parts::Parts(const std::string& path, std::size_t entries) {
  const std::size_t count = std::max<std::size_t>(1, (entries + entries_per_part - 1) / entries_per_part);
  const std::string stem = path.substr(0, path.rfind('.'));
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_newest = i + 1 == count;
    all_.push_back({is_newest ? path : stem + "-" + std::to_string(i + 1) + ".html", i + 1,
                    i * entries_per_part, std::min(entries, (i + 1) * entries_per_part), is_newest});
  }
}

PageKey Parts::key_of(const Part& part, PageKey material) const {
  const bool has_newer_part = part.number + 1 < all_.size();
  return material.add(part.begin).add(part.end).add(std::uint64_t{has_newer_part});
}

Value Parts::links(const Part& part) const {
  if (all_.size() == 1) return {};
  // Parts are in the same folder. A full part mentions nothing that changes with every run.
  const auto link = [](const Part& to) { return Value(to.path.substr(to.path.rfind('/') + 1)); };
  Value links = Value::object({{"first", number_text(part.begin + 1)}, {"last", number_text(part.end)}});
  if (part.number > 1) links.set("older", link(all_[part.number - 2]));
  if (part.number + 1 < all_.size()) links.set("newer", link(all_[part.number]));
  if (!part.is_newest) links.set("newest", link(all_.back()));
  return links;
}

}  // namespace caseload::site
