#include "run_reader.hpp"

#include <algorithm>
#include <fstream>

#include "document_reader.hpp"
#include "html.hpp"
#include "io/json.hpp"

namespace caseload::site {
namespace {

std::optional<Interval> interval(DocumentReader& in, const Value& parent, std::string_view key) {
  std::optional<Interval> result;
  in.object(parent, key, [&](const Value& value) {
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

std::optional<Histogram> histogram(DocumentReader& in, const Value& parent) {
  std::optional<Histogram> result;
  in.object(parent, "histogram", [&](const Value& value) {
    Histogram read;
    read.precision_bits =
        static_cast<int>(std::clamp<std::int64_t>(in.count(value, "precision_bits").value_or(0), 0, 20));
    read.minimum = in.count(value, "minimum");
    read.maximum = in.count(value, "maximum");
    const Value::List* buckets = value["buckets"].items();
    if (buckets == nullptr || read.precision_bits == 0)
      return in.complain("", "has no buckets or no precision");
    for (const Value& bucket : *buckets) {
      const Value::List* pair = bucket.items();
      const std::int64_t* lowest = pair != nullptr && pair->size() == 2 ? (*pair)[0].integer() : nullptr;
      const std::int64_t* count = pair != nullptr && pair->size() == 2 ? (*pair)[1].integer() : nullptr;
      constexpr std::int64_t a_day = 86'400'000'000;
      if (lowest == nullptr || count == nullptr || *lowest < 0 || *lowest > a_day || *count <= 0 ||
          *count > a_day || (!read.buckets.empty() && *lowest <= read.buckets.back().first))
        return in.complain("buckets", "holds something that is no bucket");
      read.buckets.emplace_back(*lowest, *count);
      read.count += *count;
    }
    if (read.count > 0) result = std::move(read);
  });
  return result;
}

std::optional<Times> times(DocumentReader& in, const Value& parent, std::string_view key) {
  std::optional<Times> result;
  in.object(parent, key, [&](const Value& value) {
    auto read = histogram(in, value);
    if (!read) return;
    result = Times{std::move(*read), {}};
    in.object(value, "percentiles", [&](const Value& percentiles) {
      for (const char* name : {"p50", "p90", "p99", "p99.9"})
        if (const auto microseconds = in.not_negative(percentiles, name))
          result->percentiles.emplace_back(name, *microseconds);
    });
  });
  return result;
}

Measurement measurement(DocumentReader& in, const Value& value) {
  Measurement read;
  read.purpose = in.text(value, "purpose");
  read.knobs = in.names(value, "knobs");
  in.object(value, "load_model", [&](const Value& model) {
    read.load_model = in.text(model, "kind");
    read.users = in.count(model, "users");
    read.rate_per_second = in.positive(model, "rate_per_second");
  });
  read.requests = in.count(value, "requests");
  read.errors = in.count(value, "errors");
  read.throughput_per_second = in.positive(value, "throughput_per_second");
  read.service_time = times(in, value, "service_time");
  read.response_time = times(in, value, "response_time");
  read.first_byte = times(in, value, "first_byte");
  read.bytes = in.count(value, "bytes");
  read.over_limit = in.flag(value, "over_limit").value_or(false);
  return read;
}

Observation observation(DocumentReader& in, const Value& value) {
  Observation read;
  read.knobs = in.names(value, "knobs");
  read.visit = in.text(value, "visit");
  read.status = in.count(value, "status");
  read.evidence = in.counts(value, "evidence");
  in.each(value, "phases", [&](const Value& phase) {
    read.phases.push_back({in.text(phase, "name"), in.count(phase, "wall_us"), in.count(phase, "cpu_us")});
  });
  in.each(value, "digests", [&](const Value& digest) {
    read.digests.push_back({in.text(digest, "text"), in.flag(digest, "write").value_or(false),
                            in.count(digest, "times"), in.count(digest, "distinct"), in.count(digest, "rows"),
                            in.count(digest, "us"), digest["explain"]});
  });
  return read;
}

ClaimSeen claim(DocumentReader& in, const Value& value) {
  ClaimSeen read;
  read.key = in.text(value, "key");
  read.formula = in.text(value, "formula");
  read.relation = in.text(value, "relation");
  read.warm = in.flag(value, "warm").value_or(false);
  in.each(value, "observed", [&](const Value& seen) {
    if (const auto number = in.whole(seen, "value"))
      read.observed.push_back({in.names(seen, "knobs"), *number, in.whole(seen, "expected")});
  });
  return read;
}

Verdict verdict(DocumentReader& in, const Value& value) {
  Verdict read;
  in.each(value, "findings", [&](const Value& finding) {
    Finding found{in.texts(finding, "labels"),         in.text(finding, "rule"),
                  in.text(finding, "summary"),         in.texts(finding, "evidence"),
                  in.text(finding, "deciding_signal"), in.text(finding, "source")};
    if (found.labels.empty()) return in.complain("labels", "is empty");
    read.findings.push_back(std::move(found));
  });
  read.notes = in.texts(value, "notes");
  read.outcome = in.text(value, "outcome");
  in.each(value, "excused", [&](const Value& excuse) {
    read.excused.emplace_back(in.text(excuse, "label"), in.text(excuse, "reason"));
  });
  in.object(value, "rivals", [&](const Value& rivals) {
    for (const auto& [name, fired] : *rivals.members())
      if (const auto flag = in.flag(rivals, name)) read.rivals.emplace_back(name, *flag);
  });
  return read;
}

VariantResult variant(DocumentReader& in, const Value& value) {
  VariantResult read;
  read.name = in.text(value, "name");
  read.pace = in.text(value, "pace");
  read.method = in.text(value, "method");
  read.path = in.text(value, "path");
  in.each(value, "measurements",
          [&](const Value& each) { read.measurements.push_back(measurement(in, each)); });
  in.each(value, "observations",
          [&](const Value& each) { read.observations.push_back(observation(in, each)); });
  in.each(value, "claims", [&](const Value& each) { read.claims.push_back(claim(in, each)); });
  in.object(value, "verdict", [&](const Value& each) { read.verdict = verdict(in, each); });
  return read;
}

Comparison comparison(DocumentReader& in, const Value& value) {
  Comparison read;
  read.slow = in.text(value, "slow");
  read.fast = in.text(value, "fast");
  read.knobs = in.names(value, "knobs");
  in.each(value, "pairs", [&](const Value& pair) {
    ++read.pairs;
    if (in.flag(pair, "used").value_or(false)) ++read.pairs_used;
  });
  read.ratio = interval(in, value, "ratio");
  read.noise = interval(in, value, "noise");
  read.conclusion = in.text(value, "conclusion");
  return read;
}

Curve curve(DocumentReader& in, const Value& value) {
  Curve read;
  read.variant = in.text(value, "variant");
  read.key = in.text(value, "key");
  read.unit = in.text(value, "unit");
  read.over = in.text(value, "over");
  in.each(value, "points", [&](const Value& point) {
    const auto size = in.positive(point, "size");
    const auto seen = in.not_negative(point, "value");
    if (!size || !seen) return;
    const Value& at = point["at"];
    read.points.push_back(
        {at.integer() != nullptr ? std::to_string(*at.integer()) : std::string(at.text_or("")), *size,
         *seen});
  });
  std::stable_sort(read.points.begin(), read.points.end(),
                   [](const Curve::At& a, const Curve::At& b) { return a.size < b.size; });
  in.object(value, "exponent", [&](const Value& exponent) {
    read.exponent = in.number(exponent, "value");
    read.exponent_error = in.not_negative(exponent, "standard_error");
  });
  read.dex = in.number(value, "dex");
  return read;
}

CaseResult case_result(DocumentReader& in, const Value& value) {
  CaseResult read;
  read.slug = in.text(value, "slug");
  read.title = in.text(value, "title");
  in.each(value, "sources", [&](const Value& source) {
    read.sources.emplace_back(in.text(source, "path"), in.text(source, "sha256"));
  });
  in.each(value, "variants", [&](const Value& each) {
    VariantResult found = variant(in, each);
    if (found.name.empty()) return in.complain("name", "is missing");
    if (read.variant(found.name) != nullptr) return in.complain("name", "is there twice");
    read.variants.push_back(std::move(found));
  });
  in.each(value, "comparisons", [&](const Value& each) { read.comparisons.push_back(comparison(in, each)); });
  in.each(value, "growth", [&](const Value& each) { read.growth.push_back(curve(in, each)); });
  in.each(value, "equality", [&](const Value& each) {
    read.equality.push_back(
        {in.names(each, "knobs"), in.flag(each, "equal"), in.text(each, "reason"), in.names(each, "bodies")});
  });
  read.problems = in.texts(value, "problems");
  return read;
}

std::vector<ConfusionRow> rows(DocumentReader& in, const Value& parent, std::string_view key,
                               std::size_t columns) {
  std::vector<ConfusionRow> result;
  in.each(parent, key, [&](const Value& row) {
    ConfusionRow read{in.text(row, "truth"), in.text(row, "variant"), {}};
    const Value::List* cells = row["cells"].items();
    for (std::size_t i = 0; cells != nullptr && i < cells->size(); ++i)
      if (const std::int64_t* cell = (*cells)[i].integer(); cell != nullptr && *cell >= 0)
        read.cells.push_back(*cell);
    if (read.cells.size() != columns) return in.complain("cells", "has not one count for each label");
    result.push_back(std::move(read));
  });
  return result;
}

Detection detection(DocumentReader& in, const Value& value) {
  Detection read;
  read.mode = in.text(value, "mode");
  in.each(value, "pages", [&](const Value& page) {
    DetectedPage seen{in.text(page, "truth"), in.text(page, "variant"), in.text(page, "pace"), {}};
    in.object(page, "verdict", [&](const Value& each) { seen.verdict = verdict(in, each); });
    read.pages.push_back(std::move(seen));
  });
  in.object(value, "confusion", [&](const Value& confusion) {
    read.labels = in.texts(confusion, "labels");
    read.slow = rows(in, confusion, "slow", read.labels.size());
    read.fast = rows(in, confusion, "fast", read.labels.size());
    read.negatives = rows(in, confusion, "negatives", read.labels.size());
  });
  in.object(value, "score", [&](const Value& score) {
    for (const char* key : {"slow", "found", "single", "missed", "quiet", "false", "excused"})
      if (const auto number = in.count(score, key)) read.score.emplace_back(key, *number);
    read.passed = in.flag(score, "passed");
    read.unequal = in.texts(score, "unequal");
  });
  in.object(value, "rival_scores", [&](const Value& rivals) {
    for (const auto& [name, rival] : *rivals.members())
      read.rival_scores.emplace_back(name, in.counts(rivals, name));
  });
  return read;
}

void read_machine(DocumentReader& in, const Value& document, Run& run) {
  in.object(document, "machine", [&](const Value& machine) {
    const auto add = [&](const char* title, const std::string& text) {
      if (!text.empty()) run.machine.emplace_back(title, text);
    };
    add("Processor", in.text(machine, "cpu_model"));
    if (const auto cores = in.count(machine, "cores")) add("Cores", std::to_string(*cores));
    if (const auto memory = in.count(machine, "memory_bytes"))
      add("Memory", std::to_string((*memory + (1 << 29)) / (1 << 30)) + " GiB");
    add("Kernel", in.text(machine, "kernel"));
    add("System", in.text(machine, "system"));
    if (const auto shared = in.flag(machine, "shared"))
      add("Load generator", *shared ? "on the same machine" : "on another machine");
  });
}

void read_dataset(DocumentReader& in, const Value& document, Run& run) {
  in.object(document, "dataset", [&](const Value& dataset) {
    run.seed = in.whole(dataset, "seed");
    in.object(dataset, "sizes", [&](const Value& sizes) {
      for (const auto& [name, size] : *sizes.members())
        run.dataset_sizes.emplace_back(name, in.counts(sizes, name));
    });
    run.dataset = io::to_json(dataset);
  });
}

}  // namespace

Run read_run(std::string_view json, const std::string& id) {
  std::string reason;
  const auto document = io::from_json(json, &reason);
  if (!document) {
    // The parser's own label in brackets tells a reader nothing.
    throw UnusableRun("is no JSON: " + (reason.starts_with('[')
                                            ? reason.substr(std::min(reason.find("] ") + 2, reason.size()))
                                            : reason));
  }
  if (document->members() == nullptr) throw UnusableRun("is no JSON object");
  const std::int64_t* schema = (*document)["schema"].integer();
  if (schema == nullptr) throw UnusableRun("has no schema version");
  if (*schema != run_schema)
    throw UnusableRun("has schema version " + std::to_string(*schema) + "; this program reads version " +
                      std::to_string(run_schema));

  Run run;
  DocumentReader in(run.problems);
  run.id = id;
  if (const std::string named = in.text(*document, "id"); named != id)
    in.complain("id", "differs from the file's name");
  run.kind = in.text(*document, "kind");
  run.quick = in.flag(*document, "quick").value_or(false);
  run.started = in.text(*document, "started");
  run.finished = in.text(*document, "finished");
  run.requests = in.count(*document, "requests");
  run.errors = in.count(*document, "errors");
  in.each(*document, "error_kinds", [&](const Value& kind) {
    if (const auto count = in.count(kind, "count"))
      run.error_kinds.push_back({in.text(kind, "name"), in.text(kind, "message"), *count});
  });
  in.object(*document, "source", [&](const Value& source) {
    run.commit = in.text(source, "commit");
    run.clean = in.flag(source, "clean");
    run.build = in.text(source, "build");
  });
  read_machine(in, *document, run);
  run.versions = in.names(*document, "versions");
  read_dataset(in, *document, run);
  run.settings = in.names(*document, "settings");
  in.object(*document, "settings",
            [&](const Value& settings) { run.confidence = in.positive(settings, "confidence"); });
  if (run.confidence && *run.confidence >= 1) run.confidence.reset();
  in.object(*document, "generator", [&](const Value& generator) {
    run.generator_cpu_share = in.not_negative(generator, "cpu_share");
    run.generator_was_bottleneck = in.flag(generator, "bottleneck").value_or(false);
  });
  in.each(*document, "cases", [&](const Value& each) {
    CaseResult found = case_result(in, each);
    // The slug becomes an id and part of addresses.
    if (found.slug.empty() || slug_of(found.slug) != found.slug) return in.complain("slug", "is no slug");
    if (run.find_case(found.slug) != nullptr) return in.complain("slug", "is there twice");
    run.cases.push_back(std::move(found));
  });
  in.object(*document, "detection", [&](const Value& each) { run.detection = detection(in, each); });
  run.notes = in.texts(*document, "notes");
  return run;
}

Run read_run_file(const std::filesystem::path& file, const std::string& id) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw UnusableRun(error.message());
  if (size > largest_run_file)
    throw UnusableRun("is larger than " + std::to_string(largest_run_file >> 20U) + " MiB");
  std::ifstream stream(file, std::ios::binary);
  std::string json(static_cast<std::size_t>(size), '\0');
  stream.read(json.data(), static_cast<std::streamsize>(size));
  if (!stream) throw UnusableRun("can't be read");
  return read_run(json, id);
}

}  // namespace caseload::site
