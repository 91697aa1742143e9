#include "pages/teaching.hpp"

#include <array>

#include "io/text/markdown.hpp"
#include "pages/case_parts.hpp"
#include "pages/run_parts.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

constexpr const char* page_path = "teach.html";
constexpr std::size_t max_questions = 4;  // as many as a class answers in the time that the plan has for them

// The steps of one lesson, in minutes from its beginning: look, guess, run, fix, sheet, limits, end.
struct Timing {
  int minutes;
  std::array<int, 7> at;
};
constexpr Timing whole{45, {0, 5, 15, 25, 35, 42, 45}};
constexpr Timing half{35, {0, 4, 11, 18, 26, 32, 35}};

std::string plan_path(Path path, int minutes) {
  return "teach/" + std::string(name_of(path)) + "-" + std::to_string(minutes) + ".html";
}

Value times_value(const Timing& timing, int begin) {
  constexpr const char* steps[] = {"look", "guess", "run", "fix", "sheet", "limits"};
  Value times{Value::Object{}};
  for (std::size_t i = 0; i < std::size(steps); ++i)
    times.set(steps[i],
              std::to_string(begin + timing.at[i]) + " to " + std::to_string(begin + timing.at[i + 1]));
  return times;
}

}  // namespace

void Teaching::add(const CaseMaterial& material) {
  const Case& the_case = material.the_case;
  const Lesson& lesson = material.lesson;
  const CaseResult* result = material.run == nullptr ? nullptr : material.run->find_case(the_case.slug);
  const Headline headline = result == nullptr ? Headline{} : headline_of(&the_case, *result);
  Value questions = Value::list();
  Value all = count_exercises_value(the_case, result);
  for (Value& exercise : *all.items())
    if (questions.items()->size() < max_questions) questions.add(std::move(exercise));
  lessons_.emplace(
      the_case.slug,
      Value::object(
          {{"slug", the_case.slug},
           {"title", lesson.title},
           {"level", title_of(lesson.level)},
           {"page", the_case.page},
           {"writes", the_case.writes()},
           {"lesson", lesson_value(lesson)},
           {"check",
            lesson.signs.empty() ? Value() : Value(io::markdown_to_html(lesson.signs.front().check))},
           {"questions", std::move(questions)},
           {"headline",
            headline_value(headline, material.run == nullptr ? std::nullopt : material.run->confidence)},
           {"has_run", result != nullptr}}));
}

Value Teaching::lessons_of(const Portfolio::Course& course, std::size_t count,
                           const std::string& from) const {
  Value list = Value::list();
  int begin = 0;
  for (const PortfolioEntry* entry : course.entries) {
    if (list.items()->size() == count) break;
    const auto found = lessons_.find(entry->the_case->slug);
    if (found == lessons_.end()) continue;
    const Timing& timing = count == 1 ? whole : half;
    const std::string& slug = entry->the_case->slug;
    Value lesson = found->second;
    lesson.set("number", list.items()->size() + 1)
        .set("times", times_value(timing, begin))
        .set("href", relative(from, page_of_case(slug)))
        .set("show", relative(from, show_of_case(slug)))
        .set("sheet", relative(from, sheet_of_case(slug)))
        .set("answers", relative(from, answers_of_case(slug)));
    list.add(std::move(lesson));
    begin += timing.minutes;
  }
  return list;
}

void Teaching::write(PageWriter& writer, const Portfolio& portfolio) const {
  Value courses = Value::list();
  for (const Portfolio::Course& course : portfolio.courses()) {
    Value plans = Value::list();
    for (const int minutes : {45, 90}) {
      const std::size_t count = minutes == 45 ? 1 : 2;
      const std::string path = plan_path(course.path, minutes);
      Value lessons = lessons_of(course, count, path);
      if (lessons.items()->size() != count) continue;
      const std::string title =
          std::string(title_of(course.path)) + ", " + std::to_string(minutes) + " minutes";
      plans.add(Value::object({{"href", path}, {"minutes", minutes}}));
      writer.write({path,
                    "Lesson plan: " + title,
                    "A lesson plan of " + std::to_string(minutes) + " minutes.",
                    page_path,
                    "",
                    {},
                    {},
                    {},
                    "plan-page",
                    false},
                   "plan",
                   Value::object({{"title", title},
                                  {"minutes", minutes},
                                  {"is_double", count == 2},
                                  {"rest", std::to_string(count * static_cast<std::size_t>(half.minutes))},
                                  {"lessons", std::move(lessons)}}));
    }
    courses.add(Value::object({{"title", title_of(course.path)},
                               {"plans", std::move(plans)},
                               {"lessons", lessons_of(course, course.entries.size(), page_path)}}));
  }
  writer.write({page_path,
                "For teachers",
                "Lesson plans, a view for the projector, worksheets, and how to run a class.",
                page_path,
                "",
                {},
                {},
                {},
                "teach-page",
                false},
               "teach", Value::object({{"courses", std::move(courses)}}));
}

}  // namespace caseload::site
