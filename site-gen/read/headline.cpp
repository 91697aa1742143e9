#include "read/headline.hpp"

#include <algorithm>
#include <cmath>

#include "core/counterparts.hpp"

namespace caseload::site {
namespace {

std::optional<std::int64_t> claimed_value(const VariantResult& variant, std::string_view key, bool warm,
                                          const Names& knobs, bool on_floor = false) {
  for (const ClaimSeen& claim : variant.claims) {
    if (claim.key != key || claim.warm != warm || claim.on_floor != on_floor || claim.at_once) continue;
    for (const ClaimSeen::At& at : claim.observed)
      if (same_knobs(at.knobs, knobs)) return at.value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> value_of(const VariantResult& variant, std::string_view key, bool warm,
                                     const Names& knobs) {
  if (const Observation* seen = observation_of(variant, knobs, warm))
    if (const auto value = seen->count(key)) return value;
  return claimed_value(variant, key, warm, knobs);
}

// The median of the time to the first byte while the variants took turns. One request says little about a
// time.
std::optional<std::int64_t> median_first_byte(const VariantResult& variant, const Names& knobs) {
  for (const Measurement& each : variant.measurements) {
    if (each.purpose != "pairs" || !each.first_byte || !same_knobs(each.knobs, knobs)) continue;
    for (const auto& [name, microseconds] : each.first_byte->percentiles)
      if (name == "p50") return std::llround(microseconds);
  }
  return std::nullopt;
}

std::optional<std::int64_t> declared_value(const VariantResult& variant, const caseload::Headline& declared,
                                           const Names& knobs) {
  const std::string_view key = name_of(declared.key);
  if (declared.when == When::at_once)
    return variant.counts_at_once ? variant.counts_at_once->count(key) : std::nullopt;
  const bool warm = declared.when != When::any;
  if (declared.on_floor) return claimed_value(variant, key, warm, knobs, true);
  if (declared.key == Key::first_byte)
    if (const auto median = median_first_byte(variant, knobs)) return median;
  return value_of(variant, key, warm, knobs);
}

bool includes(const Names& knobs, const KnobValues& wanted) {
  return std::ranges::all_of(wanted,
                             [&](const auto& knob) { return std::ranges::find(knobs, knob) != knobs.end(); });
}

// The size at which the declared measure shows best: `usual` unless the case names another.
std::optional<Names> size_of(const VariantResult& slow, const caseload::Headline& declared,
                             const Names& usual) {
  if (declared.when == When::at_once)
    return slow.counts_at_once ? std::optional(slow.counts_at_once->knobs) : std::nullopt;
  if (includes(usual, declared.knobs)) return usual;
  for (const Observation& seen : slow.observations)
    if (includes(seen.knobs, declared.knobs)) return seen.knobs;
  return std::nullopt;
}

// The measure that the first slow variant declares, with the fix that does best by it. Unchanged if this run
// did not measure it.
void put_declared_measure(const Case& the_case, const CaseResult& result, const Names& usual,
                          Headline& headline) {
  const Variant* slow = the_case.first(Pace::slow);
  if (slow == nullptr || !slow->headline) return;
  const caseload::Headline& declared = *slow->headline;
  const VariantResult* of_slow = result.variant(slow->name);
  const auto size = of_slow == nullptr ? std::nullopt : size_of(*of_slow, declared, usual);
  const auto before = size ? declared_value(*of_slow, declared, *size) : std::nullopt;
  if (!before) return;
  for (const Variant* variant : counterparts_of(the_case, *slow)) {
    const VariantResult* fix = result.variant(variant->name);
    const auto after = fix == nullptr ? std::nullopt : declared_value(*fix, declared, *size);
    if (!after || (headline.after && *after >= *headline.after)) continue;
    headline.after = after;
    headline.fast = variant->name;
  }
  if (!headline.after) return;
  headline.slow = slow->name;
  headline.key = name_of(declared.key);
  headline.before = before;
  headline.is_declared = true;
  headline.warm = declared.when == When::warm || declared.when == When::revisit;
  if (declared.when == When::at_once) headline.requests_at_once = of_slow->counts_at_once->requests;
  headline.on_floor = declared.on_floor;
  if (!same_knobs(*size, usual)) headline.count_knobs = in_order(&the_case, *size);
}

// The variants' names are those of the declared measure, or else those that the catalogue lists first.
const Comparison* comparison_for(const CaseResult& result, const Headline& headline) {
  const Comparison* best = nullptr;
  int best_rank = -1;
  for (const Comparison& each : result.comparisons) {
    const bool is_main = each.slow == headline.slow && each.fast == headline.fast;
    const int rank = (is_main ? 2 : 0) + (each.ratio ? 1 : 0);
    if (rank > best_rank) {
      best = &each;
      best_rank = rank;
    }
  }
  return best;
}

// The size at which the variants were compared, or else one that was seen.
Names usual_size(const CaseResult& result, std::string_view slow) {
  if (!result.comparisons.empty()) return result.comparisons.front().knobs;
  const VariantResult* variant = result.variant(slow);
  return variant == nullptr || variant->observations.empty() ? Names{} : variant->observations.back().knobs;
}

using KeyOfVisit = std::pair<std::string, bool>;  // evidence key, and whether it is of a warm visit

// If the fix does less work only at larger sizes (a stream needs one buffer, even for a short response),
// shows the counts at the size where the mistake does most.
void add_counts_of_another_size(const Case* the_case, const VariantResult& slow, const VariantResult& fast,
                                const std::vector<KeyOfVisit>& keys, Headline& headline) {
  for (const auto& [key, warm] : keys) {
    const Observation* largest = nullptr;
    for (const Observation& seen : slow.observations) {
      if ((seen.visit == "warm") != warm) continue;
      const auto before = seen.count(key);
      const auto after = value_of(fast, key, warm, seen.knobs);
      if (before && after && *before > *after && (largest == nullptr || *before > *largest->count(key)))
        largest = &seen;
    }
    if (largest == nullptr) continue;
    headline.key = key;
    headline.warm = warm;
    headline.before = largest->count(key);
    headline.after = value_of(fast, key, warm, largest->knobs);
    headline.count_knobs = in_order(the_case, largest->knobs);
    return;
  }
}

// The counts of the sentence: the first claim of the slow variant whose count was seen to be lower after the
// fix, or else to differ.
void add_counts(const Case* the_case, const VariantResult& slow, const VariantResult& fast,
                Headline& headline) {
  std::vector<KeyOfVisit> keys;
  if (the_case != nullptr)
    for (const Claim& claim : the_case->claims)
      if (claim.variant == headline.slow && !claim.on_floor && claim.when != When::at_once)
        keys.emplace_back(name_of(claim.key), claim.when != When::any);
  for (const ClaimSeen& claim : slow.claims)
    if (!claim.on_floor && !claim.at_once) keys.emplace_back(claim.key, claim.warm);
  if (the_case != nullptr)
    for (const Growth& growth : the_case->growth)
      if (growth.variant == headline.slow) keys.emplace_back(name_of(growth.key), false);
  keys.emplace_back(name_of(Key::sql), false);
  for (const auto& [key, warm] : keys) {
    const auto before = value_of(slow, key, warm, headline.knobs);
    const auto after = value_of(fast, key, warm, headline.knobs);
    if (!before || !after) continue;
    const bool is_first_to_differ = headline.before == headline.after && *before != *after;
    if (!headline.key.empty() && !is_first_to_differ && *before <= *after) continue;
    headline.key = key;
    headline.warm = warm;
    headline.before = before;
    headline.after = after;
    if (*before > *after) return;
  }
  add_counts_of_another_size(the_case, slow, fast, keys, headline);
}

}  // namespace

const Observation* observation_of(const VariantResult& variant, const Names& knobs, bool warm) {
  const Observation* other = nullptr;
  for (const Observation& each : variant.observations) {
    if (!same_knobs(each.knobs, knobs)) continue;
    if ((each.visit == "warm") == warm) return &each;
    if (other == nullptr) other = &each;
  }
  return warm ? nullptr : other;
}

const Observation* observation_of(const VariantResult& variant, const Headline& headline) {
  if (headline.warm)
    if (const Observation* warm = observation_of(variant, headline.knobs, true)) return warm;
  return observation_of(variant, headline.knobs);
}

Names in_order(const Case* the_case, Names knobs) {
  if (the_case == nullptr) return knobs;
  const auto place = [&](const auto& knob) {
    return std::find_if(the_case->knobs.begin(), the_case->knobs.end(),
                        [&](const KnobSpec& each) { return each.name == knob.first; });
  };
  std::stable_sort(knobs.begin(), knobs.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return knobs;
}

Headline headline_of(const Case* the_case, const CaseResult& result) {
  Headline headline;
  headline.conclusion = "not measured";
  if (the_case != nullptr) {
    if (const Variant* slow = the_case->first(Pace::slow)) headline.slow = slow->name;
    headline.knobs = usual_size(result, headline.slow);
    put_declared_measure(*the_case, result, headline.knobs, headline);
    if (const Variant* fast = the_case->first(Pace::fast); fast != nullptr && headline.fast.empty())
      headline.fast = fast->name;
  }
  const Comparison* comparison = comparison_for(result, headline);
  const bool is_of_others =
      comparison != nullptr && (comparison->slow != headline.slow || comparison->fast != headline.fast);
  if (comparison != nullptr && !(is_of_others && headline.is_declared)) {
    headline.slow = comparison->slow;
    headline.fast = comparison->fast;
    headline.knobs = comparison->knobs;
    headline.ratio = comparison->ratio;
    headline.noise = comparison->noise;
    headline.slow_us = comparison->slow_us;
    headline.fast_us = comparison->fast_us;
    headline.conclusion = comparison->ratio ? comparison->conclusion : "not measured";
  }
  const VariantResult* slow = result.variant(headline.slow);
  const VariantResult* fast = result.variant(headline.fast);
  if (headline.is_declared || slow == nullptr || fast == nullptr) return headline;
  // A single request of such a case does the same work with the mistake and with the fix.
  if (the_case != nullptr && is_of_requests_at_once(*the_case))
    headline.rates_at_once = rates_at_once(*slow, *fast);
  else
    add_counts(the_case, *slow, *fast, headline);
  return headline;
}

void forget_times(Headline& headline) {
  headline.ratio.reset();
  headline.noise.reset();
  headline.slow_us.reset();
  headline.fast_us.reset();
  headline.rates_at_once.reset();
  headline.conclusion = "not measured";
}

}  // namespace caseload::site
