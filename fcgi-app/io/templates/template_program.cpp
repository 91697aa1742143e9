#include "io/templates/template_program.hpp"

#include <algorithm>
#include <utility>

#include "core/errors.hpp"
#include "io/templates/block_mark.hpp"
#include "io/templates/template_tokens.hpp"
#include "io/text/hash.hpp"

namespace caseload::io {
namespace {

using Tokens = std::vector<TemplateToken>;
using EntryKind = TemplateEntry::Kind;
using TokenKind = TemplateToken::Kind;

[[noreturn]] void refuse(const TemplateText& text, std::size_t line, const std::string& reason) {
  throw ConfigError(text.origin + ":" + std::to_string(line) + ": " + reason);
}

std::vector<std::string> split_name(const std::string& name) {
  if (name == ".") return {"."};
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const auto dot = name.find('.', begin);
    parts.push_back(name.substr(begin, dot == std::string::npos ? dot : dot - begin));
    if (dot == std::string::npos) return parts;
    begin = dot + 1;
  }
}

// Where the section that begins at `begin` ends.
std::size_t end_of_section(const Tokens& tokens, std::size_t begin) {
  int open = 0;
  for (auto at = begin;; ++at) {
    const auto kind = tokens[at].kind;
    if (kind == TokenKind::section || kind == TokenKind::inverted) ++open;
    if (kind == TokenKind::end && --open == 0) return at;
  }
}

std::string fingerprint_of(const TemplateProgram& program) {
  std::string all;
  for (const auto& entry : program.entries) {
    all += std::to_string(static_cast<int>(entry.kind)) + '\0' + std::to_string(entry.end) + '\0' +
           entry.text + '\0' + entry.indent;
    for (const auto& part : entry.path) all += '\0' + part;
  }
  return sha256_hex(all).substr(0, 16);
}

class Compiler {
 public:
  Compiler(const TemplateTexts& texts, MissingPartial missing) : texts_(texts), missing_(missing) {}

  TemplateProgram compile(const std::string& name) {
    include(name, texts_.find(name)->second, "");
    return take_program();
  }

  TemplateProgram compile_recursion(const std::string& name, const std::string& indent) {
    open_sections_ = {0};  // a recursion is always inside a section, otherwise it would never end
    include(name, texts_.find(name)->second, indent);
    return take_program();
  }

 private:
  struct Inclusion {
    std::string name;
    std::size_t sections_before;  // how many were open where it was included
  };

  void include(const std::string& name, const TemplateText& text, const std::string& indent) {
    inclusions_.push_back({name, open_sections_.size()});
    try {
      const auto tokens = tokenize_template(indent_lines(text.text, indent));
      add(text, tokens, 0, tokens.size());
    } catch (const TemplateSyntaxError& error) {
      refuse(text, error.line, error.what());
    }
    inclusions_.pop_back();
  }

  void add(const TemplateText& text, const Tokens& tokens, std::size_t begin, std::size_t end) {
    for (auto at = begin; at < end; ++at) {
      const auto& token = tokens[at];
      switch (token.kind) {
        case TokenKind::text:
          literal_ += token.text;
          break;
        case TokenKind::comment:
          refuse_stray_mark(text, token);
          break;
        case TokenKind::variable:
          emit(named(EntryKind::escaped, token));
          break;
        case TokenKind::unescaped:
          emit(named(EntryKind::unescaped, token));
          break;
        case TokenKind::section:
          if (is_mark(tokens, at + 1)) {
            const auto section_end = end_of_section(tokens, at);
            add_block(text, tokens, at, section_end);
            at = section_end;
          } else {
            begin_section(text, token, EntryKind::section);
          }
          break;
        case TokenKind::inverted:
          begin_section(text, token, EntryKind::inverted);
          break;
        case TokenKind::end:
          flush_literal();
          end_section(open_sections_.back());
          open_sections_.pop_back();
          break;
        case TokenKind::partial:
          add_partial(text, token);
          break;
      }
    }
  }

  void begin_section(const TemplateText& text, const TemplateToken& token, EntryKind kind) {
    if (open_sections_.size() >= max_section_depth) {
      refuse(text, token.line,
             "the section '" + token.text + "' is nested more than " + std::to_string(max_section_depth) +
                 " deep, counting those around its partial");
    }
    open_sections_.push_back(emit(named(kind, token)));
  }

  static bool is_mark(const Tokens& tokens, std::size_t at) {
    return at < tokens.size() && tokens[at].kind == TokenKind::comment && is_block_mark(tokens[at].text);
  }

  static void refuse_stray_mark(const TemplateText& text, const TemplateToken& token) {
    if (is_block_mark(token.text))
      refuse(text, token.line, "a cache mark must directly follow the tag that opens its section");
  }

