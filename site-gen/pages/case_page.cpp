#include "pages/case_page.hpp"

#include <algorithm>

#include "draw/figures.hpp"
#include "io/text/stack_blocks.hpp"
#include "pages/case_parts.hpp"
#include "pages/detector_parts.hpp"
#include "pages/intervention_parts.hpp"
#include "pages/run_parts.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

std::string plain(std::string_view markdown) {
  std::string text;
  for (const char c : markdown)
    if (c != '*' && c != '`' && c != '_') text += c == '\n' ? ' ' : c;
  return text;
}

std::optional<PageLink> neighbour(const Portfolio& portfolio, const Case& the_case, int step) {
  const std::vector<PortfolioEntry>& entries = portfolio.entries();
  const auto place =
      std::ranges::find(entries, &the_case, &PortfolioEntry::the_case) - entries.begin() + step;
  if (place < 0 || place >= std::ssize(entries)) return std::nullopt;
  const PortfolioEntry& entry = entries[static_cast<std::size_t>(place)];
  return PageLink{page_of_case(entry.the_case->slug), entry.lesson.title};
}

// The learning paths that the case is on, each with the lesson that follows.
Value courses_value(const Case& the_case, const Portfolio& portfolio) {
  Value list = Value::list();
  const std::string path = page_of_case(the_case.slug);
  for (const Portfolio::Course& course : portfolio.courses()) {
    const auto here = std::ranges::find(course.entries, &the_case, &PortfolioEntry::the_case);
    if (here == course.entries.end()) continue;
    Value next;
    if (here + 1 != course.entries.end())
      next = Value::object({{"href", relative(path, page_of_case((*(here + 1))->the_case->slug))},
                            {"title", (*(here + 1))->lesson.title}});
    list.add(Value::object({{"title", title_of(course.path)},
                            {"href", relative(path, "paths.html") + "#" + std::string(name_of(course.path))},
                            {"step", here - course.entries.begin() + 1},
                            {"count", course.entries.size()},
                            {"next", std::move(next)}}));
  }
  return list;
}

Value equality_value(const Case& the_case, const CaseResult* result) {
  if (!the_case.unequal_because.empty()) return Value::object({{"reason", the_case.unequal_because}});
  if (result == nullptr || result->equality.empty()) return {};
  std::size_t equal = 0;
  std::size_t compared = 0;
  std::string reason;
  for (const Equality& each : result->equality) {
    if (each.equal) ++compared;
    if (each.equal && *each.equal) ++equal;
    if (!each.equal && reason.empty()) reason = each.reason;
  }
  if (compared == 0) return reason.empty() ? Value() : Value::object({{"reason", reason}});
  return Value::object({{"all", equal == compared}, {"equal", equal}, {"compared", compared}});
}

// Labels beside the first, each with its reason.
Value more_labels_value(const Case& the_case, const Portfolio& portfolio) {
  Value list = Value::list();
  for (const Variant& variant : the_case.variants) {
    for (std::size_t i = 1; i < variant.labels.size(); ++i) {
      const Label& label = variant.labels[i];
      const bool has_page = portfolio.find(label.name) != nullptr;
      list.add(Value::object(
          {{"variant", variant.name},
           {"label", label.name},
           {"href",
            has_page ? Value(relative(page_of_case(the_case.slug), page_of_case(label.name))) : Value()},
           {"reason", label.reason}}));
    }
  }
  return list;
}

std::string query_of(const Names& knobs) {
  std::string query;
  for (const auto& [name, value] : knobs) query += (query.empty() ? "?" : "&") + name + "=" + value;
  return query;
}

// The live page with the knobs of the headline. It runs at once, unless the case writes.
std::string live_address(const Case& the_case, const Headline& headline) {
  Names knobs = headline.count_knobs.empty() ? headline.knobs : headline.count_knobs;
  if (!the_case.writes()) knobs.emplace_back("run", "1");
  return "/cases/" + the_case.slug + "/" + query_of(knobs);
}

