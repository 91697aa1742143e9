// All variants of a case, run once each inside one request, for /api/examples and the case page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/exchange.hpp"
#include "core/errors.hpp"

namespace caseload {

struct VariantRun {
  const Variant* variant;
  int status;
  std::optional<HttpError> refusal;  // a status of 4xx; nothing else is then known
  std::string location;  // where the answer says that what was asked for is to be found; empty: nowhere else
  std::string body_sha256;
  std::vector<NameValue> revisit;  // what a browser sends with the next visit, where it must ask each time
  Evidence evidence;
  std::vector<ClaimResult> claims;  // whose keys were measured
  Value trace;                      // the whole trace, as at /evidence
};

struct CaseRun {
  std::vector<VariantRun> runs;
  std::vector<VariantRun> floors;  // of the variants that have one, each run after all variants
  std::optional<bool> equal;       // std::nullopt: can't be compared here, for `reason`
  std::string reason;              // also who refused, where that makes them unequal
};

// `request` has its knobs parsed and names a session that goes on (shop/visitors.hpp), for those who ask for
// one. Bodies are compared as HTML, of first visits. A variant may refuse knobs that others take (400), such
// as a page that it can't reach by its number; one that refuses for any other reason what others answer is
// unequal. Where all refuse, and where one fails, that ends the whole run.
CaseRun run_variants(Owners& owners, const Request& request, const Case& the_case, bool probe);

// One variant once more, as by a browser that comes back with the validators it got.
VariantRun run_again(Owners& owners, const Request& request, const Case& the_case, const VariantRun& before,
                     bool probe);

// The page's data as JSON.
Value data_of(Owners& owners, const Request& request, const Case& the_case, const Variant& variant);

// Claims as documents have them: [{key, formula, relation, expected, measured, holds}].
Value document_of(const std::vector<ClaimResult>& claims);

// nullptr where there is none.
const VariantRun* run_of(const std::vector<VariantRun>& runs, std::string_view variant);

// The document at /api/examples/<slug>/.
Value document_of(const CaseRun& run, const Case& the_case, const Knobs& knobs);

}  // namespace caseload
