#include "io/text/annotated_code.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace caseload::io {

namespace {

constexpr std::string_view mark_begin = "<mark>", mark_end = "</mark>";

std::string joined(const std::vector<CodeLine>& lines) {
  std::string text;
  for (const CodeLine& line : lines) text.append(line.text).append("\n");
  return text;
}

// Words in `backticks` are code.
std::string note_html(std::string_view note) {
  std::string html;
  bool is_code = false;
  for (std::size_t at = 0; at < note.size();) {
    const std::size_t tick = std::min(note.find('`', at), note.size());
    html += html_escaped(note.substr(at, tick - at));
    if (tick < note.size()) html += is_code ? "</code>" : "<code>";
    if (tick < note.size()) is_code = !is_code;
    at = tick + 1;
  }
  return is_code ? html + "</code>" : html;
}

}  // namespace

std::string marked_html(std::string_view html, const std::vector<Span>& marks) {
  std::string marked;
  std::size_t at = 0;  // in the text
  auto mark = marks.begin();
  bool is_open = false;
  const auto close = [&] {
    if (is_open) marked += mark_end;
    is_open = false;
  };
  while (!html.empty()) {
    if (mark != marks.end() && at >= mark->end) {
      close();
      ++mark;
      continue;
    }
    if (html.front() == '<') {
      close();
      const std::size_t end = std::min(html.find('>'), html.size() - 1) + 1;
      marked += html.substr(0, end);
      html.remove_prefix(end);
      continue;
    }
    if (mark != marks.end() && at >= mark->begin && !is_open) {
      marked += mark_begin;
      is_open = true;
    }
    const std::size_t length = html.front() == '&' ? std::min(html.find(';'), html.size() - 1) + 1 : 1;
    marked += html.substr(0, length);
    html.remove_prefix(length);
    ++at;
  }
  close();
  return marked;
}

AnnotatedCode::AnnotatedCode(std::string name, Excerpt excerpt, Highlighter& highlighter)
    : name_(std::move(name)), excerpt_(std::move(excerpt)) {
  const std::vector<CodeLine> lines = code_lines(excerpt_);
  std::vector<std::string> html = highlighter.lines(joined(lines), Language::cpp);
  for (std::size_t at = 0; at < lines.size(); ++at)
    lines_.push_back({lines[at].number, std::string(lines[at].text), lines[at].note, std::move(html[at])});
}

int AnnotatedCode::last_line() const {
  return lines_.empty() ? excerpt_.first_line : lines_.back().number;
}

bool AnnotatedCode::has_notes() const {
  return std::ranges::any_of(lines_, [](const Line& line) { return !line.note.empty(); });
}

Code AnnotatedCode::code() const {
  Code code{.lines = {}, .name = name_};
  for (const Line& line : lines_) code.lines.emplace_back(line.text);
  return code;
}

std::string AnnotatedCode::html() const {
  return html_with(std::vector<std::vector<Span>>(lines_.size()));
}

std::string AnnotatedCode::html_without_notes() const {
  std::string html;
  for (const Line& line : lines_) html += "<span class=\"code-line\">" + line.html + "\n</span>";
  return html;
}

std::string AnnotatedCode::html_against(const AnnotatedCode& other) const {
  return html_with(tokens_missing_in(other.code(), code()));
}

std::string AnnotatedCode::html_with(const std::vector<std::vector<Span>>& marks) const {
  std::string html;
  for (std::size_t at = 0; at < lines_.size(); ++at) {
    const std::string code = marked_html(lines_[at].html, marks[at]);
    if (lines_[at].note.empty()) {
      html += "<span class=\"code-line\">" + code + "\n</span>";
    } else {
      html += "<span class=\"code-step\"><span class=\"code-line decisive\">" + code +
              "\n</span><span class=\"code-note\">" + note_html(lines_[at].note) + "\n</span></span>";
    }
  }
  return html;
}

}  // namespace caseload::io
