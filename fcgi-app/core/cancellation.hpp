// Ends the work of a thread for a client that has disconnected. The thread that serves a request calls
// begin() and end(), and check() wherever it is about to do more work; another thread, which watches the
// connection, calls request(). In a thread that serves no request, such as one of the worker program's,
// nothing is ever cancelled.
//
// A query that is running is interrupted too. Until the request has ended, the watching thread repeats that,
// because the first attempt may come a moment before the query reaches the server.
#pragma once

#include <atomic>
#include <mutex>

#include "core/response.hpp"

namespace caseload {

// What can be interrupted from another thread.
class Interruptible {
 public:
  virtual void interrupt() noexcept = 0;

 protected:
  ~Interruptible() = default;
};

class Cancellation {
 public:
  // Throws ClientDisconnected if the request was cancelled. As cheap as reading a variable.
  void check() const {
    if (requested_.load(std::memory_order_relaxed) && shields_ == 0) throw ClientDisconnected{};
  }
  bool is_requested() const { return requested_.load(std::memory_order_relaxed); }

  void begin() { end(); }
  void end();  // afterwards nothing is interrupted any more; waits for an interruption that has begun

  // Called by the watching thread.
  void request() { requested_ = true; }
  void interrupt();

  // During its life, work that others need continues: check() does not throw and nothing is interrupted.
  // Waits for an interruption that has begun.
  class Shield {
   public:
    Shield();
    ~Shield();
    Shield(const Shield&) = delete;
    Shield& operator=(const Shield&) = delete;
  };

  // During its life, `running` is interrupted if the request is cancelled. Throws ClientDisconnected if it
  // already was.
  class Running {
   public:
    explicit Running(Interruptible& running);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
  };

 private:
  std::atomic<bool> requested_ = false;
  std::atomic<Interruptible*> running_ = nullptr;
  int shields_ = 0;  // used by the thread itself only
  std::mutex interrupting_;
};

// That of the calling thread.
extern thread_local constinit Cancellation thread_cancellation;

}  // namespace caseload
