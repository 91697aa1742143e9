// Reads the run files in order and writes the pages of each run, except for what the last build has already
// read and written. Only a summary of each run stays in memory.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/portfolio.hpp"
#include "io/json/json_document.hpp"
#include "read/run_queue.hpp"
#include "read/run_reader.hpp"
#include "read/summary.hpp"
#include "site.hpp"
#include "write/last_build.hpp"
#include "write/page_writer.hpp"

namespace caseload::site {

struct RunFile {
  std::filesystem::path path;
  std::string id;         // the stem of the file name
  std::string page_stem;  // the same, made safe for addresses and unique
};
std::vector<RunFile> run_files(const std::filesystem::path& folder);

class Runs {
 public:
  Runs(PageWriter& writer, LastBuild& last, const Portfolio& portfolio, bool every_run_in_full,
       BuildReport& report);

  void take_all(const std::vector<RunFile>& files);
  const std::vector<RunSummary>& summaries() const { return summaries_; }
  // Reads a run again completely. The last one is kept.
  const Run* full(const RunSummary& summary);

 private:
  struct Source {
    const RunFile* file;
    Reading reading;
    Stamp stamp;
    const LastBuild::Run* known;  // nullptr: has to be read
  };

  void take_known(const Source& source);
  void take(const Source& source, RunQueue::Outcome outcome);
  void add(const Source& source, RunSummary summary, std::unique_ptr<Run> run);
  void write_waiting(bool has_next);

  PageWriter& writer_;
  LastBuild& last_;
  const Portfolio& portfolio_;
  bool every_run_in_full_;
  BuildReport& report_;
  std::vector<RunSummary> summaries_;
  std::map<std::string, std::filesystem::path> files_;
  std::map<std::string, std::size_t> last_comparable_;
  std::optional<Source> waiting_;
  std::unique_ptr<Run> waiting_run_;  // nullptr if the last build has read it
  io::JsonDocument parser_;
  std::unique_ptr<Run> full_;
};

}  // namespace caseload::site
