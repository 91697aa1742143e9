// What a run says about a case whose lesson shows only when several requests meet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/case.hpp"
#include "read/run.hpp"

namespace caseload::site {

// Requests a second of both variants while `users` requests were under way.
struct RatesAtOnce {
  std::int64_t users;
  double before, after;
};

// Whether the first slow variant declares a measure of several requests at once.
bool is_of_requests_at_once(const Case& the_case);

// With the most requests at once that both were measured with.
std::optional<RatesAtOnce> rates_at_once(const VariantResult& slow, const VariantResult& fast);

std::string requests_at_once_text(std::int64_t requests);  // "8 requests at once"
// Without a full stop: "151 requests a second with the mistake, 612 with the fix".
std::string rates_text(const RatesAtOnce& rates);

}  // namespace caseload::site
