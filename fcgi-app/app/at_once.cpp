#include "app/at_once.hpp"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "core/cancellation.hpp"

namespace caseload {

namespace {

constexpr auto look_for_client = std::chrono::milliseconds(100);

// What the threads and the one that waits for them share.
struct Progress {
  explicit Progress(int number) : running(number), at_start(number) {}

  std::mutex mutex;
  std::condition_variable changed;
  int running;
  std::vector<Cancellation*> threads;
  std::exception_ptr failure;
  std::barrier<> at_start;

  void begin() {
    const std::lock_guard lock(mutex);
    threads.push_back(&thread_cancellation);
  }
  void end(std::exception_ptr error) {
    const std::lock_guard lock(mutex);
    std::erase(threads, &thread_cancellation);
    if (failure == nullptr) failure = std::move(error);
    --running;
    changed.notify_all();
  }
  void wait_for_all() {
    std::unique_lock lock(mutex);
    while (!changed.wait_for(lock, look_for_client, [&] { return running == 0; })) {
      if (!thread_cancellation.is_requested()) continue;
      for (Cancellation* each : threads) {
        each->request();
        each->interrupt();
      }
    }
  }
};

// A thread that fails before the others start must not keep them.
class Starter {
 public:
  explicit Starter(std::barrier<>& barrier) : barrier_(barrier) {}
  ~Starter() {
    if (!has_started_) barrier_.arrive_and_drop();
  }
  Starter(const Starter&) = delete;
  Starter& operator=(const Starter&) = delete;
  void start() {
    has_started_ = true;
    barrier_.arrive_and_wait();
  }

 private:
  std::barrier<>& barrier_;
  bool has_started_ = false;
};

}  // namespace

AtOnce::AtOnce(int number, MakeOwners make_owners)
    : number_(std::max(number, 1)),
      make_owners_(std::move(make_owners)),
      owners_(static_cast<std::size_t>(number_)) {}

void AtOnce::run(const Work& work) {
  Progress progress(number_);
  {
    std::vector<std::jthread> threads;
    const auto run_one = [&](std::size_t index) {
      const io::DriverThread driver;
      progress.begin();
      std::exception_ptr failure;
      try {
        Starter starter(progress.at_start);
        if (!owners_[index]) owners_[index] = make_owners_();
        work(index, *owners_[index], [&] { starter.start(); });
      } catch (...) {
        failure = std::current_exception();
      }
      progress.end(std::move(failure));
    };
    for (std::size_t index = 0; index < owners_.size(); ++index) {
      try {
        threads.emplace_back(run_one, index);
      } catch (...) {  // this thread can't be started: the others still run, and the failure is reported
        progress.at_start.arrive_and_drop();
        progress.end(std::current_exception());
      }
    }
    progress.wait_for_all();
  }
  thread_cancellation.check();
  if (progress.failure) std::rethrow_exception(progress.failure);
}

}  // namespace caseload
