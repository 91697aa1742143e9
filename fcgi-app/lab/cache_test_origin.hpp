// The origin that cache-tests (npm http-cache-tests, https://cache-tests.fyi) expects behind the cache it
// tests: a test puts its configuration, asks through the cache, and then asks what came through to the
// origin. In test mode only, below /cached/test/.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/clock.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "core/value.hpp"

namespace caseload {

// Shared by all threads.
class CacheTestOrigin {
 public:
  // `part` is config, test or state; `id` names the test. Takes the preconditions out of the request, since
  // the test itself says what is answered.
  Response answer(Request& request, const std::string& part, const std::string& id, const Clock& clock);

 private:
  struct Test {
    Value requests;              // as configured: for each request, what is answered
    Value seen = Value::list();  // what came, for the client to look at
    std::string numbers_seen;    // "1 2"
  };
  Response configure(const Request& request, const std::string& id);
  Response serve(const Request& request, const std::string& id, std::int64_t now_s);

  std::mutex mutex_;
  std::map<std::string, Test> tests_;
};

}  // namespace caseload
