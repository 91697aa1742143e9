// Guess first: a case without its name. The reader gets the page, its code and its evidence, picks the
// problem and then sees why. The addresses have numbers that say nothing about the case, and until the guess
// is made nothing in the page does either.
#pragma once

#include "app/call.hpp"
#include "core/portfolio.hpp"
#include "core/response.hpp"

namespace caseload {

Response guess_list(Call& call);  // /guess/
Response guess_page(Call& call);  // /guess/:number/; ?run=1 adds evidence, a POST with `choice` is the guess

// The number of each entry of the portfolio, in its order: three digits made of the slug, so that the number
// of a case stays the same when others are added, unless they collide.
std::vector<int> guess_numbers(const Portfolio& portfolio);

}  // namespace caseload
