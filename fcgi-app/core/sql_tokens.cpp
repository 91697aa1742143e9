#include "core/sql_tokens.hpp"

#include <array>

namespace caseload {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         c == '@' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_quote(char c) {
  return c == '\'' || c == '"';
}

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  std::vector<SqlToken> run() {
    std::vector<SqlToken> tokens;
    for (;;) {
      const bool space = skip_space_and_comments();
      if (at_ == sql_.size()) return tokens;
      const std::size_t begin = at_;
      const SqlTokenKind kind = take(tokens, space);
      tokens.push_back({kind, sql_.substr(begin, at_ - begin), begin, space || tokens.empty()});
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }

  bool skip_space_and_comments() {
    const std::size_t begin = at_;
    while (at_ < sql_.size()) {
      // "--" begins a comment only if white space or the end follows.
      const bool dashes = peek() == '-' && peek(1) == '-' && (at_ + 2 == sql_.size() || is_space(peek(2)));
      if (is_space(peek())) {
        ++at_;
      } else if (peek() == '#' || dashes) {
        move_past("\n");
      } else if (peek() == '/' && peek(1) == '*') {
        at_ += 2;
        move_past("*/");
      } else {
        break;
      }
    }
    return at_ != begin;
  }

  void move_past(std::string_view end) {
    const std::size_t found = sql_.find(end, at_);
    at_ = found == std::string_view::npos ? sql_.size() : found + end.size();
  }

  SqlTokenKind take(const std::vector<SqlToken>& before, bool after_space) {
    const char c = peek();
    if (c == '?') {
      ++at_;
      return SqlTokenKind::placeholder;
    }
    if (c == '`') {
      quoted();
      return SqlTokenKind::quoted_name;
    }
    if (is_quote(c)) {
      quoted();
      return SqlTokenKind::literal;
    }
    const bool after_dot = !before.empty() && before.back().text == ".";
    if (!after_dot && (is_digit(c) || (c == '.' && is_digit(peek(1)) && (after_space || !ends_name(before)))))
      return number();
    if (is_word(c)) return word();
    symbol();
    return SqlTokenKind::symbol;
  }

  static bool ends_name(const std::vector<SqlToken>& before) {
    return !before.empty() &&
           (before.back().kind == SqlTokenKind::word || before.back().kind == SqlTokenKind::quoted_name);
  }

  // Reads to the closing quote. A doubled quote is a literal quote, and in strings a backslash escapes the
  // next character.
  void quoted() {
    const char quote = sql_[at_++];
    while (at_ < sql_.size()) {
      const char c = sql_[at_++];
      if (c == '\\' && quote != '`') {
        if (at_ < sql_.size()) ++at_;
      } else if (c == quote) {
        if (peek() != quote) return;
        ++at_;
      }
    }
  }

  // 12, 1.5e-3, .5, 0x1F. Digits followed by letters are a name.
  SqlTokenKind number() {
    const bool hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
    while (is_digit(peek())) ++at_;
    if (!hexadecimal && peek() == '.') {
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(sign))) {
      at_ += sign;
      while (is_digit(peek())) ++at_;
    }
    if (!is_word(peek())) return SqlTokenKind::literal;
    while (is_word(peek())) ++at_;
    return hexadecimal ? SqlTokenKind::literal : SqlTokenKind::word;
  }

  // A name, or an introducer with its string: x'1F', b'01', n'text', _utf8mb4'text'.
  SqlTokenKind word() {
    const std::size_t begin = at_;
    while (is_word(peek())) ++at_;
    const std::string_view text = sql_.substr(begin, at_ - begin);
    const bool introduces =
        text.front() == '_' ||
        (text.size() == 1 && std::string_view("xXbBnN").find(text.front()) != std::string_view::npos);
    if (!introduces || !is_quote(peek())) return SqlTokenKind::word;
    quoted();
    return SqlTokenKind::literal;
  }

  void symbol() {
    static constexpr std::array<std::string_view, 12> long_operators{
        "<=>", "->>", "<=", ">=", "<>", "!=", "||", "&&", ":=", "<<", ">>", "->"};
    for (const std::string_view each : long_operators) {
      if (sql_.substr(at_, each.size()) != each) continue;
      at_ += each.size();
      return;
    }
    ++at_;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<SqlToken> sql_tokens(std::string_view sql) {
  return Scanner(sql).run();
}

}  // namespace caseload
