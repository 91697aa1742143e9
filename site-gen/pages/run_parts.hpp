// Parts of several pages that show a run: its link, its environment and its headline, as models for their
// templates.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/value.hpp"
#include "read/run.hpp"
#include "read/summary.hpp"

namespace caseload::site {

Value texts_value(const std::vector<std::string>& texts);

// A run as a link; with a slug, a link to that case in the run.
Value run_value(const RunSummary& run, const std::string& from_page, const std::string& slug);

Value environment_value(const Run& run);

// {ratio, interval, is_clear, ...} for the verdict at the top and for rows in tables.
Value headline_value(const Headline& headline, const std::optional<double>& confidence);

}  // namespace caseload::site
