#include "core/text.hpp"

#include <algorithm>
#include <charconv>

#include "core/byte_scan.hpp"

namespace caseload {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {  // RFC 3986 section 2.3
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

constexpr char hex_lower[] = "0123456789abcdef";
constexpr char hex_upper[] = "0123456789ABCDEF";

std::string_view html_entity(char special) {
  switch (special) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

struct HtmlSpecial {
  template <class Bytes>
  static constexpr auto is_special(Bytes c) {
    return (c == '&') | (c == '<') | (c == '>') | (c == '"') | (c == '\'');
  }
};

struct NotAscii {
  template <class Bytes>
  static constexpr auto is_special(Bytes c) {
    return c >= 0x80;
  }
};

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else if (text[i] == '+' && plus_is_space) {
      decoded.push_back(' ');
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

std::string_view bad_escape(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 3)) {
    if (percent_decode(text.substr(at, 3), false)) continue;
    std::size_t end = at + 1;
    while (end < std::min(at + 3, text.size()) && text[end] > ' ' && text[end] < 0x7f) ++end;
    return text.substr(at, end - at);
  }
  return {};
}

std::string escape_problem(std::string_view text) {
  return "has '" + std::string(bad_escape(text)) + "': two hexadecimal digits must follow a %";
}

std::string percent_encode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back(hex_upper[byte >> 4]);
      encoded.push_back(hex_upper[byte & 15]);
    }
  }
  return encoded;
}

std::optional<QueryPairs> parse_query(std::string_view query) {
  QueryPairs pairs;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view part = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), true);
    auto value =
        equals == std::string_view::npos ? std::string{} : percent_decode(part.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

bool is_valid_text(const QueryPairs& pairs) {
  const auto is_valid = [](const std::string& part) {
    return is_valid_utf8(part) && part.find('\0') == std::string::npos;
  };
  return std::ranges::all_of(pairs,
                             [&](const auto& pair) { return is_valid(pair.first) && is_valid(pair.second); });
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [parsed_to, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || parsed_to != end) return std::nullopt;
  return number;
}

std::optional<std::string> canonical_path(std::string_view decoded) {
  if (decoded.empty() || decoded.front() != '/' || !is_valid_utf8(decoded)) return std::nullopt;
  for (const char c : decoded) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return std::nullopt;
  }
  for (std::size_t begin = 1; begin <= decoded.size();) {
    std::size_t end = decoded.find('/', begin);
    if (end == std::string_view::npos) end = decoded.size();
    const std::string_view segment = decoded.substr(begin, end - begin);
    if (segment == "." || segment == ".." || (segment.empty() && end != decoded.size())) return std::nullopt;
    begin = end + 1;
  }
  return std::string(decoded);
}

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  const unsigned char second = byte(1);
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
      (lead == 0xf4 && second > 0x8f))
    return 0;
  return length;
}

bool is_valid_utf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(byte_scan::next_special<NotAscii>(text, 0));
    if (text.empty()) return true;
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
}

std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t max_shown = 40;
  if (text.size() <= max_shown) return "'" + std::string(text) + "'";
  return "'" + std::string(utf8_prefix(text, max_shown)) + "…' (" + std::to_string(text.size()) + " bytes)";
}

void append_html_escaped(std::string_view text, std::string& html) {
  std::size_t copied = 0;
  for (;;) {
    const std::size_t at = byte_scan::next_special<HtmlSpecial>(text, copied);
    html.append(text, copied, at - copied);
    if (at == text.size()) return;
    html.append(html_entity(text[at]));
    copied = at + 1;
  }
}

std::string html_escaped(std::string_view text) {
  const auto is_control = [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; };
  std::string html;
  html.reserve(text.size() + text.size() / 8);
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length > 1 || (length == 1 && !is_control(static_cast<unsigned char>(text[at])))) {
      at += length;
      continue;
    }
    append_html_escaped(text.substr(copied, at - copied), html);
    if (length == 0) html += utf8_replacement;
    copied = ++at;
  }
  append_html_escaped(text.substr(copied), html);
  return html;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white_space = " \t\r\n";
  const auto first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                   [](char a, char b) { return lower(a) == lower(b); });
}

std::string hex(std::string_view bytes) {
  std::string text(bytes.size() * 2, '\0');
  char* digit = text.data();
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *digit++ = hex_lower[byte >> 4];
    *digit++ = hex_lower[byte & 15];
  }
  return text;
}

}  // namespace caseload
