#include "read/summary_archive.hpp"

#include "read/bytes.hpp"

namespace caseload::site {

// Found by argument-dependent lookup, therefore not in an anonymous namespace. Each names every member.
template <typename Archive>
void each_member(Interval& value, Archive& archive) {
  auto& [median, low, high] = value;
  archive(median), archive(low), archive(high);
}

template <typename Archive>
void each_member(RatesAtOnce& value, Archive& archive) {
  auto& [users, before, after] = value;
  archive(users), archive(before), archive(after);
}

template <typename Archive>
void each_member(Headline& value, Archive& archive) {
  auto& [slow, fast, knobs, ratio, conclusion, key, before, after, is_declared, warm, on_floor, count_knobs,
         noise, slow_us, fast_us, requests_at_once, rates_at_once] = value;
  archive(slow), archive(fast), archive(knobs), archive(ratio), archive(conclusion), archive(key);
  archive(before), archive(after), archive(is_declared), archive(warm), archive(on_floor);
  archive(count_knobs), archive(noise);
  archive(slow_us), archive(fast_us), archive(requests_at_once), archive(rates_at_once);
}

template <typename Archive>
void each_member(CaseSummary& value, Archive& archive) {
  auto& [slug, headline, equal, slow_us, fast_us, outcomes] = value;
  archive(slug), archive(headline), archive(equal), archive(slow_us), archive(fast_us), archive(outcomes);
}

template <typename Archive>
void each_member(RunSummary& value, Archive& archive) {
  auto& [id, page, raw, kind, started, quick, doubts, of_some_cases, commit, clean, requests, errors,
         problems, machine, terms, score_found, score_slow, score_false, cases, material] = value;
  archive(id), archive(page), archive(raw), archive(kind), archive(started), archive(quick), archive(doubts);
  archive(of_some_cases), archive(commit), archive(clean), archive(requests), archive(errors);
  archive(problems), archive(machine), archive(terms), archive(score_found), archive(score_slow);
  archive(score_false), archive(cases), archive(material);
}

std::string packed(const RunSummary& summary) {
  Packer pack;
  pack(summary);
  return std::move(pack.bytes());
}

RunSummary unpacked(std::string_view bytes) {
  Unpacker unpack(bytes);
  RunSummary summary;
  unpack(summary);
  if (!unpack.is_at_end()) throw std::runtime_error("the bytes don't end with the summary");
  return summary;
}

}  // namespace caseload::site
