// One FastCGI connection from the web server, handled by libfcgi. Used by one thread.
#pragma once

#include <fcgiapp.h>

#include <string_view>
#include <utility>
#include <vector>

#include "io/process/descriptor.hpp"

namespace caseload::io {

class FcgiConnection {
 public:
  // If no byte can be read or written for `timeout_s`, the peer counts as disconnected.
  FcgiConnection(Descriptor peer, int timeout_s);
  ~FcgiConnection();
  FcgiConnection(const FcgiConnection&) = delete;
  FcgiConnection& operator=(const FcgiConnection&) = delete;

  bool is_open() const { return request_.ipcFd >= 0; }
  int descriptor() const { return request_.ipcFd; }

  // Reads the next request up to its body. False: the peer has disconnected or doesn't speak FastCGI.
  bool next_request();
  // Name and value of each parameter; valid until finish() or abort().
  std::vector<std::pair<std::string_view, std::string_view>> parameters() const;

  // Reads up to `size` bytes of the body. Fewer bytes mean the end of the body.
  std::size_t read(char* into, std::size_t size);
  bool body_was_truncated() const;  // the peer disconnected before its end
  void discard_body();              // what is left of it

  void write(std::string_view bytes);  // throws ClientDisconnected
  void flush();                        // throws ClientDisconnected

  // Ends the response. Keeps the connection open if `keep` is set, the web server requested it and nothing
  // failed.
  void finish(bool keep);
  // Ends the connection in a way that makes the web server abort its client's connection too. A response that
  // is only truncated would look complete to it. Unflushed bytes are dropped.
  void abort();

 private:
  FCGX_Request request_;
};

}  // namespace caseload::io
