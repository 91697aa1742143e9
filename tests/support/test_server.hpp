// A FcgiServer in a process of its own, with a worker whose pages show what the server does:
//   /echo            what the request was: method, path, query, headers, body's length and SHA-256
//   /bytes?n=        a body of n bytes
//   /wait?ms=        an answer after some time
//   /parts?n=&ms=    a stream of n flushed parts, some time apart
//   /fail?after=     a stream that fails after so many bytes; with 0 before its first
//   /unavailable     a stream that throws Unavailable before its first byte
//   /endless         a stream without end
//   /header?value=   a header with this value
//   /status?code=    an empty-handed answer with a body and this status
//   /metrics         the metrics of the process
//   /log             writes a line to its log, which is the file that the server was given
//   /throw           a handler that breaks its promise never to throw
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/fastcgi/fcgi_server.hpp"
#include "io/process/descriptor.hpp"
#include "tests/support/child_process.hpp"

namespace caseload::test {

// In memory that parent and child share.
struct ServerCounts {
  std::atomic<int> begun;       // handle was called
  std::atomic<int> streams;     // a producer was called
  std::atomic<int> complete;    // finished, with all sent
  std::atomic<int> incomplete;  // finished, not all sent
  std::atomic<std::int64_t> body_bytes;
};

class TestServer {
 public:
  // `handed_over`: a listening socket that the server gets as descriptor 3, the way systemd does it.
  explicit TestServer(const io::ServerSettings& settings, const io::Descriptor* handed_over = nullptr,
                      const std::string& log_file = "/dev/null");
  ~TestServer();

  ChildProcess& process() { return *process_; }
  const ServerCounts& counts() const { return *counts_; }

 private:
  ServerCounts* counts_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace caseload::test
