// Regular expressions, compiled once. A pattern is never changed, and all threads may use it at once. Texts
// are bytes: "\s" and "\w" are about ASCII. Case code matches with a Matcher (io/regex/matcher.hpp), which
// records the work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace caseload::io {

struct Match {
  std::size_t at = 0, length = 0;  // in bytes
};

// Matched by PCRE2, which tries one alternative after the other and backtracks when one fails, as most
// languages do. A pattern can take time that grows with the square of the text, or faster.
class BacktrackingPattern {
 public:
  // Throws std::invalid_argument, with the place, if this is not a pattern. It must be part of the program
  // and never come from a request.
  explicit BacktrackingPattern(std::string_view pattern);
  ~BacktrackingPattern();
  BacktrackingPattern(BacktrackingPattern&&) noexcept;
  BacktrackingPattern& operator=(BacktrackingPattern&&) noexcept;

  // The leftmost match. PCRE2's limit on the work of one match is set to its maximum: it would hide what a
  // pattern costs. Throws std::runtime_error if PCRE2 fails.
  std::optional<Match> find(std::string_view text) const;

  // The same, and adds to `steps` how many items of the pattern were tried (pcre2callout(3)). That takes
  // longer. `check` is called now and then, and may throw to end it.
  std::optional<Match> find_counted(std::string_view text, std::int64_t& steps,
                                    const std::function<void()>& check) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> plain_, counted_;
};

// Matched by RE2, which follows all alternatives at once: its time grows with the text, whatever the pattern.
// In return it has no lookarounds and no backreferences.
class AutomatonPattern {
 public:
  explicit AutomatonPattern(std::string_view pattern);  // throws std::invalid_argument
  ~AutomatonPattern();
  AutomatonPattern(AutomatonPattern&&) noexcept;
  AutomatonPattern& operator=(AutomatonPattern&&) noexcept;

  std::optional<Match> find(std::string_view text) const;  // the leftmost match

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace caseload::io
