#include "app/case_pages/case_pages.hpp"

#include <algorithm>

#include "app/case_pages/results.hpp"
#include "app/exercises/exercise_page.hpp"
#include "core/counterparts.hpp"
#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "io/text/markdown.hpp"
#include "io/text/read_file.hpp"

namespace caseload {

namespace {

// The excerpts that the build cut from the sources (io/text/excerpts.hpp).
Value read_excerpts(const std::string& path) {
  const auto text = io::read_file(path);
  auto excerpts = text ? io::from_json(*text) : std::nullopt;
  if (!excerpts)
    throw ConfigError("can't read " + path + "; app.excerpts_file must be the file that `make build` writes");
  return std::move(*excerpts);
}

// With what `other` lacks marked, if there is another.
Value excerpt_model(const Value& excerpts, const Case& the_case, const std::string& marker,
                    const Variant* other = nullptr) {
  const Value* excerpt = excerpts[the_case.stem].find(marker);
  if (excerpt == nullptr) return {};
  const Value* marked = other == nullptr ? nullptr : (*excerpt)["against"].find(other->name);
  Value model = Value::object({{"first_line", (*excerpt)["first_line"]},
                               {"last_line", (*excerpt)["last_line"]},
                               {"has_notes", (*excerpt)["has_notes"]},
                               {"html", marked == nullptr ? (*excerpt)["html"] : *marked}});
  model.set("html_without_notes", (*excerpt)["html_without_notes"]);
  return model.set("name", marker).set("file", "fcgi-app/cases/" + the_case.stem + "/case.cpp");
}

Value lesson_model(const Lesson& lesson) {
  return Value::object({{"symptom", io::markdown_to_html(lesson.symptom)},
                        {"why", io::markdown_to_html(lesson.why)},
                        {"recognise", io::markdown_to_html(lesson.recognise)},
                        {"fix", io::markdown_to_html(lesson.fix)},
                        {"caution", io::markdown_to_html(lesson.caution)},
                        {"further", io::markdown_to_html(lesson.further)}});
}

Value link_to(const PortfolioEntry& entry) {
  return Value::object({{"href", "/cases/" + entry.the_case->slug + "/"}, {"title", entry.lesson.title}});
}

Value fixed_model(const PortfolioEntry& entry, const Value& excerpts) {
  const Case& the_case = *entry.the_case;
  Value sources = Value::list();
  for (const Variant& variant : the_case.variants) {
    Value model = excerpt_model(excerpts, the_case, variant.name, counterparts_of(the_case, variant).front());
    if (model.is_null())
      throw ConfigError("app.excerpts_file has no code of the variant " + variant.name + " of " +
                        the_case.slug);
    model.set("pace", name_of(variant.pace))
        .set("is_slow", variant.pace == Pace::slow)
        .set("summary", variant.summary);
    sources.add(std::move(model));
  }
  const Value* stacks = excerpts[the_case.stem].find("stacks");
  if (stacks == nullptr) throw ConfigError("app.excerpts_file has no other stacks of " + the_case.slug);
  return Value::object(
      {{"title", entry.lesson.title},
       {"description", "A page to run with a performance mistake and with its fix: " + the_case.page + "."},
       {"slug", the_case.slug},
       {"category", title_of(entry.lesson.category)},
       {"level", title_of(entry.lesson.level)},
       {"minutes", entry.lesson.minutes},
       {"path", "/cases/" + the_case.slug + "/"},
       {"api_path", "/api/examples/" + the_case.slug + "/"},
       {"docs_href", "/docs/cases/" + the_case.slug + "/"},
       {"writes", the_case.writes()},
       {"lesson", lesson_model(entry.lesson)},
       {"exercises", exercises_model(entry)},
       {"stacks", *stacks},
       {"sources", std::move(sources)},
       {"shared_source", excerpt_model(excerpts, the_case, "shared")}});
}

Value knob_model(const KnobSpec& spec, const Knobs& knobs) {
  Value model = Value::object({{"name", spec.name}, {"help", spec.help}, {"value", knobs.text(spec.name)}});
  switch (spec.type) {
    case KnobType::integer:
      model.set("is_integer", Value::object({{"minimum", spec.minimum}, {"maximum", spec.maximum}}));
      break;
    case KnobType::dataset: {
      Value options = Value::list();
      for (const Dataset dataset : all_datasets) {
        options.add(Value::object({{"value", name_of(dataset)}, {"selected", dataset == knobs.dataset()}}));
      }
      model.set("is_dataset", Value::object({{"options", std::move(options)}}));
      break;
    }
    case KnobType::text:
      model.set("is_text", true);
      break;
  }
  return model;
}

}  // namespace

CasePages::CasePages(const Portfolio& portfolio, const std::string& excerpts_file, std::string base_url)
    : portfolio_(portfolio), base_url_(std::move(base_url)) {
  const Value excerpts = read_excerpts(excerpts_file);
  for (const PortfolioEntry& entry : portfolio.entries())
    fixed_.emplace(entry.the_case->slug, fixed_model(entry, excerpts));
}

Value CasePages::index_model() const {
  Value categories = Value::list();
  for (const PortfolioEntry& entry : portfolio_.entries()) {
    const Case& the_case = *entry.the_case;
    const std::string_view category_title = title_of(entry.lesson.category);
    if (categories.items()->empty() || (*categories.items()).back()["title"].text_or("") != category_title) {
      categories.add(Value::object({{"title", category_title}, {"cases", Value::list()}}));
    }
    Value variants = Value::list();
    for (const Variant& variant : the_case.variants) {
      variants.add(Value::object({{"name", variant.name},
                                  {"pace", name_of(variant.pace)},
                                  {"is_slow", variant.pace == Pace::slow}}));
    }
    Value card = link_to(entry);
    card.set("slug", the_case.slug)
        .set("level", title_of(entry.lesson.level))
        .set("minutes", entry.lesson.minutes)
        .set("page", the_case.page)
        .set("symptom", fixed_.at(the_case.slug)["lesson"]["symptom"]);
    card.set("variants", std::move(variants));
    Value::Object& category = *categories.items()->back().members();
    category.back().second.add(std::move(card));
  }
  return Value::object({{"categories", std::move(categories)}, {"count", portfolio_.entries().size()}});
}

Value CasePages::case_model(const Case& the_case, const Knobs& knobs,
                            const std::optional<DemoRun>& demo) const {
  Value model = fixed_.at(the_case.slug);
  Value knob_models = Value::list();
  for (const KnobSpec& spec : the_case.knobs) knob_models.add(knob_model(spec, knobs));
  model.set("knobs", std::move(knob_models)).set("page", the_case.page);
  const auto& entries = portfolio_.entries();
  const auto place = std::ranges::find(entries, &the_case, &PortfolioEntry::the_case);
  model.set("previous", place == entries.begin() ? Value() : link_to(*(place - 1)));
  model.set("next", place + 1 == entries.end() ? Value() : link_to(*(place + 1)));
  model.set("results", demo ? results_model(*demo, the_case, base_url_) : Value());
  return model;
}

}  // namespace caseload
