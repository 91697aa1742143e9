#include "core/claim.hpp"

#include <stdexcept>
#include <utility>

namespace caseload {

namespace {

bool holds(Relation relation, std::int64_t measured, std::int64_t expected) {
  switch (relation) {
    case Relation::equals:
      return measured == expected;
    case Relation::at_most:
      return measured <= expected;
    case Relation::at_least:
      return measured >= expected;
  }
  throw std::logic_error("unknown relation");
}

}  // namespace

std::string_view name_of(Relation relation) {
  return relation == Relation::equals ? "equals" : relation == Relation::at_most ? "at_most" : "at_least";
}

std::string Expectation::rule() const {
  const std::string_view how = relation == Relation::equals    ? ""
                               : relation == Relation::at_most ? "at most "
                                                               : "at least ";
  return std::string(how) + formula.text();
}

std::string_view symbol_of(Relation relation) {
  return relation == Relation::equals ? "=" : relation == Relation::at_most ? "≤" : "≥";
}

std::string_view name_of(When when) {
  switch (when) {
    case When::any:
      return "any";
    case When::warm:
      return "warm";
    case When::revisit:
      return "revisit";
    case When::at_once:
      return "at_once";
  }
  throw std::logic_error("unknown when");
}

Expectation at_most(Formula formula) {
  return {std::move(formula), Relation::at_most};
}

Expectation at_least(Formula formula) {
  return {std::move(formula), Relation::at_least};
}

bool is_warm(const Evidence& evidence) {
  // An entry that has expired is found, and rebuilt.
  return evidence.get_or_0(Key::cache_miss) == 0 && evidence.get_or_0(Key::rebuilds) == 0;
}

std::vector<ClaimResult> check_claims(const std::vector<Claim>& claims, std::string_view variant,
                                      bool on_floor, bool has_validators, const Evidence& evidence,
                                      const Formula::Context& context) {
  std::vector<ClaimResult> results;
  for (const Claim& claim : claims) {
    if (claim.variant != variant || claim.on_floor != on_floor) continue;
    if (claim.when == When::warm && !is_warm(evidence)) continue;
    if (claim.when == When::revisit && !has_validators) continue;
    if (claim.when == When::at_once) continue;  // not about one request
    const auto measured = evidence.get(claim.key);
    if (!measured) continue;
    const std::int64_t expected = claim.expected.formula.value(context);
    results.push_back({.claim = &claim,
                       .expected = expected,
                       .measured = *measured,
                       .holds = holds(claim.expected.relation, *measured, expected)});
  }
  return results;
}

std::vector<ClaimResult> claims_at_once(const std::vector<Claim>& claims, std::string_view variant,
                                        const Formula::Context& context) {
  std::vector<ClaimResult> results;
  for (const Claim& claim : claims) {
    if (claim.variant != variant || claim.when != When::at_once) continue;
    results.push_back(
        {.claim = &claim, .expected = claim.expected.formula.value(context), .measured = 0, .holds = false});
  }
  return results;
}

void check_sum(std::vector<ClaimResult>& claims, const Evidence& sum) {
  std::erase_if(claims, [&](const ClaimResult& each) { return !sum.has(each.claim->key); });
  for (ClaimResult& each : claims) {
    each.measured = sum.get_or_0(each.claim->key);
    each.holds = holds(each.claim->expected.relation, each.measured, each.expected);
  }
}

}  // namespace caseload