// The curl command that requests a variant's page with these knobs.
std::string command_for(const Case& the_case, const Variant& variant, const Names& knobs) {
  return std::string("curl -si ") + (variant.method == Method::post ? "-X POST " : "") +
         "'http://127.0.0.1:8080" + path_of(the_case, variant) + query_of(knobs) + "'";
}

Value variants_value(const Case& the_case, const Names& knobs) {
  Value variants = Value::list();
  for (const Variant& variant : the_case.variants)
    variants.add(Value::object({{"name", variant.name},
                                {"pace", name_of(variant.pace)},
                                {"summary", variant.summary},
                                {"command", command_for(the_case, variant, knobs)}}));
  return variants;
}

// What a run found out about the case.
void add_results(Value& model, const CaseMaterial& material, const CaseResult& result,
                 const Headline& headline, io::Highlighter& highlighter) {
  const Case& the_case = material.the_case;
  Value figures = Value::list();
  for (const Figure& figure : figures_of(the_case, result, headline)) figures.add(figure_value(figure));
  model.set("has_figures", !figures.items()->empty());
  model.set("figures", std::move(figures));
  model.set("run", run_value(*material.run_summary, page_of_case(the_case.slug), the_case.slug));
  model.set("statements", statements_value(the_case, result, headline, highlighter));
  model.set("interventions", interventions_value(the_case, result, highlighter));
  model.set("has_interventions", !result.interventions.empty());
  model.set("evidence", evidence_value(the_case, result, headline));
  model.set("environment", environment_value(*material.run));
  model.set("problems", texts_value(result.problems));
}

}  // namespace

std::string page_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/index.html";
}

void write_case_page(PageWriter& writer, const std::string& file, io::Highlighter& highlighter,
                     const CaseMaterial& material) {
  const Case& the_case = material.the_case;
  const Lesson& lesson = material.lesson;
  const std::string path = page_of_case(the_case.slug);
  const CaseResult* result = material.run == nullptr ? nullptr : material.run->find_case(the_case.slug);
  const Headline headline = result == nullptr ? Headline{} : headline_of(&the_case, *result);
  const std::optional<double> confidence = material.run == nullptr ? std::nullopt : material.run->confidence;

  Value model = Value::object(
      {{"slug", the_case.slug},
       {"title", lesson.title},
       {"category", title_of(lesson.category)},
       {"level", title_of(lesson.level)},
       {"minutes", lesson.minutes},
       {"courses", courses_value(the_case, material.portfolio)},
       {"page", the_case.page},
       {"headline", headline_value(headline, confidence)},
       {"live", live_address(the_case, headline)},
       {"lesson", lesson_value(lesson)},
       {"code", material.code},
       {"variants", variants_value(the_case, headline.knobs)},
       {"live_exercises", live_exercises_value(the_case, lesson, highlighter)},
       {"stacks", io::stack_blocks(lesson.stacks, highlighter)},
       {"exercises", exercises_value(the_case, result, headline)},
       {"more_labels", more_labels_value(the_case, material.portfolio)},
       {"claims", claims_value(the_case, result == nullptr ? CaseResult{} : *result)},
       {"has_claims", !the_case.claims.empty()},
       {"equality", equality_value(the_case, result)},
       {"detector", detector_value(material, result, path)},
       {"stale", texts_value(material.stale)},
       {"is_stale", !material.stale.empty()},
       {"sheet", relative(path, sheet_of_case(the_case.slug))},
       {"answers", relative(path, answers_of_case(the_case.slug))},
       {"show", relative(path, show_of_case(the_case.slug))},
       {"history", relative(path, history_of_case(the_case.slug))},
       {"category_href", "../../index.html#category=" + std::string(name_of(lesson.category))}});
  if (result != nullptr) add_results(model, material, *result, headline, highlighter);

  Page page{path,
            lesson.title,
            plain(lesson.symptom),
            "index.html",
            file,
            neighbour(material.portfolio, the_case, -1),
            neighbour(material.portfolio, the_case, 1),
            {"lessons.js", "case.js", "stacks.js"},
            "case-page",
            false};
  writer.write(page, "case", std::move(model));
}

}  // namespace caseload::site
