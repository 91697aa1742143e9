// A run as the pages use it. Values that may be missing are optional or empty, and only a missing value means
// "not measured". docs/runs/run.schema.json explains all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/value.hpp"

namespace caseload::site {

using Names = std::vector<std::pair<std::string, std::string>>;
using Counts = std::vector<std::pair<std::string, std::int64_t>>;

struct Interval {
  double median = 0;
  double low = 0;
  double high = 0;
};

struct Histogram {
  int precision_bits = 0;
  std::int64_t count = 0;
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
  std::vector<std::pair<std::int64_t, std::int64_t>> buckets;  // lowest value, count; ascending

  // The upper bound (exclusive) of the bucket that begins at `lowest`.
  std::int64_t bucket_end(std::int64_t lowest) const;
};

struct Times {
  Histogram histogram;
  std::vector<std::pair<std::string, double>> percentiles;  // "p50", µs
};

struct Measurement {
  std::string purpose;  // pairs, paced, capacity, at-once, growth, floor
  Names knobs;
  std::optional<std::int64_t> users;
  std::optional<std::int64_t> requests;
  std::optional<std::int64_t> errors;
  std::optional<double> throughput_per_second;
  std::optional<Times> service_time;
  std::optional<Times> first_byte;
  std::optional<Times> response_time;
};

struct Phase {
  std::string name;
  std::optional<std::int64_t> wall_us;
};

struct Digest {
  std::string text;
  bool write = false;
  std::optional<std::int64_t> times;
  std::optional<std::int64_t> distinct;
  std::optional<std::int64_t> rows;
  std::optional<std::int64_t> microseconds;
  Value explain;
};

struct MemorySample {
  std::int64_t at_us = 0;
  std::optional<std::int64_t> app;
  std::optional<std::int64_t> render;
  std::optional<std::int64_t> driver;
};

struct Observation {
  Names knobs;
  std::string visit;  // cold, warm
  Counts evidence;
  std::vector<Phase> phases;
  std::vector<Digest> digests;
  std::vector<MemorySample> memory;  // in order of time

  std::optional<std::int64_t> count(std::string_view key) const;
};

struct ClaimSeen {
  std::string key;
  std::string formula;
  std::string relation;
  bool warm = false;
  bool on_floor = false;
  bool at_once = false;
  struct At {
    Names knobs;
    std::int64_t value = 0;
    std::optional<bool> holds;  // absent in older runs
  };
  std::vector<At> observed;
};

struct Finding {
  std::vector<std::string> labels;
  std::string rule;
  std::string summary;
  std::vector<std::string> evidence;
  std::string deciding_signal;
  std::string source;
};

struct Verdict {
  std::vector<Finding> findings;
  std::vector<std::string> notes;
  std::string outcome;
  std::string error;               // why nothing on the page could be judged; empty if it could
  std::vector<std::string> clean;  // labels; empty in older runs
  Names not_judged;                // label, what was missing; empty in older runs
  Names excused;                   // label, reason
};

// The evidence of `requests` requests that began at the same moment, added up; of times and memory, the
// highest.
struct CountsAtOnce {
  Names knobs;
  std::int64_t requests = 0;
  Counts evidence;

