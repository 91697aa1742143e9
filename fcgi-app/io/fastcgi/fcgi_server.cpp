#include "io/fastcgi/fcgi_server.hpp"

#include <fcgiapp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <latch>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "io/fastcgi/disconnect_watch.hpp"
#include "io/fastcgi/fcgi_connection.hpp"
#include "io/fastcgi/fcgi_service.hpp"
#include "io/fastcgi/listening_socket.hpp"
#include "io/fastcgi/ready_connections.hpp"
#include "io/fastcgi/reserve_thread.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"
#include "io/process/event.hpp"
#include "io/process/process_signals.hpp"

namespace caseload::io {
namespace {

// A worker waits this long for a request to arrive. nginx sends it at once.
constexpr auto patience = std::chrono::milliseconds(50);
constexpr auto patience_when_stopping = std::chrono::seconds(1);

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int milliseconds_until(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

// Threads are still running and use these objects, so nothing can be destroyed: exit at once. The kernel then
// resets the connections (fcgi_input.hpp).
[[noreturn]] void give_up(std::string_view why) {
  log(LogLevel::error, why);
  std::_Exit(1);
}

// Connections wait in this process as well as in the queue of the kernel.
void allow_descriptors(rlim_t count) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= count) return;
  limit.rlim_cur = std::min(count, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

void add(const Descriptor& set, int descriptor, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.fd = descriptor}};
  if (epoll_ctl(set.get(), EPOLL_CTL_ADD, descriptor, &event) != 0) fail("epoll_ctl");
}

}  // namespace

struct FcgiServer::State {
  explicit State(ServerSettings the_settings) : settings(std::move(the_settings)), socket(settings) {
    if (FCGX_Init() != 0) throw std::runtime_error("libfcgi could not be initialised");
    std::signal(SIGPIPE,
                SIG_IGN);  // a write to a disconnected client is an error and must not kill the process
  }

  void work(std::size_t number, const MakeWorker& make_worker);
  void reserve(const MakeWorker& make_worker);
  void end_thread(std::exception_ptr failed);
  void accept_until_stopped(Worker& worker, std::size_t number);
  void serve_pending(Worker& worker, std::size_t number);
  void serve_new(Descriptor peer, Worker& worker, std::size_t number);

  std::size_t threads() const { return static_cast<std::size_t>(settings.threads); }
  void watch();

  ServerSettings settings;
  ProcessSignals signals;  // first, so that it exists before anyone can see the socket and send a signal
  ListeningSocket socket;
  FcgiTerms terms{.head_timeout = std::chrono::seconds(settings.head_timeout_s),
                  .body_timeout = std::chrono::seconds(settings.body_timeout_s),
                  .idle_timeout = std::chrono::seconds(settings.io_timeout_s),
                  .hang_up_events = socket.hang_up_events()};
  Event stop;
  Event reserve_ended;
  Event all_ended;
  std::optional<DisconnectWatch> disconnects{std::in_place, threads() + 1, socket.hang_up_events()};
  FcgiService service{settings, *disconnects, stop};
  ReadyConnections slow;   // from the workers to the reserve thread
  ReadyConnections ready;  // from the reserve thread to the workers
  std::latch workers_wait{settings.threads};
  std::latch watch_has_ended{1};
  std::atomic<std::uint64_t> begun = 0;
  std::atomic<int> running = 0;
  std::mutex failure_mutex;
  std::exception_ptr failure;  // of a worker that could not be created
};

// The life of a worker thread.
void FcgiServer::State::work(std::size_t number, const MakeWorker& make_worker) {
  std::exception_ptr failed;
  try {
    const std::unique_ptr<Worker> worker = make_worker();
    accept_until_stopped(*worker, number);
  } catch (const std::exception&) {
    failed = std::current_exception();
  }
  end_thread(failed);
}

// The life of the reserve thread.
void FcgiServer::State::reserve(const MakeWorker& make_worker) {
  std::exception_ptr failed;
  try {
    const std::unique_ptr<Worker> worker = make_worker();
    while (!workers_wait.try_wait() && !stop.is_set())
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const auto is_reserved = [this](std::string_view target) {
      return std::ranges::find(settings.reserved_paths, target.substr(0, target.find('?'))) !=
             settings.reserved_paths.end();
    };
    ReserveThread({.socket = socket,
                   .slow = slow,
                   .ready = ready,
                   .stop = stop,
                   .begun = begun,
                   .terms = terms,
                   .max_connections = static_cast<std::size_t>(settings.backlog),
                   .is_reserved = is_reserved,
                   .serve = [&](FcgiConnection& each) { service.serve_once(each, *worker, threads()); },
                   .refuse = [&](FcgiConnection& each) { service.refuse_busy(each, *worker, threads()); }})
        .run();
  } catch (const std::exception&) {
    failed = std::current_exception();
  }
  reserve_ended.set();
  end_thread(failed);
}

