// Texts for evidence. Keys come from files and may be unknown; then they are shown as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace caseload::site {

std::string title_of_key(std::string_view key);                       // "Queries"
std::string with_noun(std::int64_t value, std::string_view key);      // "641 queries", "1 query"
std::string evidence_text(std::int64_t value, std::string_view key);  // "641", "16.2 kB"

}  // namespace caseload::site
