#include "run_queue.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t most_ahead = 4;

RunQueue::Outcome outcome_of(io::JsonDocument& parser, const RunQueue::Wanted& file) {
  try {
    return read_run_file(parser, file.path, file.id, file.reading);
  } catch (const UnusableRun& error) {
    return error;
  } catch (const std::exception& error) {
    return UnusableRun(error.what());
  }
}

}  // namespace

RunQueue::RunQueue(std::vector<Wanted> files)
    : files_(std::move(files)), reader_([this](const std::stop_token& stop) { read_all(stop); }) {}

void RunQueue::read_all(const std::stop_token& stop) {
  io::JsonDocument parser;
  for (const Wanted& file : files_) {
    Outcome outcome = outcome_of(parser, file);
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [this] { return ready_.size() < most_ahead; })) return;
    ready_.push_back(std::move(outcome));
    changed_.notify_all();
  }
}

RunQueue::Outcome RunQueue::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty(); });
  Outcome outcome = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return outcome;
}

}  // namespace caseload::site
