// Mustache text (mustache(5), github.com/mustache/spec) cut into tokens. What depends on the text around
// a tag is settled here, once: delimiters in force, tags alone on their line, which sections belong together.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace caseload::io {

struct TemplateToken {
  enum class Kind { text, variable, unescaped, section, inverted, end, partial, comment };
  Kind kind = Kind::text;
  std::string text;      // literal text, the tag's name, or the comment
  std::string indent;    // white space before a partial that is alone on its line
  std::size_t line = 1;  // where it begins
};

// Text that is no template. The caller knows the file.
struct TemplateSyntaxError : std::runtime_error {
  TemplateSyntaxError(std::size_t in_line, const std::string& reason)
      : std::runtime_error(reason), line(in_line) {}
  std::size_t line;
};

std::vector<TemplateToken> tokenize_template(std::string_view source);

// The spec's rule for a partial alone on its line: each of its lines begins with that line's white space.
// Empty lines stay empty.
std::string indent_lines(std::string_view source, std::string_view indent);

}  // namespace caseload::io
