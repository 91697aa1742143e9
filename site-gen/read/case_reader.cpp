#include "read/case_reader.hpp"

#include <algorithm>

#include "read/detection_reader.hpp"

namespace caseload::site {
namespace {

std::optional<Interval> interval(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  std::optional<Interval> result;
  in.object(parent, key, [&](const JsonNode& value) {
    const auto median = in.positive(value, "median");
    const auto low = in.positive(value, "low");
    const auto high = in.positive(value, "high");
    if (!median || !low || !high) return;
    if (*low > *median || *median > *high)
      return in.complain("", "its low, median and high are out of order");
    result = Interval{*median, *low, *high};
  });
  return result;
}

std::optional<Histogram> histogram(DocumentReader& in, const JsonNode& parent) {
  std::optional<Histogram> result;
  in.object(parent, "histogram", [&](const JsonNode& value) {
    Histogram read;
    read.precision_bits =
        static_cast<int>(std::clamp<std::int64_t>(in.count(value, "precision_bits").value_or(0), 0, 20));
    read.minimum = in.count(value, "minimum");
    read.maximum = in.count(value, "maximum");
    const auto buckets = value.find("buckets");
    if (!buckets || !buckets->is_list() || read.precision_bits == 0)
      return in.complain("", "has no buckets or no precision");
    bool all_usable = true;
    buckets->each_item([&](const JsonNode& bucket) {
      constexpr std::int64_t day_us = 86'400'000'000;
      const auto [lowest, count] = bucket.integer_pair().value_or(std::pair<std::int64_t, std::int64_t>{});
      if (lowest < 0 || lowest > day_us || count <= 0 || count > day_us ||
          (!read.buckets.empty() && lowest <= read.buckets.back().first)) {
        all_usable = false;
        return;
      }
      read.buckets.emplace_back(lowest, count);
      read.count += count;
    });
    if (!all_usable) return in.complain("buckets", "contains something that is not a bucket");
    if (read.count > 0) result = std::move(read);
  });
  return result;
}

std::optional<Times> times(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  std::optional<Times> result;
  in.object(parent, key, [&](const JsonNode& value) {
    if (in.in_full()) {
      auto read = histogram(in, value);
      if (!read) return;
      result = Times{std::move(*read), {}};
    } else {
      result = Times{};
    }
    in.object(value, "percentiles", [&](const JsonNode& percentiles) {
      for (const char* name : {"p50", "p90", "p99", "p99.9"})
        if (const auto microseconds = in.not_negative(percentiles, name))
          result->percentiles.emplace_back(name, *microseconds);
    });
  });
  return result;
}

Measurement measurement(DocumentReader& in, const JsonNode& value) {
  Measurement read;
  read.purpose = in.text(value, "purpose");
  read.knobs = in.names(value, "knobs");
  in.object(value, "load_model", [&](const JsonNode& model) { read.users = in.count(model, "users"); });
  read.throughput_per_second = in.positive(value, "throughput_per_second");
  read.service_time = times(in, value, "service_time");
  read.first_byte = times(in, value, "first_byte");
  if (!in.in_full()) return read;
  read.requests = in.count(value, "requests");
  read.errors = in.count(value, "errors");
  read.response_time = times(in, value, "response_time");
  return read;
}

Value plan(const JsonNode& digest) {
  const auto explain = digest.find("explain");
  return explain ? explain->value() : Value();
}

Observation observation(DocumentReader& in, const JsonNode& value) {
  Observation read;
  read.knobs = in.names(value, "knobs");
  read.visit = in.text(value, "visit");
  read.evidence = in.counts(value, "evidence");
  if (!in.in_full()) return read;
  in.each(value, "phases", [&](const JsonNode& phase) {
    read.phases.push_back({in.text(phase, "name"), in.count(phase, "wall_us")});
  });
  in.each(value, "digests", [&](const JsonNode& digest) {
    read.digests.push_back({in.text(digest, "text"), in.flag(digest, "write").value_or(false),
                            in.count(digest, "times"), in.count(digest, "distinct"), in.count(digest, "rows"),
                            in.count(digest, "us"), plan(digest)});
  });
  in.each(value, "memory", [&](const JsonNode& sample) {
    const auto at_us = in.count(sample, "at_us");
    if (!at_us) return in.complain("at_us", "is missing");
    if (!read.memory.empty() && *at_us < read.memory.back().at_us) return in.complain("at_us", "goes back");
    read.memory.push_back(
        {*at_us, in.count(sample, "app"), in.count(sample, "render"), in.count(sample, "driver")});
  });
  return read;
}

ClaimSeen claim(DocumentReader& in, const JsonNode& value) {
  ClaimSeen read;
  read.key = in.text(value, "key");
  read.formula = in.text(value, "formula");
  read.relation = in.text(value, "relation");
  read.warm = in.flag(value, "warm").value_or(false);
  read.on_floor = in.flag(value, "on_floor").value_or(false);
  read.at_once = in.flag(value, "at_once").value_or(false);
  in.each(value, "observed", [&](const JsonNode& seen) {
    if (const auto number = in.whole(seen, "value"))
      read.observed.push_back({in.names(seen, "knobs"), *number, in.flag(seen, "holds")});
  });
  return read;
}

std::optional<CountsAtOnce> counts_at_once(DocumentReader& in, const JsonNode& parent) {
  std::optional<CountsAtOnce> result;
  in.object(parent, "at_once", [&](const JsonNode& value) {
    const auto requests = in.count(value, "requests");
    if (!requests) return in.complain("requests", "is missing");
    if (*requests < 2) return in.complain("requests", "is below 2");
    result = CountsAtOnce{in.names(value, "knobs"), *requests, in.counts(value, "evidence")};
  });
  return result;
}

VariantResult variant(DocumentReader& in, const JsonNode& value) {
  VariantResult read;
  read.name = in.text(value, "name");
  in.each(value, "measurements",
          [&](const JsonNode& each) { read.measurements.push_back(measurement(in, each)); });
  in.each(value, "observations",
          [&](const JsonNode& each) { read.observations.push_back(observation(in, each)); });
  in.each(value, "claims", [&](const JsonNode& each) { read.claims.push_back(claim(in, each)); });
  read.counts_at_once = counts_at_once(in, value);
  in.object(value, "verdict", [&](const JsonNode& each) { read.verdict = read_verdict(in, each); });
  return read;
}

Comparison comparison(DocumentReader& in, const JsonNode& value) {
  Comparison read;
  read.slow = in.text(value, "slow");
  read.fast = in.text(value, "fast");
  read.knobs = in.names(value, "knobs");
  in.each(value, "pairs", [&](const JsonNode& pair) {
    ++read.pairs;
    if (in.flag(pair, "used").value_or(false)) ++read.pairs_used;
  });
  read.ratio = interval(in, value, "ratio");
  read.noise = interval(in, value, "noise");
  read.slow_us = interval(in, value, "slow_us");
  read.fast_us = interval(in, value, "fast_us");
  read.conclusion = in.text(value, "conclusion");
  return read;
}

Curve curve(DocumentReader& in, const JsonNode& value) {
  Curve read;
  read.variant = in.text(value, "variant");
  read.key = in.text(value, "key");
  read.unit = in.text(value, "unit");
  read.over = in.text(value, "over");
  in.each(value, "points", [&](const JsonNode& point) {
    const auto size = in.positive(point, "size");
    const auto seen = in.not_negative(point, "value");
    if (!size || !seen) return;
    const auto at = point.find("at");
    const auto number = at ? at->integer() : std::nullopt;
    const auto name = at ? at->text() : std::nullopt;
    read.points.push_back({number ? std::to_string(*number) : std::string(name.value_or("")), *size, *seen});
  });
  std::stable_sort(read.points.begin(), read.points.end(),
                   [](const Curve::At& a, const Curve::At& b) { return a.size < b.size; });
  in.object(value, "exponent", [&](const JsonNode& exponent) {
    read.exponent = in.number(exponent, "value");
    read.exponent_error = in.not_negative(exponent, "standard_error");
  });
  return read;
}

TableState table_state(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  TableState read;
  in.object(parent, key, [&](const JsonNode& value) {
    read = {in.count(value, "table_bytes"), in.count(value, "index_bytes"), in.count(value, "insert_rows"),
            in.count(value, "inserts_per_second")};
  });
  return read;
}

InterventionSide side(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  InterventionSide read;
  in.object(parent, key, [&](const JsonNode& value) {
    read.evidence = in.counts(value, "evidence");
    in.object(value, "measurement", [&](const JsonNode& each) { read.measurement = measurement(in, each); });
  });
  return read;
}

InterventionResult intervention(DocumentReader& in, const JsonNode& value) {
  InterventionResult read;
  read.name = in.text(value, "name");
  read.title = in.text(value, "title");
  read.variant = in.text(value, "variant");
  read.key = in.text(value, "key");
  read.statement = in.text(value, "statement");
  read.knobs = in.names(value, "knobs");
  read.before = side(in, value, "before");
  in.object(value, "made", [&](const JsonNode& made) {
    read.apply_us = in.count(made, "us");
    read.table_before = table_state(in, made, "before");
    read.table_after = table_state(in, made, "after");
  });
  read.after = side(in, value, "after");
  in.object(value, "undone", [&](const JsonNode& undone) { read.undo_us = in.count(undone, "us"); });
  return read;
}

}  // namespace

CaseResult read_case(DocumentReader& in, const JsonNode& value) {
  CaseResult read;
  read.slug = in.text(value, "slug");
  read.title = in.text(value, "title");
  in.each(value, "sources", [&](const JsonNode& source) {
    read.sources.emplace_back(in.text(source, "path"), in.text(source, "sha256"));
  });
  in.each(value, "variants", [&](const JsonNode& each) {
    VariantResult found = variant(in, each);
    if (found.name.empty()) return in.complain("name", "is missing");
    if (read.variant(found.name) != nullptr) return in.complain("name", "occurs twice");
    read.variants.push_back(std::move(found));
  });
  in.each(value, "comparisons",
          [&](const JsonNode& each) { read.comparisons.push_back(comparison(in, each)); });
  in.each(value, "equality", [&](const JsonNode& each) {
    read.equality.push_back({in.flag(each, "equal"), in.text(each, "reason")});
  });
  read.problems = in.texts(value, "problems");
  if (!in.in_full()) return read;
  in.each(value, "growth", [&](const JsonNode& each) { read.growth.push_back(curve(in, each)); });
  in.each(value, "interventions", [&](const JsonNode& each) {
    InterventionResult found = intervention(in, each);
    if (found.title.empty()) return in.complain("title", "is missing");
    read.interventions.push_back(std::move(found));
  });
  return read;
}

}  // namespace caseload::site
