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

constexpr int single_lesson = 45, double_lesson = 90;

// `subject`: a case or a learning path.
std::string plan_path(std::string_view subject, int minutes) {
  return "teach/" + std::string(subject) + "-" + std::to_string(minutes) + ".html";
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
           {"has_questions", !questions.items()->empty()},
           {"questions", std::move(questions)},
           {"headline",
            headline_value(headline, material.run == nullptr ? std::nullopt : material.run->confidence)},
           {"has_run", result != nullptr}}));
}

Value Teaching::lesson_of(const std::string& slug, const std::string& from) const {
  const auto found = lessons_.find(slug);
  if (found == lessons_.end()) return {};
  Value lesson = found->second;
  lesson.set("href", relative(from, page_of_case(slug)))
      .set("plan", relative(from, plan_path(slug, single_lesson)))
      .set("show", relative(from, show_of_case(slug)))
      .set("sheet", relative(from, sheet_of_case(slug)))
      .set("answers", relative(from, answers_of_case(slug)));
  return lesson;
}

void Teaching::write_plan(PageWriter& writer, const std::string& path, const std::string& title,
                          const std::vector<std::string>& slugs) const {
  const bool is_double = slugs.size() == 2;
  const Timing& timing = is_double ? half : whole;
  const int minutes = is_double ? double_lesson : single_lesson;
  Value lessons = Value::list();
  int begin = 0;
  for (const std::string& slug : slugs) {
    Value lesson = lesson_of(slug, path);
    lesson.set("number", lessons.items()->size() + 1).set("times", times_value(timing, begin));
    lessons.add(std::move(lesson));
    begin += timing.minutes;
  }
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
                              {"is_double", is_double},
                              {"rest", std::to_string(2 * half.minutes)},
                              {"lessons", std::move(lessons)}}));
}

void Teaching::write(PageWriter& writer, const Portfolio& portfolio) const {
  for (const auto& [slug, lesson] : lessons_)
    write_plan(writer, plan_path(slug, single_lesson), std::string(lesson["title"].text_or("")), {slug});
  Value courses = Value::list();
  for (const Portfolio::Course& course : portfolio.courses()) {
    Value lessons = Value::list();
    std::vector<std::string> first_two;
    for (const PortfolioEntry* entry : course.entries) {
      const std::string& slug = entry->the_case->slug;
      if (!lessons_.contains(slug)) continue;
      lessons.add(lesson_of(slug, page_path));
      if (first_two.size() < 2) first_two.push_back(slug);
    }
    Value of_course = Value::object({{"title", title_of(course.path)}, {"lessons", std::move(lessons)}});
    if (first_two.size() == 2) {
      const std::string path = plan_path(name_of(course.path), double_lesson);
      write_plan(writer, path, std::string(title_of(course.path)), first_two);
      of_course.set("plan", path).set("minutes", double_lesson);
    }
    courses.add(std::move(of_course));
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
