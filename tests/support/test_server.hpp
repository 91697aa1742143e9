// A FcgiServer in its own process, with a worker whose pages show what the server does:
//   /echo            the request: method, path, query, headers, length and SHA-256 of the body
//   /bytes?n=        a body of n bytes
//   /wait?ms=        a response after some time
//   /parts?n=&ms=    a stream of n flushed parts with pauses in between
//   /fail?after=     a stream that fails after this many bytes; 0: before its first byte
//   /unavailable     a stream that throws Unavailable before its first byte
//   /endless         a stream without end
//   /header?value=   a header with this value
//   /status?code=    a response with a body and this status
//   /metrics         the metrics of the process
//   /log             writes a line to the server's log file
//   /throw           a handler that throws, which it must never do
//   /until-cancelled works until its client disconnects
//   /meet?n=         responds when n requests for it run at the same time
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/fastcgi/fcgi_server.hpp"
#include "io/process/descriptor.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::test {

// In memory shared by parent and child.
struct ServerCounts {
  std::atomic<int> begun;       // handle was called
  std::atomic<int> streams;     // a producer was called
  std::atomic<int> complete;    // finished, all bytes sent
  std::atomic<int> incomplete;  // finished, not all bytes sent
  std::atomic<int> cancelled;   // a handler ended because its client disconnected
  std::atomic<std::int64_t> body_bytes;
};

class TestServer {
 public:
  // `inherited`: a listening socket that the server gets as descriptor 3, like from systemd.
  explicit TestServer(const io::ServerSettings& settings, const io::Descriptor* inherited = nullptr,
                      const std::string& log_file = "/dev/null");
  ~TestServer();  // kills the process; a check fails if it printed something, as sanitizers do

  ChildProcess& process() { return *process_; }
  const ServerCounts& counts() const { return *counts_; }

 private:
  std::string output() const;  // of the process

  tests::TemporaryFolder folder_;
  ServerCounts* counts_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace caseload::test
