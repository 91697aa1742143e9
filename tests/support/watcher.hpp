// The watching thread of a test: cancels the calling thread's request as soon as `when` is true, and
// interrupts it until the object's end (core/cancellation.hpp).
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "core/cancellation.hpp"

namespace caseload::test {

class Watcher {
 public:
  explicit Watcher(std::function<bool()> when)
      : thread_([this, when = std::move(when), &cancellation = thread_cancellation] {
          while (!ended_ && !when()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
          cancellation.request();
          while (!ended_) {
            cancellation.interrupt();
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
          }
        }) {}
  ~Watcher() {
    ended_ = true;
    thread_.join();
    thread_cancellation.end();
  }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

 private:
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

}  // namespace caseload::test
