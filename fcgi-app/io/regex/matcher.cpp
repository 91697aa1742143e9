#include "io/regex/matcher.hpp"

#include "core/cancellation.hpp"

namespace caseload {

std::optional<io::Match> Matcher::find(const io::BacktrackingPattern& pattern, std::string_view text) {
  thread_cancellation.check();
  const auto found = pattern.find(text);
  if (!trace_.probe()) return found;
  std::int64_t steps = 0;
  {
    const TracePause pause(trace_);  // counting takes longer than matching
    pattern.find_counted(text, steps, [] { thread_cancellation.check(); });
  }
  trace_.count_match_steps(steps);
  return found;
}

std::optional<io::Match> Matcher::find(const io::AutomatonPattern& pattern, std::string_view text) {
  thread_cancellation.check();
  trace_.match_without_count();
  return pattern.find(text);
}

}  // namespace caseload
