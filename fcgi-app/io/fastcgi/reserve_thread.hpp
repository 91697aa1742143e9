// A thread that never runs a page, so that it is always available. While all workers are busy, it accepts
// connections and reads their requests. It responds itself to the few paths that must always respond; all
// others wait for a worker, or are refused if too many do. It also takes over connections whose request
// arrives too slowly for a worker to wait for it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/fastcgi/fcgi_connection.hpp"
#include "io/fastcgi/listening_socket.hpp"
#include "io/fastcgi/ready_connections.hpp"
#include "io/process/descriptor.hpp"
#include "io/process/event.hpp"

namespace caseload::io {

class ReserveThread {
 public:
  struct Parts {
    const ListeningSocket& socket;
    ReadyConnections& slow;   // taken over from workers
    ReadyConnections& ready;  // for the workers
    const Event& stop;
    const std::atomic<std::uint64_t>& begun;  // requests that workers have begun
    FcgiTerms terms;
    std::size_t max_connections;  // that are arriving, and as many that wait for a worker
    // True if a request for this target must always respond.
    std::function<bool(std::string_view)> is_reserved;
    std::function<void(FcgiConnection&)> serve;
    std::function<void(FcgiConnection&)> refuse;  // with 503, without waiting
  };

  explicit ReserveThread(Parts parts) : parts_(std::move(parts)) {}

  // Runs until the stop, and a little longer for requests that are still arriving.
  void run();

 private:
  void accept_waiting();
  void take_over();
  void read_more(int descriptor);
  void pass_on(std::unique_ptr<FcgiConnection> connection);
  void drop_oldest();
  void drop_late();

  Parts parts_;
  Descriptor set_;
  std::unordered_map<int, std::unique_ptr<FcgiConnection>> arriving_;  // by descriptor
};

}  // namespace caseload::io
