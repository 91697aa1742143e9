#include "core/lesson.hpp"

#include <algorithm>
#include <utility>

#include "core/front_matter.hpp"
#include "core/lesson_lines.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

struct Section {
  std::string_view heading;
  std::string Lesson::*text;
};
constexpr std::string_view exercises_heading = "Exercises";
constexpr std::string_view further_heading = "Further reading";
constexpr Section sections[] = {
    {"The symptom", &Lesson::symptom},           {"Why it happens", &Lesson::why},
    {"How to recognise it", &Lesson::recognise}, {"The fix", &Lesson::fix},
    {"When not to apply it", &Lesson::caution},  {further_heading, &Lesson::further},
};

std::string read_text(Lines& lines) {
  const int heading_at = lines.number() - 1;
  std::string text;
  for (; !lines.at_end() && !lines.line().starts_with("## "); lines.advance())
    text.append(lines.line()).append("\n");
  const std::string_view inner = trimmed(text);
  if (inner.empty()) lines.refuse(heading_at, "this section is empty");
  return std::string(inner);
}

// - [EXPLAIN](https://mariadb.com/kb/en/explain/), MariaDB
void check_link(const Lines& lines) {
  const std::string_view text = trimmed(lines.line());
  const std::size_t title_end = text.find("](https://");
  const std::size_t end = text.find(')', std::min(title_end, text.size()));
  if (!text.starts_with("- [") || title_end == text.npos || title_end <= 3 || end == text.npos)
    lines.refuse("a line of '" + std::string(further_heading) +
                 "' must be '- [TITLE](https://ADDRESS), WHOSE'; got '" + std::string(text) + "'");
}

}  // namespace

Lesson parse_lesson(std::string_view text, const std::string& file) {
  Lesson lesson;
  Lines lines(text, file);
  read_front_matter(lines, lesson);
  while (!lines.at_end() && trimmed(lines.line()).empty()) lines.advance();
  while (!lines.at_end()) {
    if (!lines.line().starts_with("## "))
      lines.refuse("there is text before the first heading; headings are '## " +
                   std::string(sections[0].heading) + "' and so on");
    const std::string_view heading = trimmed(lines.line().substr(3));
    if (heading == exercises_heading) {
      if (!lesson.exercises.empty()) lines.refuse("the heading '" + std::string(heading) + "' occurs twice");
      lines.advance();
      lesson.exercises = read_exercises(lines);
      continue;
    }
    const auto* section = std::ranges::find(sections, heading, &Section::heading);
    if (section == std::end(sections))
      lines.refuse("'" + std::string(heading) + "' is not a heading of a lesson; the headings are " +
                   names_in(sections, &Section::heading) + ", " + std::string(exercises_heading));
    std::string& part = lesson.*(section->text);
    if (!part.empty()) lines.refuse("the heading '" + std::string(heading) + "' occurs twice");
    lines.advance();
    Lines inside = lines;
    part = read_text(lines);
    if (heading != further_heading) continue;
    for (; !inside.at_end() && !inside.line().starts_with("## "); inside.advance())
      if (!trimmed(inside.line()).empty()) check_link(inside);
  }
  for (const Section& section : sections)
    if ((lesson.*(section.text)).empty())
      lines.refuse("the heading '" + std::string(section.heading) + "' is missing");
  if (lesson.exercises.empty())
    lines.refuse("the heading '" + std::string(exercises_heading) + "' is missing");
  return lesson;
}

}  // namespace caseload
