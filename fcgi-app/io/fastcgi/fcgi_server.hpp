// FastCGI on libfcgi: a listening socket, worker threads, graceful stop. Decodes a request once and
// writes the answer; knows nothing of cases.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload::io {

struct ServerSettings {
  std::string listen =
      "systemd";           // "/path/to.sock", "127.0.0.1:9000", or "systemd" (LISTEN_FDS, sd_listen_fds(3))
  int socket_mode = 0660;  // of a Unix socket's file
  int threads = 16;
  int backlog = 1024;
  bool keep_connections = false;  // see below
  std::int64_t max_body_bytes = 1'000'000;
  int io_timeout_s = 60;  // a peer that neither sends nor takes a byte for so long is dropped
  int stop_timeout_s = 10;
};

// What a worker thread owns and runs. Made inside its thread, destroyed there.
class Worker {
 public:
  virtual ~Worker() = default;
  // Never throws. `request` has id, method, path, query, headers and body set, `format` and `knobs` not yet.
  virtual Response handle(Request& request) = 0;
  // The error page for a request that the server itself refuses (400, 413), or for a producer that failed
  // before its first byte (500). `request` may be incomplete: its path is "/" where it could not be decoded.
  virtual Response reject(const Request& request, int status, const std::string& detail) = 0;
};

// A connection is closed after each answer, unless keep_connections is set. libfcgi answers a connection in
// one thread, so that a kept one holds its thread while nginx leaves it idle: with fewer threads than
// connections some clients get hundreds of answers while others wait for seconds. Closing costs some
// microseconds of an answer.
class FcgiServer {
 public:
  // Opens the socket; throws ConfigError with the reason. From here on SIGTERM, SIGINT and SIGHUP are blocked
  // in this thread and in those it starts: build the server before any thread.
  explicit FcgiServer(ServerSettings settings);
  ~FcgiServer();

  // Serves until SIGTERM or SIGINT, then returns 0 when every worker has finished what it was doing. Idle
  // threads end at once. A socket of our own is removed and what waits in its queue still answered; the queue
  // of a socket handed over is left to the next process. When `stop_timeout_s` runs out, or on a second
  // signal, the process ends with status 1: what the workers use can't be taken down under them. SIGHUP opens
  // the log file again. Throws what `make_worker` threw.
  int run(const std::function<std::unique_ptr<Worker>()>& make_worker);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
