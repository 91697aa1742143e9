#include "read/run_queue.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_ahead = 6;

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

RunQueue::RunQueue(std::vector<Wanted> files) : files_(std::move(files)) {
  for (std::jthread& reader : readers_)
    reader = std::jthread([this](const std::stop_token& stop) { read_all(stop); });
}

void RunQueue::read_all(const std::stop_token& stop) {
  io::JsonDocument parser;
  std::unique_lock lock(mutex_);
  const auto may_go_on = [this] { return started_ == files_.size() || started_ < taken_ + max_ahead; };
  while (changed_.wait(lock, stop, may_go_on)) {
    if (started_ == files_.size() || stop.stop_requested()) return;
    const std::size_t place = started_++;
    lock.unlock();
    Outcome outcome = outcome_of(parser, files_[place]);
    lock.lock();
    ready_.emplace(place, std::move(outcome));
    changed_.notify_all();
  }
}

RunQueue::Outcome RunQueue::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_.contains(taken_); });
  auto next = ready_.extract(taken_++);
  changed_.notify_all();
  return std::move(next.mapped());
}

}  // namespace caseload::site
