// Notices within milliseconds that the web server has closed the connection of a running request, which nginx
// does when its own client disconnects, and cancels the request (core/cancellation.hpp). One thread looks at
// the connections of all running requests every `interval_ms`, so a request costs no system call, and a short
// one nothing at all. Without requests the thread sleeps.
#pragma once

#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "core/cancellation.hpp"
#include "io/process/descriptor.hpp"
#include "io/process/event.hpp"

namespace caseload::io {

class DisconnectWatch {
 public:
  // `hang_up_events`: see FcgiTerms.
  DisconnectWatch(std::size_t threads, short hang_up_events);
  ~DisconnectWatch();
  DisconnectWatch(const DisconnectWatch&) = delete;
  DisconnectWatch& operator=(const DisconnectWatch&) = delete;

  // Watches the connection of the request that thread number `thread`, the caller, is about to run.
  // Must end before the web server may close the connection by itself.
  class Request {
   public:
    Request(DisconnectWatch& watch, std::size_t thread, int descriptor);
    ~Request();
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

   private:
    DisconnectWatch& watch_;
    std::size_t thread_;
  };

 private:
  struct Watched {
    Cancellation* cancellation = nullptr;
    std::uint64_t generation = 0;  // what was seen of an earlier request's connection is ignored
    int descriptor = -1;
    bool is_cancelled = false;
  };

  void watch();
  void look(const std::vector<Watched>& requests);
  std::vector<Watched> running();
  std::vector<Cancellation*> cancelled();
  void sleep_until_needed();

  const short hang_up_events_;
  Event stop_;
  Descriptor wake_;
  std::mutex mutex_;
  std::vector<Watched> watched_;  // by thread
  bool is_asleep_ = false;
  std::thread thread_;
};

}  // namespace caseload::io
