// Runs all variants of a case once within one request, for /api/examples and the case page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/at_once.hpp"
#include "app/exchange.hpp"
#include "core/errors.hpp"

namespace caseload {

// One of several requests that were sent at the same time. Times are from the start of the first one.
struct RequestRun {
  std::int64_t start_us = 0, end_us = 0;
  int status = 0;
  std::vector<TraceSpan> spans;
};

struct VariantRun {
  const Variant* variant;
  int status;
  std::optional<HttpError> refusal;  // a 4xx response; nothing else is known then
  std::string location;              // the Location header; empty if there is none
  std::string body_sha256;
  std::vector<NameValue>
      revisit;  // the validators that a browser sends on its next visit, if it must revalidate
  Evidence evidence;
  std::vector<ClaimResult> claims;  // only those whose keys were measured
  Value trace;                      // the whole trace, as at /evidence
  // If several requests were sent at the same time: all of them, in the order in which they ended. `evidence`
  // then has the sums of their counts, but the highest of their times, memory and whatever doesn't add up.
  // `trace` is that of the request that took longest.
  std::vector<RequestRun> requests{};
};

struct CaseRun {
  std::vector<VariantRun> runs;
  std::vector<VariantRun> floors;  // of the variants that have a floor; run after all variants
  std::optional<bool> equal;       // std::nullopt: can't be compared, see `reason`
  std::string reason;              // also names the variants that refused, if that makes them unequal
};

// The knobs of `request` must be parsed, and it must name an active session (shop/visitors.hpp) for variants
// that need one. The HTML bodies of first visits by a client that accepts gzip are compared, after decoding.
// A variant may refuse knobs that others accept (400), such as the number of a page that it can't jump to. If
// it refuses for any other reason, the variants are unequal. If all refuse or one fails, the error ends the
// whole run.
CaseRun run_variants(Owners& owners, const Request& request, const Case& the_case, bool probe);

// Runs every variant several times at the same time, in as many requests as `at_once` sends. `prepare`
// (nullptr: nothing) runs before each variant. The bodies of all requests are compared. Throws the first
// error of a request.
CaseRun run_at_once(AtOnce& at_once, Owners& owners, const Request& request, const Case& the_case,
                    void (*prepare)(const Request&, Services&), bool probe);

// Runs one variant once, with a probe. Throws the HttpError of a variant that refuses the request.
VariantRun run_variant(Owners& owners, const Request& request, const Case& the_case, const Variant& variant);

// Runs one variant again, as a returning browser with the validators it received.
VariantRun run_again(Owners& owners, const Request& request, const Case& the_case, const VariantRun& before,
                     bool probe);

// The page's data.
Value data_of(Owners& owners, const Request& request, const Case& the_case, const Variant& variant);

// Claims as they appear in documents: [{key, formula, relation, expected, measured, holds}].
Value document_of(const std::vector<ClaimResult>& claims);

// The members "knobs", "requests", "equal" and "variants" of requests at the same time, with the spans of
// each.
Value document_at_once(const CaseRun& run, const Knobs& knobs);

// Compares the bodies, unless the case says why they differ.
void compare(CaseRun& run, const Case& the_case);

// Runs the variant and collects what was measured.
VariantRun run_in(Exchange& exchange, const Variant& variant);

// The request as browsers send their first one for this page.
Request first_visit(Request request, Format format);

// {"sql": 101, ...}
Value document_of(const Evidence& evidence);

// {"n": "20", ...}: as in an address.
Value document_of(const Knobs& knobs);

// nullptr if there is none.
const VariantRun* run_of(const std::vector<VariantRun>& runs, std::string_view variant);

// The document at /api/examples/<slug>/.
Value document_of(const CaseRun& run, const Case& the_case, const Knobs& knobs);

}  // namespace caseload
