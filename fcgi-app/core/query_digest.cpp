#include "core/query_digest.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "core/sql_tokens.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

// Keywords, which a digest writes in lower case. All other words are names and keep their case.
constexpr std::array keywords = std::to_array<std::string_view>({
    "all",       "alter",
    "analyze",   "and",
    "as",        "asc",
    "begin",     "between",
    "binary",    "by",
    "call",      "case",
    "commit",    "create",
    "cross",     "date",
    "default",   "delete",
    "desc",      "describe",
    "distinct",  "div",
    "drop",      "duplicate",
    "else",      "end",
    "except",    "exists",
    "explain",   "false",
    "for",       "from",
    "full",      "group",
    "having",    "ignore",
    "in",        "index",
    "inner",     "insert",
    "intersect", "interval",
    "into",      "is",
    "join",      "key",
    "lateral",   "left",
    "like",      "limit",
    "load",      "lock",
    "locked",    "mod",
    "natural",   "not",
    "null",      "of",
    "offset",    "on",
    "or",        "order",
    "outer",     "over",
    "partition", "primary",
    "recursive", "regexp",
    "rename",    "replace",
    "returning", "right",
    "rollback",  "row",
    "rows",      "select",
    "separator", "set",
    "show",      "skip",
    "start",     "straight_join",
    "table",     "temporary",
    "then",      "transaction",
    "true",      "truncate",
    "union",     "unique",
    "update",    "using",
    "values",    "view",
    "when",      "where",
    "window",    "with",
    "xor",
});
static_assert(std::ranges::is_sorted(keywords));

// The first words of queries that write.
constexpr std::array writes =
    std::to_array<std::string_view>({"alter", "call", "create", "delete", "drop", "insert", "load", "rename",
                                     "replace", "truncate", "update"});
// The words that can follow the common table expressions of WITH.
constexpr std::array main_words =
    std::to_array<std::string_view>({"delete", "insert", "replace", "select", "update"});

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& sorted, std::string_view word) {
  return std::ranges::binary_search(sorted, word);
}

// A token as printed in the digest.
struct Piece {
  std::string text;
  bool glued = false;  // no space before it

  friend bool operator==(const Piece& left, const Piece& right) { return left.text == right.text; }
};
using Pieces = std::vector<Piece>;

bool is_value(const Piece& piece) {
  return piece.text == "?";
}

// True if a sign after this piece belongs to the number that follows.
bool expects_value(const Pieces& pieces) {
  if (pieces.empty()) return true;
  const std::string& text = pieces.back().text;
  if (text == "?" || text == ")" || text == "(...)" || text.front() == '`') return false;
  const bool word = std::isalnum(static_cast<unsigned char>(text.front())) || text.front() == '_' ||
                    text.front() == '@' || static_cast<unsigned char>(text.front()) >= 0x80;
  return !word || is_one_of(keywords, text);
}

bool null_is_value(const Pieces& pieces) {
  return !pieces.empty() &&
         (pieces.back().text == "(" || pieces.back().text == "," || pieces.back().text == "=");
}

Piece piece_of_word(const SqlToken& token, bool calls, const Pieces& before) {
  const std::string lower = lower_case(token.text);
  if (lower == "true" || lower == "false" || (lower == "null" && null_is_value(before))) return {"?"};
  // "book(id)" after INTO is a table with its columns, not a call.
  const bool names_table = !before.empty() && (before.back().text == "into" || before.back().text == "table");
  if (is_one_of(keywords, lower) || (calls && !names_table)) return {lower};
  return {std::string(token.text)};
}

Pieces normalised(const std::vector<SqlToken>& tokens) {
  Pieces pieces;
  pieces.reserve(tokens.size());
  for (std::size_t index = 0; index < tokens.size(); ++index) {
    const SqlToken& token = tokens[index];
    const SqlToken* next = index + 1 < tokens.size() ? &tokens[index + 1] : nullptr;
    switch (token.kind) {
      case SqlTokenKind::literal:
      case SqlTokenKind::placeholder:
        pieces.push_back({"?"});
        break;
      case SqlTokenKind::quoted_name:
        pieces.push_back({std::string(token.text)});
        break;
      case SqlTokenKind::word:
        pieces.push_back(
            piece_of_word(token, next != nullptr && next->text == "(" && !next->follows_space, pieces));
        break;
      case SqlTokenKind::symbol: {
        const bool sign = (token.text == "-" || token.text == "+") && next != nullptr &&
                          (next->kind == SqlTokenKind::literal || next->kind == SqlTokenKind::placeholder);
        if (sign && expects_value(pieces)) break;
        // A function call has no space before its parenthesis and its name is not a keyword.
        const bool call = token.text == "(" && !token.follows_space && !pieces.empty() &&
                          !is_one_of(keywords, pieces.back().text) &&
                          (pieces.size() < 2 || (pieces[pieces.size() - 2].text != "into" &&
                                                 pieces[pieces.size() - 2].text != "table"));
        pieces.push_back({std::string(token.text), call});
        break;
      }
    }
  }
  while (!pieces.empty() && pieces.back().text == ";") pieces.pop_back();
  return pieces;
}

