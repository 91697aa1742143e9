// The socket on which the application listens for the web server: a Unix socket, a TCP socket, or one
// inherited from the parent process (sd_listen_fds(3)). Non-blocking. Failures are ConfigErrors with the
// reason.
#pragma once

#include <string>

#include "io/fastcgi/fcgi_server.hpp"
#include "io/process/descriptor.hpp"

namespace caseload::io {

class ListeningSocket {
 public:
  explicit ListeningSocket(const ServerSettings& settings);
  ~ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  int descriptor() const { return socket_.get(); }
  // An inherited socket's queue outlives this process; the next process accepts the remaining connections.
  bool is_inherited() const { return inherited_; }
  // See FcgiTerms.
  short hang_up_events() const { return hang_up_events_; }
  // The next connection in the queue; empty if there is none.
  Descriptor accept() const;
  // Removes the file of our own Unix socket, so that no new client can connect. Does so only once.
  void remove_file();

 private:
  Descriptor socket_;
  bool inherited_ = false;
  short hang_up_events_ = 0;
  std::string file_;
};

}  // namespace caseload::io
