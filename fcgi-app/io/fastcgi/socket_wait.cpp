#include "io/fastcgi/socket_wait.hpp"

#include <poll.h>

#include <cerrno>

namespace caseload::io {

bool wait_for(int descriptor, short events, SteadyClock::time_point deadline) {
  pollfd waiting{.fd = descriptor, .events = events, .revents = 0};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
    if (left.count() <= 0) return false;
    const int happened = poll(&waiting, 1, static_cast<int>(left.count()));
    if (happened > 0) return true;
    if (happened < 0 && errno != EINTR) return false;
  }
}

}  // namespace caseload::io
