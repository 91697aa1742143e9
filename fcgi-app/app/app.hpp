// The application: turns a request into a response. Each worker thread has its own App, whose only mutable
// state is its owners. `AppShared` is read-only or atomic and is shared by all threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "app/case_pages/case_pages.hpp"
#include "app/routes.hpp"
#include "core/portfolio.hpp"
#include "io/config/config.hpp"
#include "io/fastcgi/fcgi_server.hpp"

namespace caseload {

// What test mode adds.
struct Extension {
  std::vector<Route> routes;
  std::vector<io::TemplateFolder> templates;
};

struct AppShared {
  // Reads templates, lessons and sources; throws ConfigError.
  explicit AppShared(io::Config configuration, const Extension& extension = {});

  const io::Config config;
  const SystemClock clock;
  const io::TemplateSources template_sources;
  const Portfolio portfolio;
  const CasePages case_pages;
  const Routes routes;
  std::atomic<int> slow_running{0};
  std::atomic<int> runs_at_once{0};  // that send several requests at once: 0 or 1
  Rebuilds rebuilds;
};

// What a thread that runs variants owns.
Owners owners_of(AppShared& shared);

class App final : public io::Worker {
 public:
  // `reserve`: for the thread that responds at reserved_paths() even while all others are busy. It waits for
  // nothing, so it doesn't use the database.
  enum class Role : std::uint8_t { worker, reserve };
  explicit App(AppShared& shared, Role role = Role::worker);

  static std::vector<std::string> reserved_paths() { return {"/healthz", "/metrics"}; }

  Response handle(Request& request) override;
  Response reject(const Request& request, int status, const std::string& detail) override;

 private:
  AppShared& shared_;
  const Role role_;
  const io::DriverThread driver_;  // outlives the connections
  Owners owners_;
};

}  // namespace caseload
