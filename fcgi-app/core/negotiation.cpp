#include "core/negotiation.hpp"

#include <algorithm>
#include <charconv>

#include "core/text.hpp"

namespace caseload {

namespace {

struct MediaRange {
  std::string_view type;
  double weight = 1;
};

std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return trimmed(part);
}

MediaRange parse_range(std::string_view text) {
  MediaRange range{.type = take_until(text, ';')};
  while (!text.empty()) {
    const std::string_view parameter = take_until(text, ';');
    if (parameter.size() < 2 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=') continue;
    const std::string_view digits = parameter.substr(2);
    double weight = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    const bool is_number = error == std::errc{} && end == digits.data() + digits.size() &&
                           digits.find_first_not_of("0123456789.") == std::string_view::npos;  // no "nan"
    range.weight = is_number ? std::clamp(weight, 0.0, 1.0) : 0;
  }
  return range;
}

// How specifically a range matches the type: 3 exactly, 2 by its main type, 1 for */*, 0 not at all.
int closeness(std::string_view range, std::string_view main_type, std::string_view subtype) {
  const std::size_t slash = range.find('/');
  if (slash == std::string_view::npos) return 0;
  const std::string_view range_main = range.substr(0, slash);
  const std::string_view range_subtype = range.substr(slash + 1);
  if (range == "*/*") return 1;
  if (!equals_ignoring_case(range_main, main_type)) return 0;
  if (range_subtype == "*") return 2;
  if (equals_ignoring_case(range_subtype, subtype)) return 3;
  constexpr std::string_view suffix = "+json";
  const bool has_suffix =
      range_subtype.size() >= suffix.size() &&
      equals_ignoring_case(range_subtype.substr(range_subtype.size() - suffix.size()), suffix);
  return subtype == "json" && has_suffix ? 3 : 0;
}

}  // namespace

std::optional<Format> negotiate(std::optional<std::string_view> accept, Format otherwise) {
  if (!accept || trimmed(*accept).empty()) return otherwise;
  double html = 0;
  double json = 0;
  int html_closeness = 0;
  int json_closeness = 0;
  for (std::string_view rest = *accept; !rest.empty();) {
    const MediaRange range = parse_range(take_until(rest, ','));
    const auto weigh = [&](std::string_view main_type, std::string_view subtype, int& best, double& weight) {
      const int close = closeness(range.type, main_type, subtype);
      if (close == 0 || close < best) return;
      weight = close > best ? range.weight : std::max(weight, range.weight);
      best = close;
    };
    weigh("text", "html", html_closeness, html);
    weigh("application", "json", json_closeness, json);
  }
  if (html <= 0 && json <= 0) return std::nullopt;
  if (json == html) return otherwise;
  return json > html ? Format::json : Format::html;
}

}  // namespace caseload
