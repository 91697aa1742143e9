#include "io/fastcgi/reserve_thread.hpp"

#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "io/fastcgi/fcgi_service.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload::io {
namespace {

// A worker that has just finished its request is given this long to take the next connection itself. It also
// limits how often this thread wakes for nothing.
constexpr int lead_ms = 40;
// If workers begin no request for this long, they are busy; if they do, the queue moves without this thread.
constexpr int standstill_ms = 10;
constexpr int look_for_late_ms = 100;
constexpr int max_accepted = 1'000;  // before this thread looks at the connections that it has
constexpr auto max_wait_after_stop = std::chrono::seconds(1);

void add(const Descriptor& set, int descriptor, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.fd = descriptor}};
  if (epoll_ctl(set.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void wait_ms(const Event& stop, int milliseconds) {
  pollfd wait{.fd = stop.descriptor(), .events = POLLIN, .revents = 0};
  poll(&wait, 1, milliseconds);
}

}  // namespace

void ReserveThread::run() {
  set_ = Descriptor(epoll_create1(EPOLL_CLOEXEC));
  if (!set_) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  add(set_, parts_.stop.descriptor(), EPOLLIN);
  add(set_, parts_.slow.descriptor(), EPOLLIN);
  // EPOLLEXCLUSIVE wakes the first one that waits, in the order in which they were added. The workers were
  // added before, so this thread wakes only if none of them waits.
  add(set_, parts_.socket.descriptor(), EPOLLIN | EPOLLEXCLUSIVE);
  while (!parts_.stop.is_set()) {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(set_.get(), events.data(), static_cast<int>(events.size()),
                                 arriving_.empty() ? -1 : look_for_late_ms);
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == parts_.socket.descriptor()) {
        accept_waiting();
      } else if (descriptor == parts_.slow.descriptor()) {
        take_over();
      } else if (descriptor != parts_.stop.descriptor()) {
        read_more(descriptor);
      }
    }
    drop_late();
  }
  take_over();
  const auto end = SteadyClock::now() + max_wait_after_stop;
  while (!arriving_.empty() && SteadyClock::now() < end) {
    std::vector<int> descriptors;
    for (const auto& [descriptor, connection] : arriving_) descriptors.push_back(descriptor);
    for (const int descriptor : descriptors) read_more(descriptor);
    if (!arriving_.empty()) poll(nullptr, 0, 1);
  }
  arriving_.clear();
}

void ReserveThread::accept_waiting() {
  wait_ms(parts_.stop, lead_ms);
  const std::uint64_t begun = parts_.begun;
  wait_ms(parts_.stop, standstill_ms);
  if (parts_.begun != begun) return;
  for (int each = 0; each < max_accepted && !parts_.stop.is_set(); ++each) {
    Descriptor peer = parts_.socket.accept();
    if (!peer) {
      if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED) return;
      log(LogLevel::error, "a connection could not be accepted",
          {{"reason", std::generic_category().message(errno)}});
      return wait_ms(parts_.stop, 100);
    }
    count("caseload_fastcgi_connections_total");
    if (arriving_.size() >= parts_.max_connections) drop_oldest();
    const int descriptor = peer.get();
    add(set_, descriptor, EPOLLIN);
    FcgiInput input(descriptor, parts_.terms);
    arriving_[descriptor] = std::make_unique<FcgiConnection>(std::move(peer), std::move(input));
    read_more(descriptor);
  }
}

void ReserveThread::take_over() {
  while (auto connection = parts_.slow.take()) {
    if (arriving_.size() >= parts_.max_connections) drop_oldest();
    const int descriptor = connection->descriptor();
    add(set_, descriptor, EPOLLIN);
    arriving_[descriptor] = std::move(connection);
    read_more(descriptor);
  }
}

void ReserveThread::read_more(int descriptor) {
  const auto found = arriving_.find(descriptor);
  if (found == arriving_.end()) return;
  FcgiConnection& connection = *found->second;
  const FcgiInput::Head head = connection.input().read_head();
  if (head == FcgiInput::Head::incomplete) return;
  if (head == FcgiInput::Head::refused) note_refused(connection.input().violation());
  auto taken = std::move(found->second);
  arriving_.erase(found);
  epoll_ctl(set_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
  if (head == FcgiInput::Head::complete) pass_on(std::move(taken));
}

void ReserveThread::pass_on(std::unique_ptr<FcgiConnection> connection) {
  if (!connection->next_request()) return note_refused(undecodable);
  // Of several addresses the first one counts, as when the request is read.
  const auto& parameters = connection->parameters();
  const auto address =
      std::ranges::find(parameters, "REQUEST_URI", [](const auto& parameter) { return parameter.first; });
  const bool is_reserved = connection->input().has_whole_request() && address != parameters.end() &&
                           parts_.is_reserved(address->second);
  if (is_reserved) {
    parts_.serve(*connection);
  } else if (parts_.ready.size() < parts_.max_connections) {
    parts_.ready.add(std::move(connection));
  } else if (connection->input().has_whole_request()) {
    parts_.refuse(*connection);
  } else {
    note_refused(too_many_waiting);
    connection->abort();
  }
}

// A web server sends the head of a request at once, so whoever has been sending for longest is no web server.
void ReserveThread::drop_oldest() {
  const auto oldest = std::ranges::min_element(
      arriving_, {}, [](const auto& entry) { return entry.second->input().head_deadline(); });
  if (oldest == arriving_.end()) return;
  note_refused("too many requests are arriving");
  arriving_.erase(oldest);
}

void ReserveThread::drop_late() {
  const auto now = SteadyClock::now();
  std::erase_if(arriving_, [&](const auto& entry) {
    if (entry.second->input().head_deadline() > now) return false;
    note_refused("the head of a request took too long");
    return true;
  });
}

}  // namespace caseload::io
