#include "core/excerpt.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace caseload {
namespace {

struct Piece {
  std::string name;
  std::vector<std::string_view> lines;
  int first_line = 0;
};

struct Marker {
  std::string_view name;
  bool closes = false;
};

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Only a comment with nothing else in it is a marker; prose may mention [slow].
std::optional<Marker> marker_of(std::string_view line) {
  std::string_view text = trimmed(line);
  if (text.substr(0, 2) != "//") return std::nullopt;
  text = trimmed(text.substr(2));
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const bool closes = text.front() == '/';
  if (closes) text.remove_prefix(1);
  if (!is_name(text)) return std::nullopt;
  return Marker{text, closes};
}

std::string at_line(int line, std::string_view name, std::string_view problem) {
  return "line " + std::to_string(line) + ": [" + std::string(name) + "] " + std::string(problem);
}

std::vector<Piece> pieces_of(std::string_view source) {
  std::vector<Piece> pieces;
  bool open = false;
  int number = 0;
  for (std::size_t begin = 0; begin < source.size();) {
    const std::size_t end = std::min(source.find('\n', begin), source.size());
    std::string_view line = source.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    begin = end + 1;
    ++number;
    const auto marker = marker_of(line);
    if (!marker) {
      if (open) pieces.back().lines.push_back(line);
      continue;
    }
    if (marker->closes) {
      if (!open || pieces.back().name != marker->name)
        throw ExcerptError(at_line(number, marker->name, "is closed here but is not open"));
      open = false;
      continue;
    }
    if (open)
      throw ExcerptError(at_line(number, marker->name, "is opened inside [" + pieces.back().name + "]"));
    for (const Piece& earlier : pieces)
      if (earlier.name == marker->name) throw ExcerptError(at_line(number, marker->name, "is opened twice"));
    pieces.push_back({std::string(marker->name), {}, number + 1});
    open = true;
  }
  if (open) throw ExcerptError(at_line(pieces.back().first_line - 1, pieces.back().name, "is never closed"));
  return pieces;
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

Excerpt excerpt_of(const Piece& piece) {
  std::size_t first = 0;
  std::size_t last = piece.lines.size();
  while (first < last && trimmed(piece.lines[first]).empty()) ++first;
  while (last > first && trimmed(piece.lines[last - 1]).empty()) --last;
  std::size_t indent = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = first; i < last; ++i)
    if (!trimmed(piece.lines[i]).empty()) indent = std::min(indent, indent_of(piece.lines[i]));
  Excerpt excerpt{"", piece.first_line + static_cast<int>(first)};
  for (std::size_t i = first; i < last; ++i) {
    const std::string_view line = piece.lines[i];
    excerpt.text += line.substr(std::min(indent, line.size()));
    excerpt.text += '\n';
  }
  return excerpt;
}

constexpr std::string_view note_sign = "// [!] ";

// The text of a line that is only a comment.
std::optional<std::string_view> comment_in(std::string_view line) {
  const std::string_view text = trimmed(line);
  if (text.substr(0, 2) != "//") return std::nullopt;
  return trimmed(text.substr(2));
}

}  // namespace

std::vector<CodeLine> code_lines(const Excerpt& excerpt) {
  std::vector<CodeLine> lines;
  std::optional<std::string> above;  // a note that waits for its line; its text may begin on the next one
  bool is_in_note = false;           // of the last line, or waiting
  int number = excerpt.first_line;
  for (std::string_view rest = excerpt.text; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t sign = line.find(note_sign);
    const auto comment = comment_in(line);
    if (sign == line.npos && comment && is_in_note) {
      std::string& note = above ? *above : lines.back().note;
      note.append(note.empty() ? "" : " ").append(*comment);
    } else if (sign != line.npos && comment) {
      above.emplace(trimmed(line.substr(sign + note_sign.size())));
      is_in_note = true;
    } else {
      is_in_note = sign != line.npos;
      std::string note = std::move(above).value_or("");
      above.reset();
      if (is_in_note) note = trimmed(line.substr(sign + note_sign.size()));
      const std::string_view code = line.substr(0, sign);
      lines.push_back(
          {number, is_in_note ? code.substr(0, code.find_last_not_of(' ') + 1) : code, std::move(note)});
    }
  }
  return lines;
}

Excerpt cut_excerpt(std::string_view source, std::string_view marker) {
  for (const Piece& piece : pieces_of(source)) {
    if (piece.name != marker) continue;
    Excerpt excerpt = excerpt_of(piece);
    if (excerpt.text.empty()) throw ExcerptError("[" + piece.name + "] is empty");
    return excerpt;
  }
  throw ExcerptError("the file has no marker // [" + std::string(marker) + "]");
}

std::vector<std::string> excerpt_names(std::string_view source) {
  std::vector<std::string> names;
  for (const Piece& piece : pieces_of(source)) names.push_back(piece.name);
  return names;
}

}  // namespace caseload
