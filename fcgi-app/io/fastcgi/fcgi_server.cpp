#include "io/fastcgi/fcgi_server.hpp"

#include <fcgiapp.h>
#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "core/errors.hpp"
#include "io/fastcgi/fcgi_connection.hpp"
#include "io/fastcgi/fcgi_request.hpp"
#include "io/fastcgi/fcgi_response.hpp"
#include "io/fastcgi/listening_socket.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"
#include "io/process/event.hpp"
#include "io/process/process_signals.hpp"

namespace caseload::io {
namespace {

using SteadyClock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// The error that the client sees when a producer failed. HttpErrors are meant for clients, all others only
// for the log.
HttpError error_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const HttpError& error) {
    return error;
  } catch (const std::exception&) {
    return HttpError(500, internal_failure);
  }
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  }
}

void log_failure(const Request& request, std::string_view message, const std::string& reason) {
  log(LogLevel::error, message, {{"request_id", request.id}, {"target", request.target}, {"reason", reason}});
}

int milliseconds_until(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

// Threads are still running and use these objects, so nothing can be destroyed: exit at once.
[[noreturn]] void give_up(std::string_view why) {
  log(LogLevel::error, why);
  std::_Exit(1);
}

class InFlight {
 public:
  InFlight() { count("caseload_requests_in_flight"); }
  ~InFlight() { count("caseload_requests_in_flight", {}, -1); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
};

}  // namespace

struct FcgiServer::State {
  explicit State(ServerSettings the_settings) : settings(std::move(the_settings)), socket(settings) {
    if (FCGX_Init() != 0) throw std::runtime_error("libfcgi could not be initialised");
    std::signal(SIGPIPE,
                SIG_IGN);  // a write to a disconnected client is an error and must not kill the process
  }

  void work(const std::function<std::unique_ptr<Worker>()>& make_worker);
  void accept_until_stopped(Worker& worker);
  void serve(Descriptor peer, Worker& worker);
  void respond(FcgiConnection& connection, Worker& worker);
  bool wait_for_more(const FcgiConnection& connection) const;

  void watch();

  ServerSettings settings;
  ProcessSignals signals;  // first, so that it exists before anyone can see the socket and send a signal
  ListeningSocket socket;
  Event stop;
  Event all_ended;
  std::atomic<int> running = 0;
  std::mutex failure_mutex;
  std::exception_ptr failure;  // of a worker that could not be created
};

// The life of a worker thread.
void FcgiServer::State::work(const std::function<std::unique_ptr<Worker>()>& make_worker) {
  try {
    const std::unique_ptr<Worker> worker = make_worker();
    accept_until_stopped(*worker);
  } catch (const std::exception&) {
    const std::lock_guard lock(failure_mutex);
    if (!failure) failure = std::current_exception();
    stop.set();
  }
  if (--running == 0) all_ended.set();
}

void FcgiServer::State::accept_until_stopped(Worker& worker) {
  const Descriptor set(epoll_create1(EPOLL_CLOEXEC));
  if (!set) fail("epoll_create1");
  // EPOLLEXCLUSIVE: a connection wakes only one thread.
  epoll_event connections{.events = EPOLLIN | EPOLLEXCLUSIVE, .data = {.fd = socket.descriptor()}};
  epoll_event stopping{.events = EPOLLIN, .data = {.fd = stop.descriptor()}};
  if (epoll_ctl(set.get(), EPOLL_CTL_ADD, socket.descriptor(), &connections) != 0 ||
      epoll_ctl(set.get(), EPOLL_CTL_ADD, stop.descriptor(), &stopping) != 0)
    fail("epoll_ctl");

  while (!stop.is_set()) {
    epoll_event event{};
    if (epoll_wait(set.get(), &event, 1, -1) < 0) {
      if (errno != EINTR) fail("epoll_wait");
      continue;
    }
    if (stop.is_set()) break;
    if (Descriptor peer = socket.accept()) {
      serve(std::move(peer), worker);
    } else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
      // Out of descriptors or memory. Other requests must finish first; retrying at once would not help.
      log(LogLevel::error, "a connection could not be accepted",
          {{"reason", std::generic_category().message(errno)}});
      pollfd wait{.fd = stop.descriptor(), .events = POLLIN, .revents = 0};
      poll(&wait, 1, 100);
    }
  }
  if (socket.is_inherited()) return;  // its queue is for the next process
  const auto last_accept = SteadyClock::now() + std::chrono::milliseconds(settings.stop_timeout_s * 500);
  while (SteadyClock::now() < last_accept) {
    Descriptor peer = socket.accept();
    if (!peer) break;
    serve(std::move(peer), worker);
  }
}

