#include "read/evidence_text.hpp"

#include "core/evidence_keys.hpp"
#include "core/numbers.hpp"

namespace caseload::site {
namespace {

Unit unit_of_key(std::string_view key) {
  const EvidenceKey* known = find_evidence_key(key);
  return known == nullptr ? Unit::count : known->unit;
}

}  // namespace

std::string title_of_key(std::string_view key) {
  const EvidenceKey* known = find_evidence_key(key);
  return std::string(known == nullptr ? key : known->title);
}

std::string evidence_text(std::int64_t value, std::string_view key) {
  const Unit unit = unit_of_key(key);
  return unit == Unit::count ? grouped(value) : in_unit(static_cast<double>(value), unit);
}

std::string with_noun(std::int64_t value, std::string_view key) {
  const EvidenceKey* known = find_evidence_key(key);
  if (known == nullptr) return grouped(value) + " (" + std::string(key) + ")";
  return evidence_text(value, key) + " " + std::string(value == 1 ? known->one : known->many);
}

}  // namespace caseload::site
