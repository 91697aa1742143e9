// Run files read ahead by two threads, in their order, while the pages of earlier ones are written. They stay
// a few files ahead and no more, however many there are. For one consumer.
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

  // The next file's; call it once for each file.
  Outcome next();

 private:
  void read_all(const std::stop_token& stop);

  std::vector<Wanted> files_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::size_t, Outcome> ready_;  // by the file's place
  std::size_t started_ = 0;
  std::size_t taken_ = 0;
  std::array<std::jthread, 2> readers_;  // last: they end before what they use
};

}  // namespace caseload::site
