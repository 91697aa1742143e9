// Text at the program's boundaries: percent-encoding (RFC 3986), UTF-8, HTML, whole numbers, hex.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseload {

// Decodes %XX once; '+' becomes a space only in queries. std::nullopt for a bad escape.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
std::string percent_encode(std::string_view text);  // all but unreserved

// The first % that is not followed by two hexadecimal digits, with the characters after it; empty if there is
// none.
std::string_view bad_escape(std::string_view text);
// What is wrong with a text that has one: "has '%zz': two hexadecimal digits must follow a %".
std::string escape_problem(std::string_view text);

// "a=1&b=2" to pairs. std::nullopt for a bad escape.
using QueryPairs = std::vector<std::pair<std::string, std::string>>;
std::optional<QueryPairs> parse_query(std::string_view query);
bool is_valid_text(const QueryPairs& pairs);  // all valid UTF-8 without NUL, which would truncate a C string

// The whole text must be a number that fits; no '+', no spaces, no exponent.
std::optional<std::int64_t> whole_number(std::string_view text);

// The canonical form of a decoded path. std::nullopt if it contains "..", ".", "//", a backslash, a control
// character or invalid UTF-8, or does not begin with '/'.
std::optional<std::string> canonical_path(std::string_view decoded);

// The length of the UTF-8 sequence at the front of a non-empty text; 0 if it is invalid (RFC 3629: no
// overlong forms, no surrogates).
std::size_t utf8_length(std::string_view text);
bool is_valid_utf8(std::string_view text);
inline constexpr std::string_view utf8_replacement = "\xef\xbf\xbd";  // U+FFFD, for what is not valid
// The longest prefix of at most `max_bytes` bytes that does not end inside a character.
std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);
// What was sent, for a message: "'abc'". Of more than 40 bytes only the start, and the length.
std::string in_quotes(std::string_view text);

// & < > " ' as entities, the rest as it is.
void append_html_escaped(std::string_view text, std::string& html);
// The same for untrusted text: invalid UTF-8 becomes U+FFFD, and control characters except tab and line feed
// are dropped.
std::string html_escaped(std::string_view text);

// The lines without their line feeds; they refer to `text`.
std::vector<std::string_view> lines_of(std::string_view text);
// The parts between any of the separators, without empty ones.
std::vector<std::string> split(std::string_view text, std::string_view separators);

void replace_all(std::string& text, std::string_view from, std::string_view to);
std::string_view trimmed(std::string_view text);  // without spaces, tabs and line ends around it
std::string lower_case(std::string_view text);    // ASCII
bool equals_ignoring_case(std::string_view left, std::string_view right);  // ASCII
std::string hex(std::string_view bytes);

}  // namespace caseload
