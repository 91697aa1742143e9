// The files in docs/bench: what `make bench` measured beside other programs, and what `make instructions`
// counted. Each is as its schema there says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "read/run.hpp"
#include "read/score_files.hpp"
#include "read/target.hpp"

namespace caseload::site {

struct Bench {
  struct Contestant {
    std::string name;
    std::string title;
    double resident_mb_after = 0;
  };
  // One page of one program: medians of the rounds.
  struct Measured {
    std::string contestant;
    std::string page;
    double requests_per_second = 0;
    double p99_us = 0;
    std::vector<std::pair<std::string, double>> cpu_us;  // of one request, by process group
  };
  // Each interval is empty if there were too few rounds.
  struct Ratio {
    std::string of, page, to, to_page;
    std::optional<Interval> requests_per_second;  // above 1: `of` serves more
    std::optional<Interval> p99;                  // above 1: `of` is slower
    std::optional<Interval> cpu;                  // above 1: `of` needs less
  };
  // The database's counters for one request.
  struct Work {
    std::string page;
    std::string contestant;
    std::vector<std::pair<std::string, double>> counters;
  };

  std::string commit;
  std::string measured_at;
  bool quick = false;
  Names environment;
  Names settings;
  std::vector<std::string> not_comparable;
  Names titles;  // of the pages, in the order in which they are shown
  std::vector<Contestant> contestants;
  std::vector<Work> database_work;
  std::vector<Measured> pages;
  std::vector<Ratio> ratios;
  std::vector<Target> targets;  // empty in older files

  const Contestant* contestant(std::string_view name) const;
  const Measured* measured(std::string_view contestant, std::string_view page) const;
};

struct InstructionCounts {
  struct Page {
    std::string name;
    std::string title;
    // Of one request. Empty: not counted.
    std::optional<double> instructions, operator_new_calls, allocations, allocated_bytes, steady_system_calls;
  };
  std::string commit;
  std::string measured_at;
  std::string compiler;
  std::vector<Page> pages;
  std::vector<Page> floor;  // those pages that the program written by hand has too
};

struct BenchFile {
  std::filesystem::path path;
  std::variant<Bench, InstructionCounts> content;
};
std::vector<BenchFile> read_bench_files(const std::filesystem::path& folder, SkippedFiles& skipped);

}  // namespace caseload::site
