// Targets with what was measured, as models for templates.
#pragma once

#include <string>

#include "core/value.hpp"
#include "read/target.hpp"

namespace caseload::site {

// `id` is that of its list of results, where there are several.
Value target_value(const Target& target, const std::string& id);

// Of a figure file.
Value commit_value(const std::string& commit);  // "0123456789ab+": with changes that were not committed
std::string date_of(const std::string& measured_at);
// Of settings and environments, as rows with their names in words: "slot_s" is "slot in s".
Value names_value(const Names& names);

}  // namespace caseload::site