  std::optional<std::int64_t> count(std::string_view key) const;
};

struct VariantResult {
  std::string name;
  std::vector<Measurement> measurements;
  std::vector<Observation> observations;
  std::vector<ClaimSeen> claims;
  std::optional<CountsAtOnce> counts_at_once;  // only of cases whose demo sends several; unset in older runs
  std::optional<Verdict> verdict;
};

struct Comparison {
  std::string slow;
  std::string fast;
  Names knobs;
  std::int64_t pairs = 0;
  std::int64_t pairs_used = 0;
  std::optional<Interval> ratio;
  std::optional<Interval> noise;
  std::optional<Interval> slow_us;  // times, with the range of a further pass
  std::optional<Interval> fast_us;
  std::string conclusion;  // slower, faster, no clear difference, not measured
};

struct Curve {
  std::string variant;
  std::string key;
  std::string unit;
  std::string over;
  struct At {
    std::string at;
    double size = 0;
    double value = 0;
  };
  std::vector<At> points;
  std::optional<double> exponent;
  std::optional<double> exponent_error;
};

struct Equality {
  std::optional<bool> equal;
  std::string reason;
};

struct TableState {
  std::optional<std::int64_t> table_bytes;
  std::optional<std::int64_t> index_bytes;
  std::optional<std::int64_t> insert_rows;
  std::optional<std::int64_t> inserts_per_second;
};

struct InterventionSide {
  Counts evidence;
  std::optional<Measurement> measurement;
};

// A change to the database, with the measurements of one variant before and after it.
struct InterventionResult {
  std::string name;
  std::string title;
  std::string variant;
  std::string key;  // the evidence key that goes down
  std::string statement;
  Names knobs;
  InterventionSide before;
  InterventionSide after;
  std::optional<std::int64_t> apply_us;
  std::optional<std::int64_t> undo_us;
  TableState table_before;
  TableState table_after;
};

struct CaseResult {
  std::string slug;
  std::string title;
  std::vector<std::pair<std::string, std::string>> sources;  // path, SHA-256
  std::vector<VariantResult> variants;
  std::vector<Comparison> comparisons;
  std::vector<Curve> growth;
  std::vector<Equality> equality;
  std::vector<InterventionResult> interventions;
  std::vector<std::string> problems;

  const VariantResult* variant(std::string_view name) const;
};

struct ConfusionRow {
  std::string truth;
  std::string variant;
  std::vector<std::int64_t> cells;
  std::vector<std::string> labels;  // declared labels; only the truth in older runs
};

struct DetectedPage {
  std::string truth;
  std::string variant;
  std::string pace;  // slow, fast, negative, gallery
  Verdict verdict;
};

struct Detection {
  std::string mode;
  std::vector<DetectedPage> pages;
  std::vector<std::string> labels;
  std::vector<ConfusionRow> slow, fast, negatives, gallery;
  Counts score;  // slow, found, single, missed, quiet, false, excused, not_judged
  std::optional<bool> passed;
  std::vector<std::string> unequal;
  std::vector<std::pair<std::string, Counts>> rival_scores;  // rule: repeating, fired, quiet, false
};

struct Run {
  std::string id;  // the stem of the file name
  std::string kind;
  bool quick = false;
  std::string started;
  std::string finished;
  std::optional<std::int64_t> requests;
  std::optional<std::int64_t> errors;
  struct ErrorCount {
    std::string name;
    std::string message;
    std::int64_t count = 0;
  };
  std::vector<ErrorCount> error_counts;
  std::string commit;
  std::optional<bool> clean;
  std::string build;
  Names machine;        // readable: "Processor", "2 cores"
  Names versions;       // part, version
  std::string dataset;  // seed and sizes as one canonical text; equal texts mean equal data
  std::optional<std::int64_t> seed;
  std::vector<std::pair<std::string, Counts>> dataset_sizes;
  Names settings;              // with the names in the file
  bool of_some_cases = false;  // run with --case, so the detector's score is incomplete
  std::optional<double> confidence;
  std::optional<double> generator_cpu_share;
  std::vector<std::string> doubts;  // why its times are not used for a headline
  std::string interrupted;          // the signal that ended it early
  std::vector<CaseResult> cases;
  std::optional<Detection> detection;
  std::vector<std::string> notes;
  std::vector<std::string> problems;  // parts of the file that could not be used, with reasons

  const CaseResult* find_case(std::string_view slug) const;
};

bool same_knobs(const Names& a, const Names& b);  // in any order
std::string knobs_text(const Names& knobs);       // "n = 640, dataset = x1"; "" if there are none

}  // namespace caseload::site
