// The socket on which the web server reaches the application: a Unix socket with its file, a TCP socket, or
// one that the parent process opened and hands over (sd_listen_fds(3)). Non-blocking. Failures are
// ConfigErrors that say why.
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
  // Its queue outlives this process: whoever comes next accepts what we leave.
  bool is_inherited() const { return inherited_; }
  // The next connection of the queue; an empty one where there is none (any more).
  Descriptor accept() const;
  // Takes away the file of a Unix socket of our own, so that nobody new can connect. Once.
  void remove_file();

 private:
  Descriptor socket_;
  bool inherited_ = false;
  std::string file_;
};

}  // namespace caseload::io
