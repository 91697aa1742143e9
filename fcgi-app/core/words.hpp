// The words of a text, for counting words and comparing texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caseload {

// The words in their order. A word is a run of letters and digits; every character outside ASCII counts as a
// letter, so "naïf" is one word, and so is an emoji. ASCII letters become lower case.
std::vector<std::string> words_of(std::string_view text);

}  // namespace caseload
