// The view of a case for the projector: one thing at a time, and the name of the problem only after the
// question.
#include "pages/case_page.hpp"
#include "pages/case_parts.hpp"
#include "pages/run_parts.hpp"
#include "pages/unnamed.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_rows = 8;  // that can be read from the last row of a room

// The rows that change come first.
Value first_rows(Value counts) {
  Value rows = Value::list();
  for (const Value& row : *counts["rows"].items())
    if (rows.items()->size() < max_rows) rows.add(row);
  return counts.set("rows", std::move(rows));
}

}  // namespace

std::string show_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/show.html";
}

void write_case_show(PageWriter& writer, const std::string& file, const std::string& source,
                     io::Highlighter& highlighter, const CaseMaterial& material) {
  const Case& the_case = material.the_case;
  const std::string path = show_of_case(the_case.slug);
  const CaseResult* result = material.run == nullptr ? nullptr : material.run->find_case(the_case.slug);
  const Headline headline = result == nullptr ? Headline{} : headline_of(&the_case, *result);
  const std::optional<double> confidence = material.run == nullptr ? std::nullopt : material.run->confidence;
  Value slow = Value::list(), fast = Value::list();
  for (const Variant& variant : the_case.variants) {
    Value shown = Value::object(
        {{"name", variant.name},
         {"summary", variant.summary},
         {"html", highlighter.html(code_without_names(source, variant.name), io::Language::cpp)}});
    const VariantResult* measured = result == nullptr ? nullptr : result->variant(variant.name);
    const Observation* seen = measured == nullptr ? nullptr : observation_of(*measured, headline);
    if (seen != nullptr && !seen->evidence.empty())
      shown.set("counts",
                writer.render("spot_it_counts",
                              first_rows(unnamed_counts(the_case, *seen, curves_of(*result, variant)))));
    Value& list = variant.pace == Pace::slow ? slow : fast;
    // Versions are numbered if there are several.
    shown.set("number", list.items()->empty() ? Value() : Value(list.items()->size() + 1));
    list.add(std::move(shown));
  }
  writer.write({path,
                "For the projector",
                "One thing at a time: " + the_case.page,
                "teach.html",
                file,
                {},
                {},
                {"show.js"},
                "show-page",
                false},
               "show",
               Value::object({{"page", the_case.page},
                              {"title", material.lesson.title},
                              {"lesson", lesson_value(material.lesson)},
                              {"slow", std::move(slow)},
                              {"fast", std::move(fast)},
                              {"headline", headline_value(headline, confidence)},
                              {"teach", relative(path, "teach.html")},
                              {"case_href", relative(path, page_of_case(the_case.slug))}}));
}

}  // namespace caseload::site
