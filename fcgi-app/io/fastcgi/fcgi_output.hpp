// The sending side of one FastCGI connection. libfcgi writes records of up to 8 kB. They are collected here
// and sent 32 kB at a time, so that most responses take one system call and wake the web server once. What is
// not flushed is dropped with the object. Used by one thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace caseload::io {

class FcgiOutput {
 public:
  // Does not own the descriptor. `idle_timeout`: how long the peer may accept no byte.
  FcgiOutput(int descriptor, std::chrono::milliseconds idle_timeout);
  ~FcgiOutput();
  FcgiOutput(const FcgiOutput&) = delete;
  FcgiOutput& operator=(const FcgiOutput&) = delete;

  // Takes the memory that write() needs, so that no std::bad_alloc passes through libfcgi. Not in the
  // constructor, because a thousand connections may wait for the rest of a request or for a worker.
  void reserve();
  // False if bytes could not be sent, because the peer disconnected or accepted none for too long. Every
  // later call then returns false too.
  bool write(const char* bytes, std::size_t size);
  bool flush();

 private:
  bool send_all();

  int descriptor_;
  std::chrono::milliseconds idle_timeout_;
  std::string unsent_;
  bool has_failed_ = false;
};

}  // namespace caseload::io
