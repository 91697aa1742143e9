// Templates made ready for the renderer. kainjow's renderer gets standalone lines, the scope of delimiters
// and dotted names wrong, and parses a partial again at each use; so it never sees a template as written. It
// gets a canonical text without partials, white space or names: tags whose names are numbers, as in
// {{&0}}{{#1}}{{2}}{{/1}}, and the entry of that number says what the tag stands for.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/templates/templates.hpp"

namespace caseload::io {

struct TemplateProgram;

struct TemplateEntry {
  enum class Kind { literal, variable, section, inverted, recursion, leave, block };
  Kind kind = Kind::literal;
  std::string text;                                // literal: as is; recursion: the partial's name
  std::vector<std::string> path;                   // of a dotted name; {"."} for the item itself
  std::string indent;                              // recursion: white space before each line of the partial
  std::shared_ptr<const BlockMark> mark;           // block
  std::shared_ptr<const TemplateProgram> program;  // block: its own text
};

struct TemplateProgram {
  std::string canonical;
  std::vector<TemplateEntry> entries;
};

struct TemplateText {
  std::string origin;  // for messages: the file
  std::string text;
};
using TemplateTexts = std::map<std::string, TemplateText, std::less<>>;  // by name

// The template of that name with its partials in place. Throws ConfigError that names file, line and reason.
TemplateProgram compile_template(const TemplateTexts& texts, MissingPartial missing, const std::string& name);

// A partial as its own recursion renders it; ends with an entry `leave`.
TemplateProgram compile_recursion(const TemplateTexts& texts, MissingPartial missing, const std::string& name,
                                  const std::string& indent);

}  // namespace caseload::io
