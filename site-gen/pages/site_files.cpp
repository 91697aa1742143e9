// The search index, the sitemap and the 404 page.
#include <algorithm>

#include "core/text.hpp"
#include "io/json/json.hpp"
#include "io/text/markdown.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_text_bytes = 1200;  // maximum per section of a guide page in the index

Value case_document(const Case& the_case, const Lesson& lesson, const std::string& symptom) {
  Value words(Value::List{Value(the_case.slug), Value(title_of(lesson.category))});
  for (const std::string& each : lesson.search_words) words.add(each);
  Value symptoms = Value::list();
  std::string text;
  for (const Sign& sign : lesson.signs) {
    symptoms.add(sign.words);
    text += plain_text(io::markdown_to_html(sign.check)) + " ";
  }
  for (const std::string* part : {&lesson.why, &lesson.recognise, &lesson.fix, &lesson.caution})
    text += plain_text(io::markdown_to_html(*part)) + " ";
  std::string code;
  for (const StackExample& stack : lesson.stacks)
    code += stack.title + " " + stack.tool + " " + stack.slow + " " + stack.fast + " ";
  return Value::object({{"kind", "case"},
                        {"title", lesson.title},
                        {"href", page_of_case(the_case.slug)},
                        {"slug", the_case.slug},
                        {"lead", symptom},
                        {"page", the_case.page},
                        {"words", std::move(words)},
                        {"symptoms", std::move(symptoms)},
                        {"code", std::move(code)},
                        {"text", std::move(text)}});
}

}  // namespace

void write_search(PageWriter& writer, const std::vector<CaseEntry>& cases, const std::vector<Guide>& guides) {
  Value documents = Value::list();
  Value case_list = Value::list();
  Value guide_list = Value::list();
  for (const CaseEntry& entry : cases) {
    const Case& the_case = entry.the_case;
    const Lesson& lesson = entry.lesson;
    const std::string symptom = plain_text(io::markdown_to_html(lesson.symptom));
    documents.add(case_document(the_case, lesson, symptom));
    case_list.add(
        Value::object({{"href", page_of_case(the_case.slug)}, {"title", lesson.title}, {"text", symptom}}));
  }
  for (const Guide& guide : guides) {
    const bool is_glossary = guide.path == "guide/glossary.html";
    Value sections = Value::list();
    for (const Guide::Heading& heading : guide.headings) {
      const std::string href = heading.level == 1 ? guide.path : guide.path + "#" + heading.id;
      documents.add(Value::object({{"kind", is_glossary && heading.level > 1 ? "term" : "guide"},
                                   {"title", heading.text},
                                   {"href", href},
                                   {"lead", guide.title},
                                   {"text", utf8_prefix(heading.body, max_text_bytes)}}));
      if (heading.level == 2) sections.add(Value::object({{"href", href}, {"title", heading.text}}));
    }
    guide_list.add(
        Value::object({{"href", guide.path}, {"title", guide.title}, {"sections", std::move(sections)}}));
  }
  writer.out().write_file("static/search-index.js",
                          "window.caseloadSearch = " + io::to_json(documents) + ";\n");
  writer.write({"search.html",
                "All pages",
                "Search, and every page of this site.",
                "",
                "",
                {},
                {},
                {},
                "search-page",
                false},
               "search", Value::object({{"cases", std::move(case_list)}, {"guides", std::move(guide_list)}}));
}

void write_not_found(PageWriter& writer) {
  writer.write({"404.html",
                "Page not found",
                "There is no page at this address.",
                "",
                "",
                {},
                {},
                {},
                "not-found-page",
                true,
                false},
               "not_found", Value::object({}));
}

void write_sitemap(PageWriter& writer, const Options& options) {
  std::vector<std::string> pages = writer.out().pages();
  std::sort(pages.begin(), pages.end());
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
      "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  for (const std::string& page : pages)
    if (page != "404.html")
      xml += "<url><loc>" + html_escaped(options.site_url + (page == "index.html" ? "" : page)) +
             "</loc></url>\n";
  writer.out().write_file("sitemap.xml", xml + "</urlset>\n");
}

}  // namespace caseload::site
