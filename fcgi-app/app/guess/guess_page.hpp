// Guess first: a case without its name. The reader gets the page, its code and its evidence, picks the
// problem and then sees why. The addresses have numbers that say nothing about the case, and until the guess
// is made nothing in the page does either.
#pragma once

#include "app/call.hpp"
#include "core/response.hpp"

namespace caseload {

Response guess_list(Call& call);     // /guess/
Response guess_numbers(Call& call);  // /guess/numbers.js, for static/guess_first.js
Response guess_page(Call& call);  // /guess/:number/; ?run=1 adds evidence, a POST with `choice` is the guess

}  // namespace caseload
