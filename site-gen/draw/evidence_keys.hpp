// The evidence keys in words.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "draw/charts.hpp"

namespace caseload::site {

struct EvidenceKey {
  std::string_view key;   // as in the Evidence header
  std::string_view one;   // "statement"
  std::string_view many;  // "statements"
  Unit unit = Unit::count;
};

std::span<const EvidenceKey> evidence_keys();
// Unknown keys are shown as they are.
std::string title_of_key(std::string_view key);                       // "Statements"
std::string with_noun(std::int64_t value, std::string_view key);      // "641 statements", "1 statement"
std::string evidence_text(std::int64_t value, std::string_view key);  // "641", "16.2 KiB"
Unit unit_of_key(std::string_view key);

}  // namespace caseload::site
