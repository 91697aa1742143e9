#include "read/bench.hpp"

#include <algorithm>

namespace caseload::site {
namespace {

std::optional<double> number_or_null(DocumentReader& in, const JsonNode& parent, std::string_view key) {
  if (is_null_or_missing(parent, key)) return std::nullopt;
  return in.not_negative(parent, key);
}

void read_pages(DocumentReader& in, const JsonNode& root, Bench& bench) {
  in.each(root, "pages", [&](const JsonNode& node) {
    bench.pages.push_back({needed_text(in, node, "contestant"), needed_text(in, node, "page"),
                           needed(in, node, "requests_per_second"), needed(in, node, "p99_us"),
                           numbers(in, node, "cpu_us")});
    if (bench.contestant(bench.pages.back().contestant) == nullptr)
      in.complain("contestant", "is not one of the contestants");
    const auto is_of_page = [&](const auto& title) { return title.first == bench.pages.back().page; };
    if (std::ranges::none_of(bench.titles, is_of_page)) in.complain("page", "has no title");
  });
  if (bench.pages.empty()) in.complain("pages", "covers no page");
  in.each(root, "ratios", [&](const JsonNode& node) {
    bench.ratios.push_back({needed_text(in, node, "of"), needed_text(in, node, "page"),
                            needed_text(in, node, "to"), needed_text(in, node, "to_page"),
                            interval_or_null(in, node, "requests_per_second"),
                            interval_or_null(in, node, "p99"), interval_or_null(in, node, "cpu")});
  });
}

Bench read_bench(DocumentReader& in, const JsonNode& root) {
  Bench bench{.commit = needed_text(in, root, "commit"),
              .measured_at = needed_text(in, root, "measured_at"),
              .quick = in.flag(root, "quick").value_or(false),
              .environment = flat_names(in, root, "environment"),
              .settings = flat_names(in, root, "settings"),
              .not_comparable = in.texts(root, "not_comparable"),
              .titles = in.names(root, "titles")};
  in.object(root, "contestants", [&](const JsonNode& all) {
    all.each_member([&](std::string_view name, const JsonNode&) {
      in.object(all, name, [&](const JsonNode& node) {
        bench.contestants.push_back(
            {std::string(name), needed_text(in, node, "title"), needed(in, node, "resident_mb_after")});
      });
    });
  });
  in.object(root, "database_work", [&](const JsonNode& all) {
    all.each_member([&](std::string_view page, const JsonNode&) {
      in.object(all, page, [&](const JsonNode& of_page) {
        of_page.each_member([&](std::string_view name, const JsonNode&) {
          bench.database_work.push_back({std::string(page), std::string(name), numbers(in, of_page, name)});
        });
      });
    });
  });
  read_pages(in, root, bench);
  in.each(root, "targets", [&](const JsonNode& node) {
    bench.targets.push_back(read_target(in, node));
    read_results(in, node, bench.targets.back());
  });
  return bench;
}

InstructionCounts::Page read_counted_page(DocumentReader& in, const JsonNode& node) {
  return {.name = needed_text(in, node, "name"),
          .title = needed_text(in, node, "title"),
          .instructions = number_or_null(in, node, "instructions"),
          .operator_new_calls = number_or_null(in, node, "operator_new_calls"),
          .allocations = number_or_null(in, node, "allocations"),
          .allocated_bytes = number_or_null(in, node, "allocated_bytes"),
          .steady_system_calls = number_or_null(in, node, "steady_system_calls")};
}

InstructionCounts read_instructions(DocumentReader& in, const JsonNode& root) {
  InstructionCounts read{.commit = needed_text(in, root, "commit"),
                         .measured_at = needed_text(in, root, "measured_at"),
                         .compiler = {},
                         .pages = {},
                         .floor = {}};
  in.object(root, "environment",
            [&](const JsonNode& node) { read.compiler = needed_text(in, node, "compiler"); });
  in.each(root, "pages", [&](const JsonNode& node) { read.pages.push_back(read_counted_page(in, node)); });
  in.each(root, "floor", [&](const JsonNode& node) { read.floor.push_back(read_counted_page(in, node)); });
  if (read.pages.empty()) in.complain("pages", "covers no page");
  return read;
}

}  // namespace

const Bench::Contestant* Bench::contestant(std::string_view name) const {
  const auto found = std::ranges::find(contestants, name, &Contestant::name);
  return found == contestants.end() ? nullptr : &*found;
}

const Bench::Measured* Bench::measured(std::string_view contestant, std::string_view page) const {
  const auto found = std::ranges::find_if(
      pages, [&](const Measured& each) { return each.contestant == contestant && each.page == page; });
  return found == pages.end() ? nullptr : &*found;
}

std::vector<BenchFile> read_bench_files(const std::filesystem::path& folder, SkippedFiles& skipped) {
  return read_score_files<BenchFile>(
      folder, skipped, [](DocumentReader& in, const JsonNode& root, const std::filesystem::path& path) {
        const std::string schema = in.text(root, "schema");
        if (schema == "instructions-1") return BenchFile{path, read_instructions(in, root)};
        if (schema != "bench-1") in.complain("schema", "is neither bench-1 nor instructions-1");
        Bench bench = read_bench(in, root);
        // The name says it too, and the first files have only that.
        bench.quick |= path.stem().string().ends_with("-quick");
        return BenchFile{path, std::move(bench)};
      });
}

}  // namespace caseload::site
