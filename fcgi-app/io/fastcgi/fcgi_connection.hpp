// One FastCGI connection from the web server, spoken by libfcgi. Used by one thread.
#pragma once

#include <fcgiapp.h>

#include <string_view>
#include <utility>
#include <vector>

#include "io/process/descriptor.hpp"

namespace caseload::io {

class FcgiConnection {
 public:
  // A peer that neither sends nor takes a byte for `timeout_s` counts as gone.
  FcgiConnection(Descriptor peer, int timeout_s);
  ~FcgiConnection();
  FcgiConnection(const FcgiConnection&) = delete;
  FcgiConnection& operator=(const FcgiConnection&) = delete;

  bool is_open() const { return request_.ipcFd >= 0; }
  int descriptor() const { return request_.ipcFd; }

  // Reads the next request up to its body. False: the peer is gone, or does not speak FastCGI.
  bool next_request();
  // Name and value of each parameter; valid until finish() or abort().
  std::vector<std::pair<std::string_view, std::string_view>> parameters() const;

  // Bytes of the body, as many as fit or are left. Fewer than asked for: that was all.
  std::size_t read(char* into, std::size_t size);
  bool body_was_cut() const;  // the peer went away before its end
  void discard_body();        // the rest of it

  void write(std::string_view bytes);  // throws ClientDisconnected
  void flush();                        // throws ClientDisconnected

  // Ends the answer. Keeps the connection when `keep` is set, the web server asked for it and all went well.
  void finish(bool keep);
  // Ends it so that the web server sees that it is not complete, and ends its client's connection likewise:
  // an answer that is only cut off looks complete to it. What was not flushed is dropped.
  void abort();

 private:
  FCGX_Request request_;
};

}  // namespace caseload::io