  void add_partial(const TemplateText& text, const TemplateToken& token) {
    const auto found = texts_.find(token.text);
    if (found == texts_.end()) {
      if (missing_ == MissingPartial::is_empty) return;
      refuse(text, token.line, "there is no partial '" + token.text + "'");
    }
    if (++inclusion_count_ > max_inclusions) {
      refuse(text, token.line,
             "the template includes more than " + std::to_string(max_inclusions) + " partials");
    }
    const auto around = std::find_if(inclusions_.begin(), inclusions_.end(), [&](const Inclusion& inclusion) {
      return inclusion.name == token.text;
    });
    if (around == inclusions_.end()) return include(token.text, found->second, token.indent);
    if (around->sections_before == open_sections_.size()) {
      refuse(text, token.line,
             "the partial '" + token.text + "' includes itself endlessly; put the inclusion into a section");
    }
    auto entry = named(EntryKind::recursion, token);
    entry.text = token.text;
    entry.indent = token.indent;
    emit(std::move(entry));
  }

  // A block sees only its own data, so that data of one visitor's page can't get into what other visitors
  // see.
  void add_block(const TemplateText& text, const Tokens& tokens, std::size_t begin, std::size_t end) {
    const auto& name = tokens[begin].text;
    const auto line = tokens[begin + 1].line;
    if (!open_sections_.empty())
      refuse(text, line, "the cacheable block '" + name + "' must not be inside another section");
    std::string reason;
    auto mark = parse_block_mark(tokens[begin + 1].text, reason);
    if (!mark) refuse(text, line, "the cache mark of '" + name + "' is wrong: " + reason);

    Compiler inner(texts_, missing_);
    inner.inclusions_ = inclusions_;
    for (auto& inclusion : inner.inclusions_) inclusion.sections_before = 0;
    inner.open_sections_.push_back(inner.emit(entry_of(EntryKind::section, {"."})));
    inner.add(text, tokens, begin + 2, end + 1);

    auto entry = named(EntryKind::block, tokens[begin]);
    entry.program = std::make_shared<const TemplateProgram>(inner.take_program());
    mark->name = name;
    mark->fingerprint = fingerprint_of(*entry.program);
    entry.mark = std::make_shared<const BlockMark>(*std::move(mark));
    emit(std::move(entry));
  }

  static TemplateEntry entry_of(EntryKind kind, std::vector<std::string> path) {
    TemplateEntry entry;
    entry.kind = kind;
    entry.path = std::move(path);
    return entry;
  }

  static TemplateEntry named(EntryKind kind, const TemplateToken& token) {
    return entry_of(kind, split_name(token.text));
  }

  void end_section(std::size_t section) {
    constexpr std::size_t usual_value_bytes = 16;
    std::size_t bytes = 0;
    for (auto at = section + 1; at < program_.entries.size(); ++at) {
      const bool is_literal = program_.entries[at].kind == EntryKind::literal;
      bytes += is_literal ? program_.entries[at].text.size() : usual_value_bytes;
    }
    program_.entries[section].end = program_.entries.size();
    program_.entries[section].usual_bytes = bytes;
  }

  std::size_t name_index(const std::string& name) {
    const auto found = std::ranges::find(program_.names, name);
    const auto index = static_cast<std::size_t>(found - program_.names.begin());
    if (found == program_.names.end()) program_.names.push_back(name);
    return index;
  }

  void flush_literal() {
    if (literal_.empty()) return;
    TemplateEntry entry;
    entry.text = std::exchange(literal_, {});
    program_.entries.push_back(std::move(entry));
  }

  std::size_t emit(TemplateEntry entry) {
    flush_literal();
    entry.name = entry.path.front() == "." ? item_itself : name_index(entry.path.front());
    if (entry.mark) program_.marks.push_back(*entry.mark);
    program_.entries.push_back(std::move(entry));
    return program_.entries.size() - 1;
  }

  TemplateProgram take_program() {
    flush_literal();
    return std::move(program_);
  }

  const TemplateTexts& texts_;
  MissingPartial missing_;
  TemplateProgram program_;
  std::string literal_;                     // text not yet emitted
  std::vector<std::size_t> open_sections_;  // indexes of their entries
  std::vector<Inclusion> inclusions_;       // inclusions in progress, outermost first
  std::size_t inclusion_count_ = 0;
};

}  // namespace

TemplateProgram compile_template(const TemplateTexts& texts, MissingPartial missing,
                                 const std::string& name) {
  return Compiler(texts, missing).compile(name);
}

TemplateProgram compile_recursion(const TemplateTexts& texts, MissingPartial missing, const std::string& name,
                                  const std::string& indent) {
  return Compiler(texts, missing).compile_recursion(name, indent);
}

}  // namespace caseload::io
