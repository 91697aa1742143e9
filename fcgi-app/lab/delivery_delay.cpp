#include "lab/delivery_delay.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <thread>

#include "core/errors.hpp"

namespace caseload {

namespace {

const std::string delay_key = "caseload:sink-delay";
constexpr int delay_lifetime_s = 60;

}  // namespace

void set_delivery_delay(io::Memcached& memcached, int milliseconds) {
  if (milliseconds == 0) {
    memcached.remove(delay_key);
  } else if (!memcached.set(delay_key, std::to_string(milliseconds), delay_lifetime_s)) {
    throw Unavailable("the delay can't be stored because the cache does not respond");
  }
}

// Reads the delay without recording it in the trace. It simulates a slow network and is not work of the page.
void wait_for_delivery(io::Memcached& memcached) {
  const auto set = memcached.get(delay_key);
  if (!set) return;
  int milliseconds = 0;
  std::from_chars(set->data(), set->data() + set->size(), milliseconds);
  std::this_thread::sleep_for(std::chrono::milliseconds(std::clamp(milliseconds, 0, max_delivery_delay_ms)));
}

}  // namespace caseload
