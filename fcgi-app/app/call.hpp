// One request on its way through the app, from its route to its last byte.
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

// A variant that runs for a request: its exchange and its place among the slow ones. A streamed response
// keeps it until its last byte is out.
struct RunningVariant {
  std::optional<SlowSlot> place;
  std::optional<Exchange> exchange;
};

struct Call {
  Request& request;
  AppShared& shared;
  Owners& owners;
  std::span<const std::string_view>
      arguments{};                            // the parts of the path where the route's pattern has a :name
  std::shared_ptr<RunningVariant> running{};  // set by serve_variant
};

}  // namespace caseload
