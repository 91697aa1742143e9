// A FastCGI server on libfcgi: a listening socket, worker threads, graceful stop. It decodes requests and
// writes responses, and knows nothing about cases.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload::io {

struct ServerSettings {
  std::string listen =
      "systemd";           // "/path/to.sock", "127.0.0.1:9000", or "systemd" (LISTEN_FDS, sd_listen_fds(3))
  int socket_mode = 0660;  // of a Unix socket
  int threads = 16;
  int backlog = 1024;
  bool keep_connections = false;  // see below
  std::int64_t max_body_bytes = 1'000'000;
  int head_timeout_s = 10;  // for all of a request up to its body
  int body_timeout_s = 30;  // for all of its body
  int io_timeout_s = 60;    // while the web server accepts no byte of a response
  int stop_timeout_s = 10;
  // Requests for these get a response even while all threads are busy, from an additional thread. Their
  // handlers must not wait for anything.
  std::vector<std::string> reserved_paths{};
};

// What a worker thread owns and runs. Created and destroyed inside its thread.
class Worker {
 public:
  virtual ~Worker() = default;
  // Throws nothing but ClientDisconnected. `request` has id, method, path, query, headers and body; `format`
  // and `knobs` are not set yet.
  virtual Response handle(Request& request) = 0;
  // The error page for a request that the server itself rejects (400, 413), or for a producer that failed
  // before its first byte (500). `request` may be incomplete; its path is "/" if it could not be decoded.
  virtual Response reject(const Request& request, int status, const std::string& detail) = 0;
};

// A connection is closed after each response, unless keep_connections is set. libfcgi serves a connection in
// one thread, so an open connection occupies its thread even while it is idle. With fewer threads than
// connections, some clients get hundreds of responses while others wait for seconds. Closing costs some
// microseconds per response.
class FcgiServer {
 public:
  // Opens the socket; throws ConfigError with the reason. From then on SIGTERM, SIGINT and SIGHUP are blocked
  // in this thread and in those it starts, so construct the server before starting any thread.
  explicit FcgiServer(ServerSettings settings);
  ~FcgiServer();

  // Serves until SIGTERM or SIGINT and returns 0 after every worker has finished its request. Idle threads
  // end at once. If the socket is our own, it is removed and pending connections are still served; the queue
  // of an inherited socket is left to the next process. After `stop_timeout_s`, or on a second signal, the
  // process exits with status 1, because objects can't be destroyed while workers use them. SIGHUP reopens
  // the log file. Rethrows exceptions from `make_worker`. `make_reserve` creates the worker for the reserved
  // paths.
  using MakeWorker = std::function<std::unique_ptr<Worker>()>;
  int run(const MakeWorker& make_worker, const MakeWorker& make_reserve);
  int run(const MakeWorker& make_worker) { return run(make_worker, make_worker); }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
