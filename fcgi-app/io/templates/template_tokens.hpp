// Splits a Mustache template (mustache(5), github.com/mustache/spec) into tokens. Everything that depends on
// the surrounding text is handled here: the current delimiters, tags alone on their line, and matching
// section tags.
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

// Invalid template syntax. The caller adds the file name.
struct TemplateSyntaxError : std::runtime_error {
  TemplateSyntaxError(std::size_t in_line, const std::string& reason)
      : std::runtime_error(reason), line(in_line) {}
  std::size_t line;
};

std::vector<TemplateToken> tokenize_template(std::string_view source);

// The spec's rule for a partial that is alone on its line: each of its lines is indented like that line.
// Empty lines stay empty.
std::string indent_lines(std::string_view source, std::string_view indent);

}  // namespace caseload::io
