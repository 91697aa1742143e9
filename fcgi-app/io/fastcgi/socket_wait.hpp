// Waiting for a socket, with a deadline.
#pragma once

#include <chrono>

namespace caseload::io {

using SteadyClock = std::chrono::steady_clock;

// True if one of the events (poll(2)) occurred before the deadline, or the peer disconnected.
bool wait_for(int descriptor, short events, SteadyClock::time_point deadline);

}  // namespace caseload::io
