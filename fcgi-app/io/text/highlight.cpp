#include "io/text/highlight.hpp"

#include <srchilite/sourcehighlight.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <stdexcept>

#include "core/text.hpp"

namespace caseload::io {
namespace {

constexpr std::array<const char*, 7> rules = {"cpp.lang",  "sql.lang", "python.lang",    "ruby.lang",
                                              "java.lang", "php.lang", "javascript.lang"};

constexpr std::string_view before_code = "<pre><tt>";
constexpr std::string_view after_code = "</tt></pre>";
constexpr std::string_view span_open = "<span class=\"";
constexpr std::string_view span_close = "</span>";

// Adds our prefix to the classes and removes the spans of plain text.
std::string with_own_classes(std::string_view line) {
  std::string html;
  bool in_plain = false;
  while (!line.empty()) {
    const std::size_t tag = std::min(line.find('<'), line.size());
    html += line.substr(0, tag);
    line.remove_prefix(tag);
    if (line.substr(0, span_open.size()) == span_open) {
      line.remove_prefix(span_open.size());
      const std::size_t end = line.find("\">");
      const std::string_view name = line.substr(0, end);
      in_plain = name == "normal";
      if (!in_plain) html.append("<span class=\"hl-").append(name).append("\">");
      line.remove_prefix(std::min(end + 2, line.size()));
    } else if (line.substr(0, span_close.size()) == span_close) {
      if (!in_plain) html += span_close;
      in_plain = false;
      line.remove_prefix(span_close.size());
    } else if (!line.empty()) {
      html += "&lt;";
      line.remove_prefix(1);
    }
  }
  return html;
}

// Removes control characters and foreign line endings, with which the library would count lines differently.
std::string plain_text(std::string_view code) {
  std::string text;
  text.reserve(code.size());
  for (const char c : code)
    if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20) text += c;
  return text;
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Where an apostrophe separates digits, as in 16'384: the rules for C++ take it for the start of a character.
std::vector<std::size_t> digit_separators(std::string_view code) {
  std::vector<std::size_t> places;
  bool is_number = false;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const bool is_inside = is_alphanumeric(code[at]) || code[at] == '_';
    const bool was_inside = at > 0 && (is_alphanumeric(code[at - 1]) || code[at - 1] == '_');
    if (is_inside && !was_inside && !(is_number && at > 0 && code[at - 1] == '\'')) {
      is_number = code[at] >= '0' && code[at] <= '9';
    } else if (code[at] == '\'' && is_number && was_inside && at + 1 < code.size() &&
               is_alphanumeric(code[at + 1])) {
      places.push_back(at);
    } else if (!is_inside) {
      is_number = false;
    }
  }
  return places;
}

// The apostrophes of one line, at these places in its text, take the place of the digits that stood in for
// them.
void put_back_separators(std::string& html, const std::vector<std::size_t>& places) {
  std::size_t at_text = 0;
  auto place = places.begin();
  for (std::size_t at = 0; at < html.size() && place != places.end(); ++at) {
    if (html[at] == '<') {
      at = html.find('>', at);
      continue;
    }
    if (at_text == *place) {
      html[at] = '\'';
      ++place;
    }
    if (html[at] == '&') at = html.find(';', at);
    ++at_text;
  }
}

}  // namespace

struct Highlighter::State {
  State() {
    writer.setGenerateEntireDoc(false);
    writer.setTabSpaces(2);
  }
  srchilite::SourceHighlight writer{"htmlcss.outlang"};
};

Highlighter::Highlighter() try : state_(std::make_unique<State>()) {
} catch (const std::exception& error) {
  throw std::runtime_error(std::string("source-highlight can't start: ") + error.what());
}
Highlighter::~Highlighter() = default;
Highlighter::Highlighter(Highlighter&&) noexcept = default;

std::vector<std::string> Highlighter::lines(std::string_view code, Language language) {
  // The rules for PHP begin at its tag, which our excerpts don't have.
  const std::string_view before = language == Language::php ? "<?php\n" : "";
  const std::string text = std::string(before) + plain_text(code);
  std::string digits = text;
  std::map<std::size_t, std::vector<std::size_t>> separators;  // in each line
  if (language == Language::cpp) {
    for (const std::size_t place : digit_separators(text)) {
      digits[place] = '0';
      const std::size_t begin = text.rfind('\n', place) + 1;
      separators[static_cast<std::size_t>(
                     std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'))]
          .push_back(place - begin);
    }
  }
  std::istringstream in(digits);
  std::ostringstream out;
  state_->writer.highlight(in, out, rules.at(static_cast<std::size_t>(language)));
  const std::string page = out.str();
  std::string_view body = page;
  const std::size_t begin = body.find(before_code);
  const std::size_t end = body.rfind(after_code);
  std::vector<std::string> result;
  if (begin != std::string_view::npos && end != std::string_view::npos && begin < end) {
    body = body.substr(begin + before_code.size(), end - begin - before_code.size());
    for (const std::string_view line : lines_of(body)) result.push_back(with_own_classes(line));
  }
  const std::vector<std::string_view> source_lines = lines_of(text);
  if (result.size() == source_lines.size()) {
    for (const auto& [line, places] : separators) put_back_separators(result[line], places);
    if (!before.empty()) result.erase(result.begin());
    return result;
  }
  // If a highlighting rule went wrong, show the code unhighlighted rather than lose some of it.
  result.clear();
  for (const std::string_view line : source_lines) result.push_back(html_escaped(line));
  if (!before.empty()) result.erase(result.begin());
  return result;
}

std::string Highlighter::html(std::string_view code, Language language) {
  std::string html;
  for (const std::string& line : lines(code, language)) html.append(line).append("\n");
  return html;
}

}  // namespace caseload::io