// The index after the parenthesis that closes the one at `open`; the end if none does.
std::size_t past_group(const Pieces& pieces, std::size_t open) {
  int depth = 0;
  for (std::size_t index = open; index < pieces.size(); ++index) {
    if (pieces[index].text == "(") ++depth;
    if (pieces[index].text == ")" && --depth == 0) return index + 1;
  }
  return pieces.size();
}

std::span<const Piece> range(const Pieces& pieces, std::size_t begin, std::size_t end) {
  return std::span(pieces).subspan(begin, end - begin);
}

bool only_values(std::span<const Piece> group) {
  return std::ranges::all_of(group, [](const Piece& piece) {
    return is_value(piece) || piece.text == "(" || piece.text == ")" || piece.text == ",";
  });
}

// IN (?, ?, ?) and IN ((?, ?), (?, ?)).
Pieces without_list_lengths(const Pieces& pieces) {
  Pieces folded;
  folded.reserve(pieces.size());
  for (std::size_t index = 0; index < pieces.size();) {
    const bool list = pieces[index].text == "(" && index > 0 && pieces[index - 1].text == "in";
    const std::size_t end = list ? past_group(pieces, index) : index;
    if (list && only_values(range(pieces, index, end))) {
      folded.push_back({"(...)"});
      index = end;
    } else {
      folded.push_back(pieces[index++]);
    }
  }
  return folded;
}

// The end of the repeatable phrase that begins at `at`; `at` itself if none begins there.
//   , ( .. )            another row after VALUES
//   , row( .. )
//   when .. then ..     up to the next WHEN, ELSE or END
//   union all select .. up to the next UNION or the end of the parenthesis
std::size_t past_phrase(const Pieces& pieces, std::size_t at) {
  const auto text = [&](std::size_t index) {
    return index < pieces.size() ? std::string_view(pieces[index].text) : std::string_view();
  };
  if (text(at) == "," && text(at + 1) == "(") return past_group(pieces, at + 1);
  if (text(at) == "," && text(at + 1) == "row" && text(at + 2) == "(") return past_group(pieces, at + 2);
  const bool when = text(at) == "when";
  if (!when && !(text(at) == "union" && text(at + 1) == "all")) return at;
  std::size_t index = at + 1;
  while (index < pieces.size()) {
    if (text(index) == "(") {
      index = past_group(pieces, index);
      continue;
    }
    if (text(index) == ")" || text(index) == "union") break;
    if (when && (text(index) == "when" || text(index) == "else" || text(index) == "end")) break;
    ++index;
  }
  return index;
}

// Whether the last `size` pieces are the first row after VALUES, which may have calls in it: (?, now()).
bool is_first_after_values(const Pieces& pieces, std::size_t size) {
  return pieces.size() > size && pieces[pieces.size() - size - 1].text == "values";
}

// Drops each phrase that repeats the one before it. The first row after VALUES has no comma, so rows are
// compared without their commas.
Pieces without_repeats(const Pieces& pieces) {
  Pieces folded;
  folded.reserve(pieces.size());
  for (std::size_t index = 0; index < pieces.size();) {
    const std::size_t end = past_phrase(pieces, index);
    if (end == index) {
      folded.push_back(pieces[index++]);
      continue;
    }
    const bool row = pieces[index].text == ",";
    const auto phrase = range(pieces, index + (row ? 1 : 0), end);
    const bool repeats = phrase.size() <= folded.size() && !phrase.empty() &&
                         std::ranges::equal(phrase, std::span(folded).last(phrase.size())) &&
                         (!row || only_values(phrase) || phrase.front().text == "row" ||
                          is_first_after_values(folded, phrase.size()));
    if (!repeats)
      folded.insert(folded.end(), pieces.begin() + static_cast<std::ptrdiff_t>(index),
                    pieces.begin() + static_cast<std::ptrdiff_t>(end));
    index = end;
  }
  return folded;
}

std::string joined(const Pieces& pieces) {
  std::string text;
  std::string_view before;
  for (const Piece& piece : pieces) {
    const bool tight = text.empty() || piece.glued || before == "(" || before == "." || piece.text == "," ||
                       piece.text == ")" || piece.text == ".";
    if (!tight) text += ' ';
    text += piece.text;
    before = piece.text;
  }
  return text;
}

// The word that says what the query does; for WITH, the one after the common table expressions.
std::string_view main_word(const Pieces& pieces) {
  std::size_t first = 0;
  while (first < pieces.size() && pieces[first].text == "(") ++first;
  if (first == pieces.size()) return {};
  if (pieces[first].text != "with") return pieces[first].text;
  for (std::size_t index = first; index < pieces.size();) {
    if (pieces[index].text == "(") {
      index = past_group(pieces, index);
    } else if (is_one_of(main_words, pieces[index].text)) {
      return pieces[index].text;
    } else {
      ++index;
    }
  }
  return {};
}

}  // namespace

QueryDigest digest_of(std::string_view sql) {
  const Pieces pieces = without_repeats(without_list_lengths(normalised(sql_tokens(sql))));
  return {.text = joined(pieces), .is_write = is_one_of(writes, main_word(pieces))};
}

std::vector<std::size_t> placeholders_in(std::string_view sql) {
  std::vector<std::size_t> offsets;
  for (const SqlToken& token : sql_tokens(sql)) {
    if (token.kind == SqlTokenKind::placeholder) offsets.push_back(token.offset);
  }
  return offsets;
}

}  // namespace caseload
