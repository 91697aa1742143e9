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

// Rendering uses stack for each open section, in each level of a recursion.
inline constexpr std::size_t max_section_depth = 32;
inline constexpr std::size_t max_inclusions = 10'000;  // of partials in one template

inline constexpr std::size_t item_itself = static_cast<std::size_t>(-1);

struct TemplateEntry {
  enum class Kind { literal, escaped, unescaped, section, inverted, recursion, block };
  Kind kind = Kind::literal;
  std::string text;                                // literal: the text; recursion: the partial's name
  std::vector<std::string> path;                   // the parts of a dotted name; {"."} for the item itself
  std::size_t name = 0;                            // of path.front(), in the program's names; or item_itself
  std::string indent;                              // recursion: white space before each line of the partial
  std::size_t end = 0;                             // section, inverted: the first entry after it
  std::size_t usual_bytes = 0;                     // section: about how much one item adds to the page
  std::shared_ptr<const BlockMark> mark;           // block
  std::shared_ptr<const TemplateProgram> program;  // block: its own text
};

struct TemplateProgram {
  std::vector<TemplateEntry> entries;
  std::vector<std::string> names;  // the first parts of all paths, each once
  std::vector<BlockMark> marks;    // of its blocks, in their order
};

struct TemplateText {
  std::string origin;  // the file, for messages
  std::string text;
};
using TemplateTexts = std::map<std::string, TemplateText, std::less<>>;  // by name

// Compiles the template of that name with its partials. Throws ConfigError with file, line and reason, also
// if one of these bounds is exceeded.
TemplateProgram compile_template(const TemplateTexts& texts, MissingPartial missing, const std::string& name);

// Compiles a partial that includes itself, as its recursion renders it.
TemplateProgram compile_recursion(const TemplateTexts& texts, MissingPartial missing, const std::string& name,
                                  const std::string& indent);

}  // namespace caseload::io
