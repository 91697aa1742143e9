#include "read/at_once.hpp"

#include "core/numbers.hpp"

namespace caseload::site {
namespace {

std::optional<double> rate_at(const VariantResult& variant, std::int64_t users) {
  for (const Measurement& each : variant.measurements)
    if (each.purpose == "at-once" && each.users == users) return each.throughput_per_second;
  return std::nullopt;
}

}  // namespace

bool is_of_requests_at_once(const Case& the_case) {
  const Variant* slow = the_case.first(Pace::slow);
  return slow != nullptr && slow->headline && slow->headline->when == When::at_once;
}

std::optional<RatesAtOnce> rates_at_once(const VariantResult& slow, const VariantResult& fast) {
  std::optional<RatesAtOnce> found;
  for (const Measurement& each : slow.measurements) {
    if (each.purpose != "at-once" || !each.users || (found && found->users >= *each.users)) continue;
    const auto before = each.throughput_per_second, after = rate_at(fast, *each.users);
    if (before && after) found = {.users = *each.users, .before = *before, .after = *after};
  }
  return found;
}

std::string requests_at_once_text(std::int64_t requests) {
  return std::to_string(requests) + (requests == 1 ? " request" : " requests") + " at once";
}

std::string rates_text(const RatesAtOnce& rates) {
  return significant(rates.before) + " requests a second with the mistake, " + significant(rates.after) +
         " with the fix";
}

}  // namespace caseload::site
