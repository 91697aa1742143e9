#include <re2/re2.h>

#include <stdexcept>

#include "io/regex/pattern.hpp"

namespace caseload::io {

struct AutomatonPattern::Compiled {
  explicit Compiled(std::string_view pattern)
      : code(re2::StringPiece(pattern.data(), pattern.size()), options()) {
    if (!code.ok())
      throw std::invalid_argument("'" + std::string(pattern) +
                                  "' is not a regular expression of RE2: " + code.error());
  }

  static RE2::Options options() {
    RE2::Options options;
    options.set_encoding(RE2::Options::EncodingLatin1);  // bytes
    options.set_log_errors(false);
    return options;
  }

  RE2 code;
};

AutomatonPattern::AutomatonPattern(std::string_view pattern)
    : compiled_(std::make_unique<Compiled>(pattern)) {}
AutomatonPattern::~AutomatonPattern() = default;
AutomatonPattern::AutomatonPattern(AutomatonPattern&&) noexcept = default;
AutomatonPattern& AutomatonPattern::operator=(AutomatonPattern&&) noexcept = default;

std::optional<Match> AutomatonPattern::find(std::string_view text) const {
  re2::StringPiece found;
  if (!compiled_->code.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED,
                             &found, 1))
    return std::nullopt;
  return Match{static_cast<std::size_t>(found.data() - text.data()), found.size()};
}

}  // namespace caseload::io
