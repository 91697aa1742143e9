// What a run says about a case in one sentence: first the measure that the case declares, then the time.
#pragma once

#include <optional>
#include <string>

#include "read/headline.hpp"

namespace caseload::site {

std::string confidence_text(const std::optional<double>& confidence);  // "95 % interval", "interval"

// What the counts are about, with the size if it differs from the headline's.
std::string counts_title(const Headline& headline);

// One readable sentence.
std::string verdict_sentence(const Headline& headline, const std::optional<double>& confidence);

}  // namespace caseload::site
