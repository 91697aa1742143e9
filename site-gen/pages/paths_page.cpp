#include "io/text/markdown.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"

namespace caseload::site {
namespace {

Value card_value(const PortfolioEntry& entry, std::size_t step) {
  const Lesson& lesson = entry.lesson;
  return Value::object({{"step", step},
                        {"slug", entry.the_case->slug},
                        {"href", page_of_case(entry.the_case->slug)},
                        {"title", lesson.title},
                        {"level", title_of(lesson.level)},
                        {"minutes", lesson.minutes},
                        {"symptom", io::markdown_to_html(lesson.symptom)}});
}

}  // namespace

void write_paths(PageWriter& writer, const Portfolio& portfolio) {
  Value courses = Value::list();
  for (const Portfolio::Course& course : portfolio.courses()) {
    Value cards = Value::list();
    for (std::size_t i = 0; i < course.entries.size(); ++i) cards.add(card_value(*course.entries[i], i + 1));
    courses.add(Value::object({{"id", name_of(course.path)},
                               {"title", title_of(course.path)},
                               {"count", course.entries.size()},
                               {"is_one", course.entries.size() == 1},
                               {"minutes", course.minutes},
                               {"cards", std::move(cards)}}));
  }
  writer.write({"paths.html",
                "Learning paths",
                "The cases as lessons in order: for beginners, and by theme.",
                "paths.html",
                "",
                {},
                {},
                {"lessons.js"},
                "paths-page",
                false},
               "paths", Value::object({{"courses", std::move(courses)}}));
}

}  // namespace caseload::site
