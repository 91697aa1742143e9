// Configuration: caseload.toml, each key also as CASELOAD_<SECTION>_<KEY> in the environment (which wins).
// One table of keys (config_keys.cpp) holds name, type, bounds and help; defaults are those below and in the
// settings of the parts. The reference page and caseload.toml at the root are made from it. Secrets come from
// the environment or from a file named by the key with _file; they are never logged, and refused in the TOML
// file. A key that does not exist, a wrong type or a value out of bounds is a ConfigError naming key, value
// and origin.
#pragma once

#include <cstdint>
#include <string>

#include "io/cache/memcached.hpp"
#include "io/database/connection.hpp"
#include "io/fastcgi/fcgi_server.hpp"

namespace caseload::io {

struct WorkerSettings {
  int threads = 2;
  int lease_s = 30;
  int stop_timeout_s = 10;
  int kept_jobs = 1'000;
};

struct Config {
  ServerSettings server;
  DatabaseSettings database;
  CacheSettings cache;
  WorkerSettings worker;
  std::string templates_folder = "templates";
  std::string source_folder = ".";              // where fcgi-app/cases is: lessons and templates of the cases
  std::string excerpts_file = "excerpts.json";  // the code that case pages show, written by `make build`
  std::string log_file;                         // empty: standard error
  std::string log_level = "info";
  std::int64_t request_log_max_bytes = 16 * 1024 * 1024;
  std::string base_url;  // absolute links come from here, never from the request; empty: relative only
  bool evidence_headers = true;
  bool probes = false;       // honour "Probe: 1"
  bool test_mode = false;    // test-only endpoints
  int max_slow_running = 0;  // slow variants and streams at once, over that 503; 0: half of the threads
  int slow_limit() const { return max_slow_running > 0 ? max_slow_running : (server.threads + 1) / 2; }
};

// `file` empty: only defaults and environment.
Config load_config(const std::string& file);

// Markdown: every key with type, default, bounds, environment name and meaning.
std::string config_reference();

// caseload.toml with every key, its meaning and its default, commented out.
std::string config_example();

}  // namespace caseload::io
