#include "code/code_html.hpp"

#include "code/source_diff.hpp"
#include "core/text.hpp"

namespace caseload::site {
namespace {

std::string line_html(const std::string& code, int number, const std::string& prefix, bool changed) {
  const std::string id = prefix + "-" + std::to_string(number);
  return "<span class=\"code-line" + std::string(changed ? " changed" : "") + "\" id=\"" + id +
         "\"><a class=\"line-number\" href=\"#" + id + "\" tabindex=\"-1\" aria-label=\"Line " +
         std::to_string(number) + "\">" + std::to_string(number) + "</a>" + code + "\n</span>";
}

constexpr const char* gap = "<span class=\"code-line gap\" aria-hidden=\"true\">\n</span>";

}  // namespace

CodeColumns code_side_by_side(io::Highlighter& highlighter, const Excerpt& left,
                              const std::string& left_prefix, const Excerpt& right,
                              const std::string& right_prefix) {
  const auto left_html = highlighter.lines(left.text, io::Language::cpp);
  const auto right_html = highlighter.lines(right.text, io::Language::cpp);
  CodeColumns columns;
  for (const DiffRow& row : side_by_side(lines_of(left.text), lines_of(right.text))) {
    columns.left += row.left < 0 ? gap
                                 : line_html(left_html[static_cast<std::size_t>(row.left)],
                                             left.first_line + row.left, left_prefix, row.changed);
    columns.right += row.right < 0 ? gap
                                   : line_html(right_html[static_cast<std::size_t>(row.right)],
                                               right.first_line + row.right, right_prefix, row.changed);
  }
  return columns;
}

std::string numbered_code(io::Highlighter& highlighter, const Excerpt& excerpt, const std::string& prefix) {
  std::string html;
  int number = excerpt.first_line;
  for (const std::string& line : highlighter.lines(excerpt.text, io::Language::cpp))
    html += line_html(line, number++, prefix, false);
  return html;
}

}  // namespace caseload::site
