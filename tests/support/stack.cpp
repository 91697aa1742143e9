#include "tests/support/stack.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace caseload::test {

std::string required_variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') {
    throw std::runtime_error(std::string(name) +
                             " is not set: run the tests by `make test`, which starts the servers they need");
  }
  return value;
}

std::string variable_or(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

io::DatabaseSettings database_settings() {
  io::DatabaseSettings settings;
  settings.socket = required_variable("CASELOAD_TEST_DB_SOCKET");
  return settings;
}

io::CacheSettings cache_settings() {
  io::CacheSettings settings;
  settings.servers = {required_variable("CASELOAD_TEST_CACHE_SOCKET")};
  settings.timeout_ms = 10'000;  // on a busy machine the cache is slow, not dead
  return settings;
}

io::HttpSettings partner_settings() {
  return {.address = required_variable("CASELOAD_TEST_PARTNERS_SOCKET"), .deadline_ms = 60'000};
}

std::string base_url() {
  std::string url = required_variable("CASELOAD_TEST_BASE");
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::vector<Dataset> datasets() {
  std::istringstream names(required_variable("CASELOAD_TEST_DATASETS"));
  std::vector<Dataset> found;
  for (std::string name; names >> name;) {
    for (const Dataset dataset : all_datasets) {
      if (name == name_of(dataset)) found.push_back(dataset);
    }
  }
  return found;
}

}  // namespace caseload::test
