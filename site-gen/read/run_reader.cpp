#include "read/run_reader.hpp"

#include <algorithm>
#include <fstream>

#include "io/json/json.hpp"
#include "read/case_reader.hpp"
#include "read/detection_reader.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

constexpr const char* generator_doubt = "the load generator was the bottleneck";

void read_machine(DocumentReader& in, const JsonNode& document, Run& run) {
  in.object(document, "machine", [&](const JsonNode& machine) {
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

void read_dataset(DocumentReader& in, const JsonNode& document, Run& run) {
  in.object(document, "dataset", [&](const JsonNode& dataset) {
    run.seed = in.whole(dataset, "seed");
    in.object(dataset, "sizes", [&](const JsonNode& sizes) {
      sizes.each_member([&](std::string_view name, const JsonNode&) {
        run.dataset_sizes.emplace_back(name, in.counts(sizes, name));
      });
    });
    run.dataset = io::to_json(dataset.value());
  });
}

JsonNode parsed(io::JsonDocument& parser, const std::string& json) {
  std::string reason;
  const auto document = parser.read(json, &reason);
  if (!document) {
    // Removes the parser's own label in brackets, which means nothing to readers.
    throw UnusableRun("is not JSON: " + (reason.starts_with('[')
                                             ? reason.substr(std::min(reason.find("] ") + 2, reason.size()))
                                             : reason));
  }
  if (!document->is_object()) throw UnusableRun("is not a JSON object");
  return *document;
}

void check_schema(const JsonNode& document) {
  const auto version = document.find("schema");
  const auto schema = version ? version->integer() : std::nullopt;
  if (!schema) throw UnusableRun("has no schema version");
  if (*schema != run_schema)
    throw UnusableRun("has schema version " + std::to_string(*schema) + "; this program reads version " +
                      std::to_string(run_schema));
}

void read_settings(DocumentReader& in, const JsonNode& document, Run& run) {
  run.settings = in.names(document, "settings");
  in.object(document, "settings", [&](const JsonNode& settings) {
    run.confidence = in.positive(settings, "confidence");
    run.of_some_cases = !in.texts(settings, "cases").empty();
  });
  if (run.confidence && *run.confidence >= 1) run.confidence.reset();
}

void read_doubts(DocumentReader& in, const JsonNode& document, Run& run) {
  for (const std::string& doubt : in.texts(document, "doubts"))
    if (std::ranges::find(run.doubts, doubt) == run.doubts.end()) run.doubts.push_back(doubt);
  // Older runs have a note instead of a doubt.
  for (const std::string& note : run.notes)
    if (note.starts_with("the machine was busy ") && note.find(": load average ") != std::string::npos)
      run.doubts.push_back(note);
}

void read_cases(DocumentReader& in, const JsonNode& document, Run& run) {
  in.each(document, "cases", [&](const JsonNode& each) {
    CaseResult found = read_case(in, each);
    // The slug is used as an id and in addresses.
    if (found.slug.empty() || slug_of(found.slug) != found.slug)
      return in.complain("slug", "is not a valid slug");
    if (run.find_case(found.slug) != nullptr) return in.complain("slug", "occurs twice");
    run.cases.push_back(std::move(found));
  });
}

}  // namespace

Run read_run(io::JsonDocument& parser, const std::string& json, const std::string& id, Reading reading) {
  const JsonNode document = parsed(parser, json);
  check_schema(document);

  Run run;
  DocumentReader in(run.problems, reading);
  run.id = id;
  if (const std::string named = in.text(document, "id"); named != id)
    in.complain("id", "differs from the file's name");
  run.kind = in.text(document, "kind");
  run.quick = in.flag(document, "quick").value_or(false);
  run.started = in.text(document, "started");
  run.finished = in.text(document, "finished");
  run.requests = in.count(document, "requests");
  run.errors = in.count(document, "errors");
  in.each(document, "error_kinds", [&](const JsonNode& kind) {
    if (const auto count = in.count(kind, "count"))
      run.error_counts.push_back({in.text(kind, "name"), in.text(kind, "message"), *count});
  });
  in.object(document, "source", [&](const JsonNode& source) {
    run.commit = in.text(source, "commit");
    run.clean = in.flag(source, "clean");
    run.build = in.text(source, "build");
  });
  read_machine(in, document, run);
  run.versions = in.names(document, "versions");
  read_dataset(in, document, run);
  read_settings(in, document, run);
  in.object(document, "generator", [&](const JsonNode& generator) {
    run.generator_cpu_share = in.not_negative(generator, "cpu_share");
    if (in.flag(generator, "bottleneck").value_or(false)) run.doubts.emplace_back(generator_doubt);
  });
  read_cases(in, document, run);
  in.object(document, "detection", [&](const JsonNode& each) { run.detection = read_detection(in, each); });
  run.notes = in.texts(document, "notes");
  read_doubts(in, document, run);
  run.interrupted = in.text(document, "interrupted");
  return run;
}

Run read_run_file(io::JsonDocument& parser, const std::filesystem::path& file, const std::string& id,
                  Reading reading) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw UnusableRun(error.message());
  if (size > max_run_file_bytes)
    throw UnusableRun("is larger than " + std::to_string(max_run_file_bytes >> 20U) + " MiB");
  std::ifstream stream(file, std::ios::binary);
  std::string json(static_cast<std::size_t>(size), '\0');
  stream.read(json.data(), static_cast<std::streamsize>(size));
  if (!stream) throw UnusableRun("can't be read");
  return read_run(parser, json, id, reading);
}

}  // namespace caseload::site
