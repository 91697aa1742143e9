// Templates compiled: partials put in place, and each tag an entry that says what it stands for. A section's
// entry knows where its section ends, so that rendering is one walk over the entries
// (io/templates/templates.cpp).
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
  std::string text;                                // literal: as is; recursion: the partial's name
  std::vector<std::string> path;                   // of a dotted name; {"."} for the item itself
  std::string indent;                              // recursion: white space before each line of the partial
  std::size_t end = 0;                             // section, inverted: the first entry behind it
  std::shared_ptr<const BlockMark> mark;           // block
  std::shared_ptr<const TemplateProgram> program;  // block: its own text
};

struct TemplateProgram {
  std::vector<TemplateEntry> entries;
};

struct TemplateText {
  std::string origin;  // for messages: the file
  std::string text;
};
using TemplateTexts = std::map<std::string, TemplateText, std::less<>>;  // by name

// The template of that name with its partials in place. Throws ConfigError that names file, line and reason.
TemplateProgram compile_template(const TemplateTexts& texts, MissingPartial missing, const std::string& name);

// A partial as its own recursion renders it.
TemplateProgram compile_recursion(const TemplateTexts& texts, MissingPartial missing, const std::string& name,
                                  const std::string& indent);

}  // namespace caseload::io
