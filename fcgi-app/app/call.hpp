// One request in the app, from its route to its last byte.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "app/exchange.hpp"
#include "app/slow_limit.hpp"

namespace caseload {

struct AppShared;

// A running variant: its exchange, and its slot if it counts as slow. A streamed response keeps it until the
// last byte was sent.
struct RunningVariant {
  std::optional<SlowSlot> slot;
  std::optional<Exchange> exchange;
};

struct Call {
  Request& request;
  AppShared& shared;
  Owners& owners;
  bool may_wait = true;  // false in the thread that must always respond
  std::span<const std::string_view>
      arguments{};  // the parts of the path that match a :name in the route's pattern
  std::shared_ptr<RunningVariant> running{};  // set by serve_variant
};

}  // namespace caseload
