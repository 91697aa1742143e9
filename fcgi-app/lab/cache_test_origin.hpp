// The origin that cache-tests (npm http-cache-tests, https://cache-tests.fyi) expects behind the cache it
// tests: a test sends its configuration, sends requests through the cache, and then reads which of them
// reached the origin. In test mode only, below /cached/test/.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/clock.hpp"
#include "core/request.hpp"
#include "core/response.hpp"
#include "core/value.hpp"

namespace caseload {

// Thread-safe.
class CacheTestOrigin {
 public:
  // `part` is config, test or state; `id` is the test's id. Removes the preconditions from the request,
  // because the test itself determines the response.
  Response respond(Request& request, const std::string& part, const std::string& id, const Clock& clock);

 private:
  struct Test {
    Value requests;              // the configured response for each request
    Value seen = Value::list();  // the requests that arrived; the client reads them
    std::string numbers_seen;    // "1 2"
  };
  Response configure(const Request& request, const std::string& id);
  Response serve(const Request& request, const std::string& id, std::int64_t now_s);

  std::mutex mutex_;
  std::map<std::string, Test> tests_;
};

}  // namespace caseload
