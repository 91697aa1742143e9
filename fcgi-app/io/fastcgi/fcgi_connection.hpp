// One FastCGI connection from the web server. libfcgi decodes its requests, after FcgiInput has checked every
// byte, and encodes its responses, which FcgiOutput sends. Used by one thread at a time.
#pragma once

#include <fcgiapp.h>

#include <string_view>
#include <utility>
#include <vector>

#include "io/fastcgi/fcgi_input.hpp"
#include "io/fastcgi/fcgi_output.hpp"
#include "io/process/descriptor.hpp"

namespace caseload::io {

class FcgiConnection {
 public:
  // `input` has read from `peer` and nothing was taken from it yet.
  FcgiConnection(Descriptor peer, FcgiInput input);
  ~FcgiConnection();
  FcgiConnection(const FcgiConnection&) = delete;
  FcgiConnection& operator=(const FcgiConnection&) = delete;

  bool is_open() const { return request_.ipcFd >= 0; }
  int descriptor() const { return request_.ipcFd; }
  FcgiInput& input() { return input_; }

  using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;

  // Decodes the next request up to its body, after input() has read its head. False: libfcgi can't.
  bool next_request();
  // Name and value of each parameter; valid until finish() or abort().
  const Parameters& parameters() const { return parameters_; }

  // Reads up to `size` bytes of the body. Fewer bytes mean the end of the body.
  std::size_t read(char* into, std::size_t size);
  // The peer disconnected before the end of the body, sent something else, or was too slow.
  bool body_was_truncated() const;
  void discard_body();  // what is left of it

  void write(std::string_view bytes);  // throws ClientDisconnected
  void flush();                        // throws ClientDisconnected

  // Ends the response. Keeps the connection open if `keep` is set, the web server requested it and nothing
  // failed.
  void finish(bool keep);
  // Ends the connection in a way that makes the web server abort its client's connection too. A response that
  // is only truncated would look complete to it. Unflushed bytes are dropped.
  void abort();
  // Closes the connection without a response.
  void close();

 private:
  bool read_parameters();

  FCGX_Request request_;
  Parameters parameters_;
  FcgiInput input_;
  FcgiOutput output_;
};

}  // namespace caseload::io
