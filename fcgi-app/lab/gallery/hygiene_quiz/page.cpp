#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t asked = 8;
constexpr std::string_view questions_sql =
    "SELECT id, topic, text FROM quiz_question ORDER BY RAND(?) LIMIT ?";
constexpr std::string_view answers_sql =
    "SELECT question_id, letter, text FROM quiz_answer WHERE question_id IN (?, ?, ?, ?, ?, ?, ?, ?) "
    "ORDER BY question_id, letter";
constexpr std::string_view employee_sql = "SELECT name, ward, passed_on FROM quiz_employee WHERE id = ?";

struct Question {
  std::int64_t id;
  std::string topic, text;
  static constexpr auto columns = std::tuple(&Question::id, &Question::topic, &Question::text);
};
struct Answer {
  std::int64_t question_id;
  std::string letter, text;
  static constexpr auto columns = std::tuple(&Answer::question_id, &Answer::letter, &Answer::text);
};
struct Employee {
  std::string name, ward;
  std::optional<std::string> passed_on;
  static constexpr auto columns = std::tuple(&Employee::name, &Employee::ward, &Employee::passed_on);
};

std::vector<Answer> answers_to(const std::vector<Question>& questions, Database& db) {
  std::vector<Parameter> ids;
  for (const Question& each : questions) ids.push_back(to_parameter(each.id));
  std::vector<Answer> answers;
  Cursor rows = db.run(answers_sql, ids);
  while (rows.next()) answers.push_back(map_row<Answer>(rows));
  return answers;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("employee");
  const auto employee = services.db.query_one<Employee>(employee_sql, id);
  // Everybody gets other questions, and the same ones again when the page is reloaded.
  const auto questions = services.db.query<Question>(questions_sql, id, asked);
  const auto answers = answers_to(questions, services.db);
  Rows sheet({"topic", "text", "answers"});
  for (const Question& question : questions) {
    Rows choices({"letter", "text"});
    for (const Answer& each : answers)
      if (each.question_id == question.id) choices.add(each.letter, each.text);
    sheet.add(question.topic, question.text, std::move(choices));
  }
  return services
      .page(Value::object(
          {{"name", employee ? Value(employee->name) : Value()},
           {"ward", employee ? Value(employee->ward) : Value()},
           {"passed_on", employee && employee->passed_on ? Value(*employee->passed_on) : Value()},
           {"questions", std::move(sheet)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage hygiene_quiz() {
  return {
      .summary = "the yearly test in hygiene for the staff of a hospital: eight questions out of a pool",
      .why =
          "Innocent: the questions are in random order, but the pool has ninety of them in every hospital, "
          "and reading it is quicker than any draw. The answers come with one query, and the nested loops go "
          "through eight questions and thirty-two answers.",
      .knobs = {{.name = "employee",
                 .help = "number of the employee",
                 .initial = 431,
                 .minimum = 1,
                 .maximum = 2'500},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
