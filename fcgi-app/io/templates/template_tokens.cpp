#include "io/templates/template_tokens.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <utility>

namespace caseload::io {
namespace {

using TokenKind = TemplateToken::Kind;

constexpr std::string_view white = " \t\r\n";

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view source) : source_(source) {}

  std::vector<TemplateToken> run() {
    std::size_t at = 0;
    while (at < source_.size()) {
      const auto tag = source_.find(open_, at);
      add_text(source_.substr(at, tag == std::string_view::npos ? tag : tag - at));
      if (tag == std::string_view::npos) break;
      at = take_tag(tag);
    }
    if (!sections_.empty()) {
      throw TemplateSyntaxError(sections_.back().line,
                                "section '" + sections_.back().name + "' is never closed");
    }
    return std::move(tokens_);
  }

 private:
  struct OpenSection {
    std::string name;
    std::size_t line;
  };

  void add_text(std::string_view text) {
    if (text.empty()) return;
    tokens_.push_back({TokenKind::text, std::string(text), "", line_});
    count_lines(text);
  }

  void count_lines(std::string_view text) {
    line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  // Reads the tag at `begin` and returns the position after it.
  std::size_t take_tag(std::size_t begin) {
    const auto inside = std::min(source_.find_first_not_of(white, begin + open_.size()), source_.size());
    const char sigil = inside < source_.size() ? source_[inside] : '\0';
    std::string closing = close_;
    if (sigil == '{') closing.insert(0, "}");
    if (sigil == '=') closing.insert(0, "=");
    const bool has_sigil =
        std::string_view("{=#^/>&!<$%@").find(sigil) != std::string_view::npos && sigil != '\0';
    const auto content_begin = inside + (has_sigil ? 1 : 0);
    const auto content_end = source_.find(closing, content_begin);
    if (content_end == std::string_view::npos) {
      throw TemplateSyntaxError(line_, "the tag '" + open_ + "' is not closed by '" + closing + "'");
    }
    const auto content = source_.substr(content_begin, content_end - content_begin);
    auto end = content_end + closing.size();

    const bool may_stand_alone = has_sigil && sigil != '{' && sigil != '&';
    std::string indent;
    const auto tag_line = line_;
    if (may_stand_alone) {
      if (const auto after = end_of_line_if_alone(begin, end)) {
        const auto line_begin = begin_of_line(begin);
        indent = std::string(source_.substr(line_begin, begin - line_begin));
        drop_trailing(indent.size());
        end = after;
      }
    }
    add_tag(has_sigil ? sigil : '\0', content, std::move(indent), tag_line);
    count_lines(source_.substr(begin, end - begin));
    return end;
  }

  std::size_t begin_of_line(std::size_t at) const {
    if (at == 0) return 0;
    const auto newline = source_.rfind('\n', at - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
  }

  // If the tag [begin, end) is alone on its line, returns the start of the next line, otherwise 0.
  std::size_t end_of_line_if_alone(std::size_t begin, std::size_t end) const {
    const auto line_begin = begin_of_line(begin);
    if (source_.substr(line_begin, begin - line_begin).find_first_not_of(" \t") != std::string_view::npos)
      return 0;
    auto after = source_.find_first_not_of(" \t", end);
    if (after == std::string_view::npos) return source_.size();
    if (source_[after] == '\r' && after + 1 < source_.size() && source_[after + 1] == '\n') ++after;
    return source_[after] == '\n' ? after + 1 : 0;
  }

  void drop_trailing(std::size_t count) {
    if (count == 0) return;
    auto& text = tokens_.back().text;  // the white space before the tag is at the end of this text
    text.erase(text.size() - count);
    if (text.empty()) tokens_.pop_back();
  }

  void add_tag(char sigil, std::string_view content, std::string indent, std::size_t line) {
    switch (sigil) {
      case '!':
        add(TokenKind::comment, std::string(trimmed(content)), line);
        return;
      case '=':
        set_delimiters(content, line);
        return;
      case '<':
      case '$':
        throw TemplateSyntaxError(line, "inheritance tags ('<', '$') are not supported");
      case '%':
        throw TemplateSyntaxError(line, "pragma tags ('%') are not supported");
      case '@':
        throw TemplateSyntaxError(line, "'@' is not a valid tag");
      default:
        break;
    }
    std::string name(trimmed(content));
    if (name.empty()) throw TemplateSyntaxError(line, "a tag has no name");
    if (name.find_first_of(white) != std::string::npos) {
      throw TemplateSyntaxError(line, "the name '" + name + "' contains a space");
    }
    switch (sigil) {
      case '#':
      case '^':
        sections_.push_back({name, line});
        add(sigil == '#' ? TokenKind::section : TokenKind::inverted, std::move(name), line);
        return;
      case '/':
        close_section(name, line);
        return;
      case '>':
        add(TokenKind::partial, std::move(name), line);
        tokens_.back().indent = std::move(indent);
        return;
      case '{':
      case '&':
        add(TokenKind::unescaped, std::move(name), line);
        return;
      default:
        add(TokenKind::variable, std::move(name), line);
        return;
    }
  }

  void close_section(const std::string& name, std::size_t line) {
    if (sections_.empty()) throw TemplateSyntaxError(line, "'" + name + "' is closed but was not opened");
    const auto& open = sections_.back();
    if (open.name != name) {
      throw TemplateSyntaxError(line, "'" + name + "' is closed, but '" + open.name + "', opened in line " +
                                          std::to_string(open.line) + ", is still open");
    }
    sections_.pop_back();
    add(TokenKind::end, name, line);
  }

  void set_delimiters(std::string_view content, std::size_t line) {
    const auto both = trimmed(content);
    const auto gap = both.find_first_of(white);
    const auto open = both.substr(0, gap);
    const auto close = gap == std::string_view::npos ? std::string_view() : trimmed(both.substr(gap));
    if (open.empty() || close.empty() || both.find('=') != std::string_view::npos ||
        close.find_first_of(white) != std::string_view::npos) {
      throw TemplateSyntaxError(line, "a delimiter tag needs two delimiters without spaces or '='");
    }
    std::string new_open(open);
    close_ = std::string(close);
    open_ = std::move(new_open);
  }

  void add(TokenKind kind, std::string text, std::size_t line) {
    tokens_.push_back({kind, std::move(text), "", line});
  }

  std::string_view source_;
  std::string open_ = "{{", close_ = "}}";
  std::size_t line_ = 1;
  std::vector<TemplateToken> tokens_;
  std::vector<OpenSection> sections_;
};

}  // namespace

std::vector<TemplateToken> tokenize_template(std::string_view source) {
  return Tokenizer(source).run();
}

std::string indent_lines(std::string_view source, std::string_view indent) {
  if (indent.empty()) return std::string(source);
  std::string result;
  result.reserve(source.size() + indent.size() * 16);
  while (!source.empty()) {
    const auto newline = source.find('\n');
    const auto line = source.substr(0, newline == std::string_view::npos ? newline : newline + 1);
    if (line != "\n" && line != "\r\n") result += indent;
    result += line;
    source.remove_prefix(line.size());
  }
  return result;
}

}  // namespace caseload::io
