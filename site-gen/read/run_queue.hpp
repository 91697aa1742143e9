// Two threads read the run files ahead, in order, while the pages of earlier ones are written. They stay at
// most a few files ahead. For one consumer.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "read/run.hpp"
#include "read/run_reader.hpp"

namespace caseload::site {

class RunQueue {
 public:
  using Outcome = std::variant<Run, UnusableRun>;

  struct Wanted {
    std::filesystem::path path;
    std::string id;
    Reading reading = Reading::in_full;
  };
  explicit RunQueue(std::vector<Wanted> files);

  // The outcome of the next file. Call it once per file.
  Outcome next();

 private:
  void read_all(const std::stop_token& stop);

  std::vector<Wanted> files_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::size_t, Outcome> ready_;  // by the file's position
  std::size_t started_ = 0;
  std::size_t taken_ = 0;
  std::array<std::jthread, 2> readers_;  // last, so that they are destroyed before what they use
};

}  // namespace caseload::site
