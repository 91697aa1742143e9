// A response as a value. A streamed response carries a producer, which writes the body after the headers were
// sent. If the producer fails, the connection is aborted so that the client notices: a FastCGI response that
// simply ends looks complete.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseload {

// Where a producer writes to. Throws ClientDisconnected if the client has disconnected.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(std::string_view bytes) = 0;
  virtual void flush() = 0;  // sends all bytes written so far
};

struct ClientDisconnected {};

// How sending a response ended.
struct SentResponse {
  int status;
  std::int64_t body_bytes;
  bool complete;  // false if the client disconnected or the producer failed
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // in order; no Content-Length, no Status
  std::string body;                                          // of a buffered response
  std::function<void(Sink&)> producer;                       // of a streamed response; owns what it needs
  std::function<void(const SentResponse&)> finished;         // called once at the end; owns what it needs

  // Replaces, case-insensitively. `return response.set(...)` copies the body of a local variable, but not
  // that of a temporary.
  Response& set(std::string name, std::string value) &;
  Response&& set(std::string name, std::string value) &&;
  const std::string* header(std::string_view name) const;
};

}  // namespace caseload