void FcgiServer::State::serve(Descriptor peer, Worker& worker) {
  count("caseload_fastcgi_connections_total");
  FcgiConnection connection(std::move(peer), settings.io_timeout_s);
  try {
    do {
      if (!connection.next_request()) return;
      const InFlight in_flight;
      respond(connection, worker);
    } while (connection.is_open() && wait_for_more(connection));
  } catch (const std::exception& error) {  // e.g. out of memory; only this connection is lost
    log(LogLevel::error, "a connection was dropped", {{"reason", error.what()}});
  }
}

// Replaces the response but keeps `finished`, because it is still the same request.
void replace(Response& response, Response other) {
  other.finished = std::move(response.finished);
  response = std::move(other);
}

void FcgiServer::State::respond(FcgiConnection& connection, Worker& worker) {
  IncomingRequest incoming = read_request(connection, settings.max_body_bytes);
  Request& request = incoming.request;
  Response response = incoming.refusal
                          ? worker.reject(request, incoming.refusal->status, incoming.refusal->detail)
                          : worker.handle(request);
  if (const std::string problem = header_problem(response); !problem.empty()) {
    log_failure(request, "a response could not be sent because of its headers", problem);
    replace(response, worker.reject(request, 500, internal_failure));
  }
  Sent sent = send_response(connection, request.method, response);
  if (sent.end == Sent::End::failed_before_output) {
    log_failure(request, "a response failed before its first byte", text_of(sent.failure));
    const HttpError error = error_of(sent.failure);
    replace(response, worker.reject(request, error.status, error.what()));
    for (const auto& [name, value] : error.headers) response.set(name, value);
    sent = send_response(connection, request.method, response);
  }
  switch (sent.end) {
    case Sent::End::complete:
      connection.finish(settings.keep_connections && !stop.is_set());
      break;
    case Sent::End::client_disconnected:
      count("caseload_responses_truncated_total", "reason=\"client_disconnected\"");
      connection.finish(false);
      break;
    case Sent::End::failed_before_output:
    case Sent::End::failed_during_output:
      count("caseload_responses_truncated_total", "reason=\"failed\"");
      log_failure(request, "a response failed after its first bytes; the client's connection is aborted",
                  text_of(sent.failure));
      connection.abort();
      break;
  }
  if (response.finished)
    response.finished({.status = response.status,
                       .body_bytes = sent.body_bytes,
                       .complete = sent.end == Sent::End::complete});
}

// Waits for the next request on an open connection, or for the stop.
bool FcgiServer::State::wait_for_more(const FcgiConnection& connection) const {
  pollfd waiting[] = {{.fd = connection.descriptor(), .events = POLLIN, .revents = 0},
                      {.fd = stop.descriptor(), .events = POLLIN, .revents = 0}};
  while (poll(waiting, 2, -1) < 0) {
    if (errno != EINTR) return false;
  }
  return !stop.is_set();
}

FcgiServer::FcgiServer(ServerSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}
FcgiServer::~FcgiServer() = default;

int FcgiServer::run(const std::function<std::unique_ptr<Worker>()>& make_worker) {
  State& state = *state_;
  const int thread_count = state.settings.threads;
  state.running = thread_count;
  set_gauge("caseload_worker_threads", {}, thread_count);
  std::vector<std::thread> threads;
  for (int i = 0; i < thread_count; ++i) threads.emplace_back([&] { state.work(make_worker); });
  log(LogLevel::info, "serving", {{"listen", state.settings.listen}, {"threads", thread_count}});
  state.watch();
  for (std::thread& thread : threads) thread.join();
  if (state.failure) std::rethrow_exception(state.failure);
  log(LogLevel::info, "stopped");
  return 0;
}

// Handles signals until all workers have ended.
void FcgiServer::State::watch() {
  std::optional<SteadyClock::time_point> deadline;
  pollfd waiting[] = {{.fd = signals.descriptor(), .events = POLLIN, .revents = 0},
                      {.fd = all_ended.descriptor(), .events = POLLIN, .revents = 0}};
  while (!all_ended.is_set()) {
    const int happened = poll(waiting, 2, deadline ? milliseconds_until(*deadline) : -1);
    if (happened < 0 && errno != EINTR) fail("poll");
    if (happened == 0) give_up("requests were still running when server.stop_timeout_s ended");
    const auto signal = signals.next();
    if (!signal) continue;
    if (*signal == SIGHUP) {
      reopen_log();
    } else if (deadline) {
      give_up("a second signal arrived while requests were still running");
    } else {
      log(LogLevel::info, "stopping", {{"signal", *signal}});
      deadline = SteadyClock::now() + std::chrono::seconds(settings.stop_timeout_s);
      socket.remove_file();
      stop.set();
    }
  }
}

}  // namespace caseload::io
