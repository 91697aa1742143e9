// Notices within milliseconds that the web server has closed the connection of a running request, which nginx
// does when its own client disconnects, and cancels the request (core/cancellation.hpp). One thread for all
// connections; a request costs one system call.
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

  // A connection that is used for another request; one that is closed is forgotten by itself.
  void forget(int descriptor);

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
    std::uint32_t generation = 0;  // an event of an earlier request is ignored
    bool is_cancelled = false;
  };

  void watch();
  void cancel(std::uint64_t event);
  std::vector<Cancellation*> cancelled();

  const std::uint32_t events_;
  Descriptor set_;
  Event stop_;
  std::mutex mutex_;
  std::vector<Watched> watched_;  // by thread
  std::thread thread_;
};

}  // namespace caseload::io
