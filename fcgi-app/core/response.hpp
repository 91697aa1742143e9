// The answer as a value. A streamed answer carries a producer that writes its body after the
// headers were sent; a failure in it aborts the connection visibly, since a FastCGI answer that
// just ends looks complete to the client.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseload {

// Where a producer writes. Throws ClientDisconnected when nobody listens any more.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(std::string_view bytes) = 0;
  virtual void flush() = 0;  // hands all bytes so far to the client
};

struct ClientDisconnected {};

// How sending a response ended.
struct SentResponse {
  int status;
  std::int64_t body_bytes;
  bool complete;  // false where the client disconnected or the producer failed
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // in order; no Content-Length, no Status
  std::string body;                                          // buffered answers
  std::function<void(Sink&)> producer;                       // streamed answers; owns what it needs
  std::function<void(const SentResponse&)> finished;         // called once, at the end; owns what it needs

  Response& set(std::string name, std::string value);  // replaces, case-insensitively
  const std::string* header(std::string_view name) const;
};

}  // namespace caseload
