#include "core/token_diff.hpp"

#include <algorithm>
#include <cstdint>

namespace caseload {

namespace {

struct Token {
  std::string_view text;
  std::size_t line;
  Span span;
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::size_t end_of_text(std::string_view line, std::size_t begin) {
  for (std::size_t at = begin + 1; at < line.size(); ++at) {
    if (line[at] == '\\')
      ++at;
    else if (line[at] == line[begin])
      return at + 1;
  }
  return line.size();
}

std::size_t end_of_token(std::string_view line, std::size_t begin) {
  if (line[begin] == '"') return end_of_text(line, begin);
  if (!is_word(line[begin])) return begin + 1;
  std::size_t end = begin;
  // An apostrophe inside a number separates its digits.
  while (end < line.size() &&
         (is_word(line[end]) || (line[end] == '\'' && line[begin] >= '0' && line[begin] <= '9')))
    ++end;
  return end;
}

// The function's own name counts as the same in both pieces.
bool is_name(std::string_view token, std::string_view name) {
  return std::ranges::equal(token, name, [](char a, char b) { return a == b || (a == '_' && b == '-'); });
}

std::vector<Token> tokens_of(const Code& code) {
  std::vector<Token> tokens;
  for (std::size_t number = 0; number < code.lines.size(); ++number) {
    const std::string_view line = code.lines[number];
    for (std::size_t at = 0; at < line.size();) {
      if (line.substr(at, 2) == "//") break;
      if (line[at] == ' ' || line[at] == '\t') {
        ++at;
        continue;
      }
      const std::size_t end = end_of_token(line, at);
      const std::string_view text = line.substr(at, end - at);
      tokens.push_back({is_name(text, code.name) ? std::string_view("its name") : text, number, {at, end}});
      at = end;
    }
  }
  return tokens;
}

// Which tokens of `own` are in the longest common subsequence.
std::vector<bool> common(const std::vector<Token>& own, const std::vector<Token>& other) {
  const std::size_t width = other.size() + 1;
  std::vector<std::uint16_t> longest((own.size() + 1) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t& { return longest[i * width + j]; };
  for (std::size_t i = own.size(); i-- > 0;)
    for (std::size_t j = other.size(); j-- > 0;)
      at(i, j) = own[i].text == other[j].text ? static_cast<std::uint16_t>(at(i + 1, j + 1) + 1)
                                              : std::max(at(i + 1, j), at(i, j + 1));
  std::vector<bool> is_common(own.size());
  for (std::size_t i = 0, j = 0; i < own.size() && j < other.size();) {
    if (own[i].text == other[j].text) {
      is_common[i++] = true;
      ++j;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
  return is_common;
}

constexpr std::size_t max_tokens = 4'000;  // the table has the square of this many cells

}  // namespace

std::vector<std::vector<Span>> tokens_missing_in(const Code& other, const Code& code) {
  std::vector<std::vector<Span>> spans(code.lines.size());
  const std::vector<Token> own = tokens_of(code), others = tokens_of(other);
  if (own.size() > max_tokens || others.size() > max_tokens) return spans;
  const std::vector<bool> is_common = common(own, others);
  const auto shared = static_cast<std::size_t>(std::ranges::count(is_common, true));
  if (3 * shared < own.size()) return spans;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (is_common[i]) continue;
    auto& line = spans[own[i].line];
    const bool continues = i > 0 && !is_common[i - 1] && own[i - 1].line == own[i].line;
    if (continues)
      line.back().end = own[i].span.end;
    else
      line.push_back(own[i].span);
  }
  // Brackets and commas alone say nothing.
  for (std::size_t number = 0; number < spans.size(); ++number)
    std::erase_if(spans[number], [line = code.lines[number]](const Span& span) {
      return std::ranges::none_of(line.substr(span.begin, span.end - span.begin), is_word);
    });
  return spans;
}

}  // namespace caseload
