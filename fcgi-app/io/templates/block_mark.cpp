#include "io/templates/block_mark.hpp"

#include <vector>

#include "core/text.hpp"
#include "io/cache/max_lifetime.hpp"

namespace caseload::io {
namespace {

constexpr std::string_view keyword = "cache:";

bool set_seconds(int& seconds, const std::string& text, std::int64_t minimum) {
  const auto number = whole_number(text);
  if (!number || *number < minimum || *number > max_cache_lifetime_s) return false;
  seconds = static_cast<int>(*number);
  return true;
}

}  // namespace

bool is_block_mark(std::string_view comment) {
  return comment.substr(0, keyword.size()) == keyword;
}

std::optional<BlockMark> parse_block_mark(std::string_view comment, std::string& reason) {
  BlockMark mark;
  for (const auto& word : split(comment.substr(keyword.size()), " \t\r\n")) {
    const auto equals = word.find('=');
    const auto key = word.substr(0, equals);
    const auto value = equals == std::string::npos ? std::string() : word.substr(equals + 1);
    bool is_good = false;
    if (key == "lifetime") is_good = set_seconds(mark.lifetime_s, value, 1);
    if (key == "stale") is_good = set_seconds(mark.stale_s, value, 0);
    if (key == "depends") is_good = !(mark.depends = split(value, ",")).empty();
    if (key == "by") is_good = !(mark.by = split(value, ",")).empty();
    if (word == "personal") is_good = mark.is_personal = true;
    if (!is_good) {
      reason =
          "'" + word + "' is not valid; use lifetime=SECONDS, stale=SECONDS, depends=A,B, by=A,B or personal";
      return std::nullopt;
    }
  }
  if (mark.lifetime_s == 0) {
    reason = "lifetime=SECONDS is missing (1 to " + std::to_string(max_cache_lifetime_s) + ")";
    return std::nullopt;
  }
  return mark;
}

}  // namespace caseload::io
