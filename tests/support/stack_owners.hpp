// The owners of a worker thread, on the running stack, for tests that run variants without the application.
#pragma once

#include <memory>

#include "app/exchange.hpp"
#include "io/database/connection.hpp"
#include "tests/support/stack.hpp"

namespace caseload::test {

struct StackOwners {
  io::DriverThread driver;
  SystemClock clock;
  Rebuilds rebuilds;
  io::TemplateSources sources{
      {{.path = "templates", .excluded = "site"}, {.path = "fcgi-app/cases", .prefix = "cases/"}},
      {{"root", ""}}};
  Owners owners = make();

  Owners make() {
    return {.connections = io::Connections(database_settings()),
            .memcached = io::Memcached(cache_settings()),
            .partners = io::HttpClient(partner_settings()),
            .templates = io::Templates(sources),
            .rebuilds = rebuilds,
            .clock = clock};
  }
  // For a thread beside this one.
  std::unique_ptr<Owners> make_more() { return std::unique_ptr<Owners>(new Owners(make())); }
};

}  // namespace caseload::test
