#include "io/text/markdown.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"
#include "read/symptom_tree.hpp"

namespace caseload::site {
namespace {

Value suspect_value(const Suspect& suspect) {
  const Lesson& lesson = suspect.entry->lesson;
  return Value::object({{"href", page_of_case(suspect.entry->the_case->slug)},
                        {"title", lesson.title},
                        {"level", title_of(lesson.level)},
                        {"minutes", lesson.minutes},
                        {"check", io::markdown_to_html(suspect.check)}});
}

Value symptom_value(const Symptom& symptom) {
  Value suspects = Value::list();
  for (const Suspect& each : symptom.suspects) suspects.add(suspect_value(each));
  return Value::object({{"id", symptom.id}, {"words", symptom.words}, {"suspects", std::move(suspects)}});
}

}  // namespace

void write_symptoms(PageWriter& writer, const Portfolio& portfolio) {
  Value places = Value::list();
  for (const SymptomPlace& each : symptom_tree(portfolio)) {
    Value symptoms = Value::list();
    for (const Symptom& symptom : each.symptoms) symptoms.add(symptom_value(symptom));
    places.add(Value::object({{"id", name_of(each.place)},
                              {"title", title_of(each.place)},
                              {"count", each.symptoms.size()},
                              {"symptoms", std::move(symptoms)}}));
  }
  writer.write({"symptoms.html",
                "Find a problem by symptom",
                "From what you see on a slow page to its cause.",
                "symptoms.html",
                "",
                {},
                {},
                {},
                "symptoms-page",
                false},
               "symptoms", Value::object({{"places", std::move(places)}}));
}

}  // namespace caseload::site
