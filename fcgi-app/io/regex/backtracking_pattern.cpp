#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <exception>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

#include "io/regex/pattern.hpp"

namespace caseload::io {
namespace {

constexpr std::int64_t steps_between_checks = 16'384;

PCRE2_SPTR units(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

std::string message_of(int error) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(error, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

struct Free {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

// Exceptions must not pass through PCRE2, which is C.
struct Counting {
  std::int64_t& steps;
  const std::function<void()>& check;
  std::exception_ptr thrown;
};

int count_step(pcre2_callout_block*, void* user) {
  auto& counting = *static_cast<Counting*>(user);
  if (++counting.steps % steps_between_checks != 0) return 0;
  try {
    counting.check();
  } catch (...) {
    counting.thrown = std::current_exception();
    return PCRE2_ERROR_CALLOUT;
  }
  return 0;
}

}  // namespace

struct BacktrackingPattern::Compiled {
  Compiled(std::string_view pattern, std::uint32_t options) {
    int error = 0;
    PCRE2_SIZE at = 0;
    code = pcre2_compile(units(pattern), pattern.size(), options, &error, &at, nullptr);
    if (code == nullptr)
      throw std::invalid_argument("'" + std::string(pattern) + "' is not a regular expression: " +
                                  message_of(error) + ", at byte " + std::to_string(at));
  }
  ~Compiled() { pcre2_code_free(code); }
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;

  std::optional<Match> find(std::string_view text, Counting* counting) const {
    const std::unique_ptr<pcre2_match_data, Free> data(pcre2_match_data_create_from_pattern(code, nullptr));
    const std::unique_ptr<pcre2_match_context, Free> context(pcre2_match_context_create(nullptr));
    if (!data || !context) throw std::bad_alloc();
    pcre2_set_match_limit(context.get(), std::numeric_limits<std::uint32_t>::max());
    if (counting != nullptr) pcre2_set_callout(context.get(), count_step, counting);
    const int result = pcre2_match(code, units(text), text.size(), 0, 0, data.get(), context.get());
    if (counting != nullptr && counting->thrown) std::rethrow_exception(counting->thrown);
    if (result == PCRE2_ERROR_NOMATCH) return std::nullopt;
    if (result < 0) throw std::runtime_error("PCRE2 could not match: " + message_of(result));
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data.get());
    return Match{ends[0], ends[1] - ends[0]};
  }

  pcre2_code* code = nullptr;
};

BacktrackingPattern::BacktrackingPattern(std::string_view pattern)
    : plain_(std::make_unique<Compiled>(pattern, 0U)),
      counted_(std::make_unique<Compiled>(pattern, PCRE2_AUTO_CALLOUT)) {}
BacktrackingPattern::~BacktrackingPattern() = default;
BacktrackingPattern::BacktrackingPattern(BacktrackingPattern&&) noexcept = default;
BacktrackingPattern& BacktrackingPattern::operator=(BacktrackingPattern&&) noexcept = default;

std::optional<Match> BacktrackingPattern::find(std::string_view text) const {
  return plain_->find(text, nullptr);
}

std::optional<Match> BacktrackingPattern::find_counted(std::string_view text, std::int64_t& steps,
                                                       const std::function<void()>& check) const {
  Counting counting{.steps = steps, .check = check, .thrown = {}};
  return counted_->find(text, &counting);
}

}  // namespace caseload::io
