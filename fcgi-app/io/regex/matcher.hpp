// Regular expressions as one request uses them. Records into the Trace, and stops when the client has
// disconnected.
#pragma once

#include <optional>
#include <string_view>

#include "core/trace.hpp"
#include "io/regex/pattern.hpp"

namespace caseload {

class Matcher {
 public:
  explicit Matcher(Trace& trace) : trace_(trace) {}

  // The leftmost match. A probe counts the steps. Throws ClientDisconnected.
  std::optional<io::Match> find(const io::BacktrackingPattern& pattern, std::string_view text);
  // RE2 takes no steps that could be counted, so the request has no such count.
  std::optional<io::Match> find(const io::AutomatonPattern& pattern, std::string_view text);

 private:
  Trace& trace_;
};

}  // namespace caseload
