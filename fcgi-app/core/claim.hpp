// A claim: a count that a variant promises, as a formula of the knobs and the response. Never a time.
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

// What a count is held against: `1 + n`, `at_most(51)`.
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

// Which requests a claim speaks of: any, those that found all they need in the cache, or those of a browser
// that comes back with the validators it was given.
enum class When : std::uint8_t { any, warm, revisit };
std::string_view name_of(When when);

struct Claim {
  std::string variant;
  Key key;
  Expectation expected;
  When when = When::any;
  bool on_floor = false;  // about the variant's floor, requested just after the variant itself
};

// A claim that was checked against one response.
struct ClaimResult {
  const Claim* claim;
  std::int64_t expected;
  std::int64_t measured;
  bool holds;
};

// The claims of `variant`, or of its floor, that speak of a request of this kind and whose key was measured.
std::vector<ClaimResult> check_claims(const std::vector<Claim>& claims, std::string_view variant,
                                      bool on_floor, bool has_validators, const Evidence& evidence,
                                      const Formula::Context& context);

}  // namespace caseload
