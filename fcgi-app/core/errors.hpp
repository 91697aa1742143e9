// The errors that end a request. They are caught once, in App::handle, and become an error page or
// application/problem+json (RFC 9457). For HttpError and its subclasses the client sees what(); for
// everything else it is only logged.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace caseload {

struct HttpError : std::runtime_error {
  HttpError(int status_code, const std::string& detail,
            std::vector<std::pair<std::string, std::string>> extra = {})
      : std::runtime_error(detail), status(status_code), headers(std::move(extra)) {}
  int status;
  std::vector<std::pair<std::string, std::string>> headers;  // e.g. Allow, Retry-After
};

// What a client sees of an internal failure. The reason is only in the log.
inline constexpr const char* internal_failure = "the application failed; its log has the reason";

struct NotFound : HttpError {
  explicit NotFound(const std::string& detail) : HttpError(404, detail) {}
};

// The detail names the parameter and its bound: "the parameter n must be a whole number from 1 to 10240; got
// 'abc'".
struct BadRequest : HttpError {
  explicit BadRequest(const std::string& detail) : HttpError(400, detail) {}
};

// The response needs something that is unavailable, such as the database. 503 with Retry-After.
struct Unavailable : HttpError {
  explicit Unavailable(const std::string& detail, int retry_after_seconds = 2)
      : HttpError(503, detail, {{"Retry-After", std::to_string(retry_after_seconds)}}) {}
};

// A query took all of its time, and so would another one. A proxy does not wait for many of them.
struct QueryTimedOut : Unavailable {
  using Unavailable::Unavailable;
};

// Invalid configuration. Names the key and where its value came from. The program does not start.
struct ConfigError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace caseload
