// Configuration from caseload.toml. Each key can also be set in the environment as CASELOAD_<SECTION>_<KEY>,
// which takes precedence. One table (config_keys.cpp) has the name, type, bounds and help of each key; the
// defaults are below and in the settings of the parts. The reference page and the caseload.toml at the root
// are generated from it. Secrets come from the environment or from a file named by <key>_file. They are never
// logged and not accepted in the TOML file. An unknown key, a wrong type and a value out of bounds are a
// ConfigError that names the key, the value and its origin.
#pragma once

#include <cstdint>
#include <string>

#include "io/cache/memcached.hpp"
#include "io/database/connection.hpp"
#include "io/fastcgi/fcgi_server.hpp"
#include "io/http/http_client.hpp"

namespace caseload::io {

struct WorkerSettings {
  int threads = 2;
  int lease_s = 30;
  int stop_timeout_s = 10;
  int kept_jobs = 1'000;
};

struct Config {
  // With app.profile = "public" a few slow pages run at once, whatever the number of threads.
  static constexpr int max_public_slow_running = 4;

  ServerSettings server;
  DatabaseSettings database;
  CacheSettings cache;
  HttpSettings partners;
  int partner_threads = 16;  // of caseload-partners
  WorkerSettings worker;
  std::string templates_folder = "templates";
  std::string source_folder = ".";  // contains fcgi-app/cases with the cases' lessons and templates
  std::string excerpts_file = "excerpts.json";  // the code shown on case pages, written by `make build`
  std::string log_file;                         // empty: standard error
  std::string log_level = "info";
  std::int64_t request_log_max_bytes = 16 * 1024 * 1024;
  std::string base_url;              // "https://example.org/perf": without a slash at its end
  std::string profile = "standard";  // or "public"
  bool evidence_headers = true;
  bool probes = false;     // honour "Probe: 1"
  bool test_mode = false;  // test-only endpoints
  int max_slow_running =
      0;  // maximum of concurrent slow variants and streams, above that 503; 0: half of the threads
  // What each link within the site begins with: "/perf", or "" without a base_url or path.
  std::string root() const;
  bool is_public() const { return profile == "public"; }
  int slow_limit() const;
};

// If `file` is empty, only defaults and the environment are used.
Config load_config(const std::string& file);

// Markdown: every key with type, default, bounds, environment name and meaning.
std::string config_reference();

// A caseload.toml with every key, its meaning and its default, all commented out.
std::string config_example();

}  // namespace caseload::io
