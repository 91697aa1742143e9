// The words for a measured value: "runs 101 queries", "101 times fewer". The live pages and the site use the
// same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/evidence_keys.hpp"

namespace caseload {

// "101 queries", "37.8 MB": the value with its unit, or with the noun that it counts.
std::string amount_text(Key key, std::int64_t value);
std::string number_text(Key key, std::int64_t value);  // "101", "37.8 MB"
std::string_view counted_word(Key key);                // "queries"; empty if the value has a unit

// "runs 101 queries", "holds up to 37.8 MB"
std::string deed_text(Key key, std::int64_t value);

// "With the mistake, the page runs 101 queries; with the fix, it runs 1 query, 101 times fewer." `place`
// comes first: "Second visit".
std::string comparison_text(std::string_view place, Key key, std::int64_t before, std::int64_t after);

// Where a measure of a variant's floor belongs (see claim.hpp).
inline constexpr std::string_view floor_place = "before the page's own code";

// "101 times fewer", "down to zero"; empty if there is no clear gain. A gain in time within one run is clear
// only if it is large.
std::string gain_text(Key key, std::int64_t before, std::int64_t after);
bool is_gain(Key key, std::int64_t before, std::int64_t after);

// The length of a bar in per cent: "12.50". It is "0.00" only for 0, and templates/static/app.css leaves that
// bar out.
std::string share_text(std::int64_t part, std::int64_t whole);

}  // namespace caseload
