// Run files read ahead on a thread of its own, in their order, while the pages of earlier ones are written.
// It stays a few files ahead and no more, however many there are. For one consumer.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "run.hpp"
#include "run_reader.hpp"

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
  std::deque<Outcome> ready_;
  std::jthread reader_;  // last: it ends before what it uses
};

}  // namespace caseload::site
