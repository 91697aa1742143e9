#include "io/fastcgi/disconnect_watch.hpp"

#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "io/log/log.hpp"

namespace caseload::io {
namespace {

constexpr int repeat_ms = 20;  // of interrupting a query that still runs
constexpr std::uint64_t stop_event = ~std::uint64_t{0};

std::uint64_t event_of(std::size_t thread, std::uint32_t generation) {
  return std::uint64_t{thread} << 32U | generation;
}

}  // namespace

DisconnectWatch::DisconnectWatch(std::size_t threads, short hang_up_events)
    : events_(static_cast<std::uint32_t>(hang_up_events)),
      set_(epoll_create1(EPOLL_CLOEXEC)),
      watched_(threads) {
  epoll_event event{.events = EPOLLIN, .data = {.u64 = stop_event}};
  if (!set_ || epoll_ctl(set_.get(), EPOLL_CTL_ADD, stop_.descriptor(), &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll");
  thread_ = std::thread([this] { watch(); });
}

DisconnectWatch::~DisconnectWatch() {
  stop_.set();
  thread_.join();
}

DisconnectWatch::Request::Request(DisconnectWatch& watch, std::size_t thread, int descriptor)
    : watch_(watch), thread_(thread) {
  thread_cancellation.begin();
  epoll_event event{.events = watch.events_ | EPOLLONESHOT, .data = {}};
  {
    const std::lock_guard lock(watch.mutex_);
    Watched& watched = watch.watched_[thread];
    watched = {.cancellation = &thread_cancellation, .generation = watched.generation + 1};
    event.data.u64 = event_of(thread, watched.generation);
  }
  if (epoll_ctl(watch.set_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
    log(LogLevel::warning, "a connection can't be watched, so its request will run to its end",
        {{"reason", std::generic_category().message(errno)}});
}

DisconnectWatch::Request::~Request() {
  {
    const std::lock_guard lock(watch_.mutex_);
    watch_.watched_[thread_].cancellation = nullptr;
  }
  thread_cancellation.end();
}

void DisconnectWatch::forget(int descriptor) {
  epoll_ctl(set_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void DisconnectWatch::watch() {
  std::vector<Cancellation*> unfinished;
  while (!stop_.is_set()) {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(set_.get(), events.data(), static_cast<int>(events.size()),
                                 unfinished.empty() ? -1 : repeat_ms);
    for (int i = 0; i < count; ++i) cancel(events[static_cast<std::size_t>(i)].data.u64);
    unfinished = cancelled();
    for (Cancellation* each : unfinished) each->interrupt();
  }
}

void DisconnectWatch::cancel(std::uint64_t event) {
  if (event == stop_event) return;
  const std::lock_guard lock(mutex_);
  Watched& watched = watched_[event >> 32U];
  if (watched.cancellation == nullptr || event_of(event >> 32U, watched.generation) != event) return;
  watched.is_cancelled = true;
  watched.cancellation->request();
}

// Of the requests that are cancelled and have not ended. The objects belong to threads that outlive this one.
std::vector<Cancellation*> DisconnectWatch::cancelled() {
  const std::lock_guard lock(mutex_);
  std::vector<Cancellation*> found;
  for (const Watched& each : watched_) {
    if (each.cancellation != nullptr && each.is_cancelled) found.push_back(each.cancellation);
  }
  return found;
}

}  // namespace caseload::io
