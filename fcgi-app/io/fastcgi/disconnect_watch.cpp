#include "io/fastcgi/disconnect_watch.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <system_error>

namespace caseload::io {
namespace {

constexpr int interval_ms = 20;
constexpr int idle_rounds = 50;  // before the thread goes to sleep, so that not every request has to wake it

void wait_for(int first, int second, int milliseconds) {
  pollfd waiting[] = {{.fd = first, .events = POLLIN, .revents = 0},
                      {.fd = second, .events = POLLIN, .revents = 0}};
  poll(waiting, 2, milliseconds);
}

}  // namespace

DisconnectWatch::DisconnectWatch(std::size_t threads, short hang_up_events)
    : hang_up_events_(hang_up_events), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), watched_(threads) {
  if (!wake_) throw std::system_error(errno, std::generic_category(), "eventfd");
  thread_ = std::thread([this] { watch(); });
}

DisconnectWatch::~DisconnectWatch() {
  stop_.set();
  thread_.join();
}

DisconnectWatch::Request::Request(DisconnectWatch& watch, std::size_t thread, int descriptor)
    : watch_(watch), thread_(thread) {
  thread_cancellation.begin();
  const std::lock_guard lock(watch.mutex_);
  Watched& watched = watch.watched_[thread];
  watched = {
      .cancellation = &thread_cancellation, .generation = watched.generation + 1, .descriptor = descriptor};
  if (!watch.is_asleep_) return;
  watch.is_asleep_ = false;
  eventfd_write(watch.wake_.get(), 1);
}

DisconnectWatch::Request::~Request() {
  {
    const std::lock_guard lock(watch_.mutex_);
    watch_.watched_[thread_].cancellation = nullptr;
  }
  thread_cancellation.end();
}

void DisconnectWatch::watch() {
  int idle = 0;
  while (!stop_.is_set()) {
    const std::vector<Watched> requests = running();
    idle = requests.empty() ? idle + 1 : 0;
    if (idle > idle_rounds) {
      sleep_until_needed();
      idle = 0;
      continue;
    }
    if (!requests.empty()) look(requests);
    for (Cancellation* each : cancelled()) each->interrupt();
    wait_for(stop_.descriptor(), -1, interval_ms);
  }
}

std::vector<DisconnectWatch::Watched> DisconnectWatch::running() {
  const std::lock_guard lock(mutex_);
  std::vector<Watched> found;
  std::ranges::copy_if(watched_, std::back_inserter(found),
                       [](const Watched& each) { return each.cancellation != nullptr; });
  return found;
}

// Looks without the lock, so a descriptor may meanwhile belong to another request, or to anything else. If
// the request is still the same afterwards, it belonged to it all the time.
void DisconnectWatch::look(const std::vector<Watched>& requests) {
  std::vector<pollfd> connections;
  for (const Watched& each : requests)
    connections.push_back({.fd = each.descriptor, .events = hang_up_events_, .revents = 0});
  if (poll(connections.data(), connections.size(), 0) <= 0) return;
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (connections[i].revents == 0) continue;
    for (Watched& each : watched_) {
      if (each.cancellation != requests[i].cancellation || each.generation != requests[i].generation)
        continue;
      each.is_cancelled = true;
      each.cancellation->request();
    }
  }
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

void DisconnectWatch::sleep_until_needed() {
  {
    const std::lock_guard lock(mutex_);
    is_asleep_ =
        std::ranges::all_of(watched_, [](const Watched& each) { return each.cancellation == nullptr; });
    if (!is_asleep_) return;
  }
  wait_for(stop_.descriptor(), wake_.get(), -1);
  eventfd_t count = 0;
  eventfd_read(wake_.get(), &count);
}

}  // namespace caseload::io
