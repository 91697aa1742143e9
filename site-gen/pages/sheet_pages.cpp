// The worksheet of a case and the answers to it. The worksheet names neither the problem nor the variants:
// they are versions A, B and so on, in an order that says nothing.
#include <algorithm>

#include "core/excerpt.hpp"
#include "pages/case_page.hpp"
#include "pages/case_parts.hpp"
#include "pages/run_parts.hpp"
#include "pages/unnamed.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

constexpr std::ptrdiff_t max_shared_lines = 45;  // about half a sheet of paper

struct Version {
  const Variant* variant;
  std::string letter;
};

// FNV-1a: an order that is the same in every build and has nothing to do with slow and fast.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::vector<Version> versions_of(const Case& the_case) {
  std::vector<Version> versions;
  for (const Variant& variant : the_case.variants) versions.push_back({&variant, ""});
  std::ranges::sort(versions, {},
                    [&](const Version& each) { return hash_of(the_case.slug + each.variant->name); });
  for (std::size_t i = 0; i < versions.size(); ++i) versions[i].letter = static_cast<char>('A' + i);
  return versions;
}

// "“slow” at n = 640" -> "Version B at n = 640", by version: cases ask about their slow variants first.
Value unnamed_questions(const Value& exercises, const std::vector<Version>& versions) {
  Value unnamed = Value::list();
  for (const Version& version : versions)
    for (const Value& exercise : *exercises.items()) {
      const std::string name = "“" + version.variant->name + "”";
      const std::string_view question = exercise["question"].text_or("");
      if (!question.starts_with(name)) continue;
      Value copy = exercise;
      copy.set("question", "Version " + version.letter + std::string(question.substr(name.size())));
      unnamed.add(std::move(copy));
    }
  return unnamed;
}

Value versions_value(const std::vector<Version>& versions, const std::string& source,
                     io::Highlighter& highlighter) {
  Value list = Value::list();
  for (const Version& version : versions)
    list.add(Value::object(
        {{"letter", version.letter},
         {"html", highlighter.html(code_without_names(source, version.variant->name), io::Language::cpp)},
         {"name", version.variant->name},
         {"pace", name_of(version.variant->pace)},
         {"summary", version.variant->summary}}));
  return list;
}

Value shared_value(const std::string& source, io::Highlighter& highlighter) {
  const auto names = excerpt_names(source);
  if (std::ranges::find(names, "shared") == names.end()) return {};
  const std::string code = code_without_names(source, "shared");
  if (std::ranges::count(code, '\n') > max_shared_lines) return {};
  return Value(highlighter.html(code, io::Language::cpp));
}

}  // namespace

std::string sheet_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/sheet.html";
}
std::string answers_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/answers.html";
}

void write_case_sheets(PageWriter& writer, const std::string& file, const std::string& source,
                       io::Highlighter& highlighter, const CaseMaterial& material) {
  const Case& the_case = material.the_case;
  const CaseResult* result = material.run == nullptr ? nullptr : material.run->find_case(the_case.slug);
  const Headline headline = result == nullptr ? Headline{} : headline_of(&the_case, *result);
  const std::optional<double> confidence = material.run == nullptr ? std::nullopt : material.run->confidence;
  const std::vector<Version> versions = versions_of(the_case);
  const Value questions = unnamed_questions(count_exercises_value(the_case, result), versions);
  const auto page = [&](const std::string& path, const std::string& title) {
    return Page{path,         title, "To print: " + the_case.page, "teach.html", file, {}, {}, {},
                "sheet-page", false};
  };
  const std::string sheet = sheet_of_case(the_case.slug);
  writer.write(page(sheet, "Worksheet"), "sheet",
               Value::object({{"page", the_case.page},
                              {"versions", versions_value(versions, source, highlighter)},
                              {"shared", shared_value(source, highlighter)},
                              {"exercises", questions},
                              {"teach", relative(sheet, "teach.html")}}));
  const std::string answers = answers_of_case(the_case.slug);
  Value model = Value::object({{"title", material.lesson.title},
                               {"page", the_case.page},
                               {"lesson", lesson_value(material.lesson)},
                               {"versions", versions_value(versions, source, highlighter)},
                               {"exercises", questions},
                               {"headline", headline_value(headline, confidence)},
                               {"case_href", relative(answers, page_of_case(the_case.slug))},
                               {"sheet", relative(answers, sheet)}});
  if (material.run_summary != nullptr)
    model.set("run", run_value(*material.run_summary, answers, the_case.slug));
  writer.write(page(answers, material.lesson.title + ": answers to the worksheet"), "answers",
               std::move(model));
}

}  // namespace caseload::site
