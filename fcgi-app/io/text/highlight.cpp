#include "io/text/highlight.hpp"

#include <srchilite/sourcehighlight.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

#include "core/text.hpp"

namespace caseload::io {
namespace {

constexpr std::array<const char*, 5> rules = {"cpp.lang", "sql.lang", "python.lang", "ruby.lang",
                                              "java.lang"};

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
  const std::string text = plain_text(code);
  std::istringstream in(text);
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
  if (result.size() == source_lines.size()) return result;
  // If a highlighting rule went wrong, show the code unhighlighted rather than lose some of it.
  result.clear();
  for (const std::string_view line : source_lines) result.push_back(html_escaped(line));
  return result;
}

std::string Highlighter::html(std::string_view code, Language language) {
  std::string html;
  for (const std::string& line : lines(code, language)) html.append(line).append("\n");
  return html;
}

std::string highlight_cpp(std::string_view code) {
  return Highlighter().html(code, Language::cpp);
}

}  // namespace caseload::io
