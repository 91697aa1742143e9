// Compiled templates: partials are inlined and each tag is an entry. A section's entry knows where the
// section ends, so rendering is a single pass over the entries (io/templates/templates.cpp).
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "io/templates/templates.hpp"

namespace caseload::io {

struct TemplateProgram;

struct TemplateEntry {
  enum class Kind { literal, escaped, unescaped, section, inverted, recursion, block };
  Kind kind = Kind::literal;
  std::string text;                                // literal: the text; recursion: the partial's name
  std::vector<std::string> path;                   // the parts of a dotted name; {"."} for the item itself
  std::string indent;                              // recursion: white space before each line of the partial
  std::size_t end = 0;                             // section, inverted: the first entry after it
  std::shared_ptr<const BlockMark> mark;           // block
  std::shared_ptr<const TemplateProgram> program;  // block: its own text
};

struct TemplateProgram {
  std::vector<TemplateEntry> entries;
};

struct TemplateText {
  std::string origin;  // the file, for messages
  std::string text;
};
using TemplateTexts = std::map<std::string, TemplateText, std::less<>>;  // by name

// Compiles the template of that name with its partials. Throws ConfigError with file, line and reason.
TemplateProgram compile_template(const TemplateTexts& texts, MissingPartial missing, const std::string& name);

// Compiles a partial that includes itself, as its recursion renders it.
TemplateProgram compile_recursion(const TemplateTexts& texts, MissingPartial missing, const std::string& name,
                                  const std::string& indent);

}  // namespace caseload::io
