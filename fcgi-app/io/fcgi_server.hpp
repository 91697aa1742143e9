// FastCGI on libfcgi: a listening socket, worker threads, graceful stop. Decodes a request once and
// writes the answer; knows nothing of cases.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload::io {

struct ServerSettings {
  std::string listen;            // "/path/to.sock", "127.0.0.1:9000", or "systemd" (LISTEN_FDS, sd_listen_fds(3))
  int threads = 16;
  int backlog = 1024;
  std::int64_t max_body_bytes = 1'000'000;
  int stop_timeout_s = 10;
};

// What a worker thread owns and runs. Made inside its thread, destroyed there.
class Worker {
 public:
  virtual ~Worker() = default;
  // Never throws. `request` has id, method, path, query, headers, body set, `format` and `knobs` not yet. The
  // server calls `on_sent` of the answer... see Exchange.
  virtual Response handle(Request& request) = 0;
  // After the last byte went out (or the client left: `complete` is false).
  virtual void finished(const Request& request, const Response& response, std::int64_t body_bytes, bool complete) = 0;
};

class FcgiServer {
 public:
  explicit FcgiServer(ServerSettings settings);  // opens the socket; throws ConfigError with the reason
  ~FcgiServer();

  // Runs until SIGTERM or SIGINT; returns after the workers finished what they were doing. 0 when all ended in
  // time, 1 when `stop_timeout_s` ran out.
  int run(const std::function<std::unique_ptr<Worker>()>& make_worker);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