// Requests are cancelled by the watch, which must not do so once their threads have ended.
void FcgiServer::State::end_thread(std::exception_ptr failed) {
  if (failed) {
    const std::lock_guard lock(failure_mutex);
    if (!failure) failure = std::move(failed);
    stop.set();
  }
  if (--running == 0) all_ended.set();
  watch_has_ended.wait();
}

void FcgiServer::State::accept_until_stopped(Worker& worker, std::size_t number) {
  const Descriptor set(epoll_create1(EPOLL_CLOEXEC));
  if (!set) fail("epoll_create1");
  // EPOLLEXCLUSIVE: a connection wakes only one thread.
  add(set, socket.descriptor(), EPOLLIN | EPOLLEXCLUSIVE);
  add(set, ready.descriptor(), EPOLLIN | EPOLLEXCLUSIVE);
  add(set, stop.descriptor(), EPOLLIN);
  workers_wait.count_down();

  while (!stop.is_set()) {
    if (const auto waiting = ready.take()) {
      ++begun;
      service.serve(*waiting, worker, number);
      continue;
    }
    epoll_event event{};
    if (epoll_wait(set.get(), &event, 1, -1) < 0) {
      if (errno != EINTR) fail("epoll_wait");
      continue;
    }
    if (stop.is_set()) break;
    if (event.data.fd != socket.descriptor()) continue;
    if (Descriptor peer = socket.accept()) {
      serve_new(std::move(peer), worker, number);
    } else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
      // Out of descriptors or memory. Other requests must finish first; retrying at once would not help.
      log(LogLevel::error, "a connection could not be accepted",
          {{"reason", std::generic_category().message(errno)}});
      pollfd wait{.fd = stop.descriptor(), .events = POLLIN, .revents = 0};
      poll(&wait, 1, 100);
    }
  }
  serve_pending(worker, number);
}

// After the stop: what this process has accepted, and the queue of its own socket. That of an inherited
// socket is for the next process.
void FcgiServer::State::serve_pending(Worker& worker, std::size_t number) {
  const auto last_accept = SteadyClock::now() + std::chrono::milliseconds(settings.stop_timeout_s * 500);
  while (SteadyClock::now() < last_accept) {
    if (const auto waiting = ready.take()) {
      ++begun;
      service.serve(*waiting, worker, number);
      continue;
    }
    if (!socket.is_inherited()) {
      if (Descriptor peer = socket.accept()) {
        serve_new(std::move(peer), worker, number);
        continue;
      }
    }
    if (reserve_ended.is_set() && ready.size() == 0) return;
    pollfd waiting[] = {{.fd = ready.descriptor(), .events = POLLIN, .revents = 0},
                        {.fd = reserve_ended.descriptor(), .events = POLLIN, .revents = 0}};
    poll(waiting, 2, 100);
  }
}

void FcgiServer::State::serve_new(Descriptor peer, Worker& worker, std::size_t number) {
  count("caseload_fastcgi_connections_total");
  ++begun;
  FcgiInput input(peer.get(), terms);
  switch (input.wait_for_head(stop.is_set() ? patience_when_stopping : patience)) {
    case FcgiInput::Head::complete: {
      FcgiConnection connection(std::move(peer), std::move(input));
      if (connection.next_request()) {
        service.serve(connection, worker, number);
      } else {
        note_refused(undecodable);
      }
      break;
    }
    case FcgiInput::Head::incomplete:
      if (!stop.is_set()) slow.add(std::make_unique<FcgiConnection>(std::move(peer), std::move(input)));
      break;
    case FcgiInput::Head::refused:
      note_refused(input.violation());
      break;
    case FcgiInput::Head::closed:
      break;
  }
}

FcgiServer::FcgiServer(ServerSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}
FcgiServer::~FcgiServer() = default;

int FcgiServer::run(const MakeWorker& make_worker, const MakeWorker& make_reserve) {
  constexpr rlim_t descriptors_per_thread = 16;  // three database connections, the cache's servers, epoll
  State& state = *state_;
  // Connections that are arriving, and requests that wait for a worker.
  allow_descriptors(2 * static_cast<rlim_t>(state.settings.backlog) +
                    descriptors_per_thread * state.threads());
  state.running = state.settings.threads + 1;
  set_gauge("caseload_worker_threads", {}, state.settings.threads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < state.threads(); ++i)
    threads.emplace_back([&state, &make_worker, i] { state.work(i, make_worker); });
  threads.emplace_back([&] { state.reserve(make_reserve); });
  log(LogLevel::info, "serving", {{"listen", state.settings.listen}, {"threads", state.settings.threads}});
  state.watch();
  state.disconnects.reset();
  state.watch_has_ended.count_down();
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
