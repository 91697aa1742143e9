#include "read/run.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace caseload::site {

std::int64_t Histogram::bucket_end(std::int64_t lowest) const {
  const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(lowest, 0));
  const int bits = static_cast<int>(std::bit_width(value));
  const int exponent = std::clamp(bits - precision_bits - 1, 0, 62);
  const std::int64_t width = std::int64_t{1} << exponent;
  return lowest > std::numeric_limits<std::int64_t>::max() - width ? std::numeric_limits<std::int64_t>::max()
                                                                   : lowest + width;
}

namespace {

std::optional<std::int64_t> count_in(const Counts& evidence, std::string_view key) {
  for (const auto& [name, value] : evidence)
    if (name == key) return value;
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> Observation::count(std::string_view key) const {
  return count_in(evidence, key);
}

std::optional<std::int64_t> CountsAtOnce::count(std::string_view key) const {
  return count_in(evidence, key);
}

const VariantResult* CaseResult::variant(std::string_view name) const {
  const auto found = std::find_if(variants.begin(), variants.end(),
                                  [&](const VariantResult& each) { return each.name == name; });
  return found == variants.end() ? nullptr : &*found;
}

const CaseResult* Run::find_case(std::string_view slug) const {
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const CaseResult& each) { return each.slug == slug; });
  return found == cases.end() ? nullptr : &*found;
}

bool same_knobs(const Names& a, const Names& b) {
  return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
}

std::string knobs_text(const Names& knobs) {
  std::string text;
  for (const auto& [name, value] : knobs) {
    if (!text.empty()) text += ", ";
    text += name + " = " + value;
  }
  return text;
}

}  // namespace caseload::site
