#include "read/summary.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "read/evidence_text.hpp"

namespace caseload::site {
namespace {

const Comparison* comparison_for(const Case* the_case, const CaseResult& result) {
  const auto is_main = [&](const Comparison& each) {
    const Variant* slow = the_case == nullptr ? nullptr : the_case->first(Pace::slow);
    const Variant* fast = the_case == nullptr ? nullptr : the_case->first(Pace::fast);
    return slow != nullptr && fast != nullptr && each.slow == slow->name && each.fast == fast->name;
  };
  const Comparison* best = nullptr;
  int best_rank = -1;
  for (const Comparison& each : result.comparisons) {
    const int rank = (is_main(each) ? 2 : 0) + (each.ratio ? 1 : 0);
    if (rank > best_rank) {
      best = &each;
      best_rank = rank;
    }
  }
  return best;
}

std::optional<std::int64_t> claimed_value(const VariantResult& variant, std::string_view key, bool warm,
                                          const Names& knobs) {
  for (const ClaimSeen& claim : variant.claims) {
    if (claim.key != key || claim.warm != warm || claim.on_floor) continue;
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
      if (claim.variant == headline.slow && !claim.on_floor)
        keys.emplace_back(name_of(claim.key), claim.when != When::any);
  for (const ClaimSeen& claim : slow.claims)
    if (!claim.on_floor) keys.emplace_back(claim.key, claim.warm);
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

std::optional<double> median_time(const CaseResult& result, const std::string& variant, const Names& knobs) {
  const VariantResult* found = result.variant(variant);
  if (found == nullptr) return std::nullopt;
  for (const Measurement& each : found->measurements) {
    if (each.purpose != "pairs" || !each.service_time || !same_knobs(each.knobs, knobs)) continue;
    for (const auto& [name, microseconds] : each.service_time->percentiles)
      if (name == "p50") return microseconds;
  }
  return std::nullopt;
}

std::string joined(const Names& names) {
  std::string text;
  for (const auto& [name, value] : names) text.append(name).append("=").append(value).append(";");
  return text;
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
  if (const Comparison* comparison = comparison_for(the_case, result)) {
    headline.slow = comparison->slow;
    headline.fast = comparison->fast;
    headline.knobs = comparison->knobs;
    headline.ratio = comparison->ratio;
    headline.noise = comparison->noise;
    headline.slow_us = comparison->slow_us;
    headline.fast_us = comparison->fast_us;
    headline.conclusion = comparison->ratio ? comparison->conclusion : "not measured";
  } else if (the_case != nullptr && the_case->first(Pace::slow) != nullptr &&
             the_case->first(Pace::fast) != nullptr) {
    headline.slow = the_case->first(Pace::slow)->name;
    headline.fast = the_case->first(Pace::fast)->name;
    const VariantResult* slow = result.variant(headline.slow);
    if (slow != nullptr && !slow->observations.empty()) headline.knobs = slow->observations.back().knobs;
  }
  const VariantResult* slow = result.variant(headline.slow);
  const VariantResult* fast = result.variant(headline.fast);
  if (slow != nullptr && fast != nullptr) add_counts(the_case, *slow, *fast, headline);
  return headline;
}

void forget_times(Headline& headline) {
  headline.ratio.reset();
  headline.noise.reset();
  headline.slow_us.reset();
  headline.fast_us.reset();
  headline.conclusion = "not measured";
}

const CaseSummary* RunSummary::find_case(std::string_view slug) const {
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const CaseSummary& each) { return each.slug == slug; });
  return found == cases.end() ? nullptr : &*found;
}

RunSummary summary_of(const Run& run, const Portfolio& portfolio) {
  RunSummary summary;
  summary.id = run.id;
  summary.kind = run.kind;
  summary.started = run.started;
  summary.quick = run.quick;
  summary.doubts = run.doubts;
  summary.of_some_cases = run.of_some_cases || !run.interrupted.empty();
  summary.commit = run.commit;
  summary.clean = run.clean;
  summary.requests = run.requests;
  summary.errors = run.errors;
  summary.problems = run.problems.size();
  summary.machine = joined(run.machine);
  Names terms = run.settings;
  std::erase_if(terms, [](const auto& each) { return each.first == "random_seed"; });
  summary.terms = joined(terms) + (run.quick ? "quick;" : "") + run.dataset;
  if (run.detection) {
    for (const auto& [key, value] : run.detection->score) {
      if (key == "found") summary.score_found = value;
      if (key == "slow") summary.score_slow = value;
      if (key == "false") summary.score_false = value;
    }
  }
  for (const CaseResult& result : run.cases) {
    CaseSummary each;
    each.slug = result.slug;
    const PortfolioEntry* known = portfolio.find(result.slug);
    each.headline = headline_of(known == nullptr ? nullptr : known->the_case, result);
    each.slow_us = median_time(result, each.headline.slow, each.headline.knobs);
    each.fast_us = median_time(result, each.headline.fast, each.headline.knobs);
    for (const Equality& equality : result.equality)
      if (equality.equal) each.equal = each.equal.value_or(true) && *equality.equal;
    for (const VariantResult& variant : result.variants)
      if (variant.verdict) each.outcomes.push_back(variant.verdict->outcome);
    summary.cases.push_back(std::move(each));
  }
  return summary;
}

int usefulness_of(const RunSummary& run, const CaseSummary& result) {
  if (!result.headline.ratio || !run.doubts.empty()) return 1;
  return run.quick ? 2 : 3;
}

std::string confidence_text(const std::optional<double>& confidence) {
  return confidence ? significant(*confidence * 100) + " % interval" : "interval";
}

std::string verdict_sentence(const Headline& headline, const std::optional<double>& confidence) {
  std::string counts;
  if (headline.before && headline.after) {
    counts = *headline.before == *headline.after
                 ? with_noun(*headline.before, headline.key) + " in both"
                 : with_noun(*headline.before, headline.key) + " before, " +
                       evidence_text(*headline.after, headline.key) + " after";
    if (headline.warm) counts += ", on a repeated request";
  }
  if (!headline.ratio) {
    if (counts.empty()) return "Not measured yet.";
    return "Time was not measured. Counts: " + counts + ".";
  }
  const std::string interval = confidence_text(confidence) + " " + ratio_text(headline.ratio->low) + " to " +
                               ratio_text(headline.ratio->high);
  std::string sentence;
  if (headline.is_clear()) {
    sentence = std::string(headline.conclusion == "slower" ? "The" : "Here the fix is slower: the") +
               " mistake takes " + ratio_text(headline.ratio->median) + " times as long as the fix (" +
               interval + ")";
  } else {
    sentence =
        "No clear difference in time: ratio " + ratio_text(headline.ratio->median) + " (" + interval + ")";
    // An interval that excludes 1 looks like a difference, so explain why it isn't one.
    if (headline.noise && (headline.ratio->low > 1 || headline.ratio->high < 1))
      sentence += ", while the fix compared with itself ranged from " + ratio_text(headline.noise->low) +
                  " to " + ratio_text(headline.noise->high);
  }
  if (counts.empty()) return sentence + ".";
  if (headline.count_knobs.empty()) return sentence + ": " + counts + ".";
  return sentence + ". At " + knobs_text(headline.count_knobs) + ": " + counts + ".";
}

std::string counts_title(const Headline& headline) {
  std::string title = title_of_key(headline.key);  // used after numbers: "101 → 1 queries"
  if (title.size() > 1 && title[0] >= 'A' && title[0] <= 'Z' && title[1] >= 'a') title[0] += 'a' - 'A';
  return headline.count_knobs.empty() ? title : title + " at " + knobs_text(headline.count_knobs);
}

}  // namespace caseload::site
