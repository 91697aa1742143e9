// A claim: a count that a variant promises, as a formula over the knobs and the response. Claims are never
// about time.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/evidence_keys.hpp"
#include "core/formula.hpp"

namespace caseload {

enum class Relation : std::uint8_t { equals, at_most, at_least };
std::string_view name_of(Relation relation);    // "at_most"
std::string_view symbol_of(Relation relation);  // "≤"

// What a count is compared with: `1 + n`, `at_most(51)`.
struct Expectation {
  Formula formula;
  Relation relation = Relation::equals;

  template <class Number>
  requires std::convertible_to<Number, Formula> Expectation(Number&& number)
      : formula(std::forward<Number>(number)) {}
  Expectation(Formula the_formula, Relation the_relation)
      : formula(std::move(the_formula)), relation(the_relation) {}

  std::string rule() const;  // "1 + n", "at most n + 2"
};
Expectation at_most(Formula formula);
Expectation at_least(Formula formula);

// Which requests a claim covers: all of them, those that found everything they needed in the cache (warm),
// those of a returning browser that sends validators (revisit), or the sum of several requests that a step of
// the demo sends at the same time (at_once).
enum class When : std::uint8_t { any, warm, revisit, at_once };
std::string_view name_of(When when);

struct Claim {
  std::string variant;
  Key key;
  Expectation expected;
  When when = When::any;
  bool on_floor = false;  // about the variant's floor, requested right after the variant itself
};

// A claim checked against one response.
struct ClaimResult {
  const Claim* claim;
  std::int64_t expected;
  std::int64_t measured;
  bool holds;
};

// Whether all that the request looked for in the cache was there, so that it shows a repeated visit.
bool is_warm(const Evidence& evidence);

// Checks the claims about `variant`, or about its floor, that cover this request and whose key was measured.
std::vector<ClaimResult> check_claims(const std::vector<Claim>& claims, std::string_view variant,
                                      bool on_floor, bool has_validators, const Evidence& evidence,
                                      const Formula::Context& context);

// The claims about requests of `variant` at the same time, with what they expect. check_sum then adds what
// was measured in all of them together; a claim whose key was not measured is removed.
std::vector<ClaimResult> claims_at_once(const std::vector<Claim>& claims, std::string_view variant,
                                        const Formula::Context& context);
void check_sum(std::vector<ClaimResult>& claims, const Evidence& sum);

}  // namespace caseload
