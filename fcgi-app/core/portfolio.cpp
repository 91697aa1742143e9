#include "core/portfolio.hpp"

#include <algorithm>
#include <utility>

#include "core/catalogue.hpp"
#include "core/errors.hpp"

namespace caseload {

namespace {

Value document_of(const Intervention& intervention, const Case& the_case);
Value document_of(const Variant& variant, const Case& the_case);
Value document_of(const Claim& claim);
Value document_of(const Growth& growth);
Value document_of(const DemoStep& step);
Value document_of(const Case::Alias& alias);
Value document_of(const PortfolioEntry& entry);
Value document_of(const EvidenceKey& key);

template <class Items, class... Context>
Value list_of(const Items& items, const Context&... context) {
  Value list = Value::list();
  for (const auto& item : items) list.add(document_of(item, context...));
  return list;
}

Value object_of(const KnobValues& knobs) {
  Value object{Value::Object{}};
  for (const auto& [name, value] : knobs) object.set(name, value);
  return object;
}

Value document_of(const Intervention& intervention, const Case& the_case) {
  return Value::object({{"name", intervention.name},
                        {"title", intervention.title},
                        {"path", path_of(the_case, intervention)},
                        {"variant", intervention.variant},
                        {"key", name_of(intervention.key)},
                        {"table", intervention.table},
                        {"apply_sql", intervention.apply_sql},
                        {"undo_sql", intervention.undo_sql}});
}

Value document_of(const Lesson& lesson) {
  Value twins = Value::list();
  for (const StackExample& stack : lesson.stacks)
    twins.add(Value::object({{"system", stack.title}, {"slow", stack.slow}, {"fast", stack.fast}}));
  Value words = Value::list();
  for (const std::string& word : lesson.search_words) words.add(word);
  return Value::object({{"symptom", lesson.symptom},
                        {"why", lesson.why},
                        {"recognise", lesson.recognise},
                        {"fix", lesson.fix},
                        {"caution", lesson.caution},
                        {"twins", std::move(twins)},
                        {"level", name_of(lesson.level)},
                        {"minutes", lesson.minutes},
                        {"search_words", std::move(words)}});
}

Value document_of(const Headline& headline) {
  Value document = Value::object({{"key", name_of(headline.key)},
                                  {"knobs", object_of(headline.knobs)},
                                  {"when", name_of(headline.when)},
                                  {"on_floor", headline.on_floor}});
  if (headline.second) document.set("second", name_of(*headline.second));
  return document;
}

Value document_of(const Variant& variant, const Case& the_case) {
  Value labels = Value::list();
  for (const Label& label : variant.labels)
    labels.add(Value::object({{"name", label.name}, {"reason", label.reason}}));
  Value entry = Value::object({{"name", variant.name},
                               {"pace", name_of(variant.pace)},
                               {"method", variant.method == Method::post ? "POST" : "GET"},
                               {"path", path_of(the_case, variant)},
                               {"summary", variant.summary},
                               {"labels", std::move(labels)},
                               {"cached_by_nginx", variant.cached_by_nginx}});
  if (variant.headline) entry.set("headline", document_of(*variant.headline));
  if (variant.floor != nullptr) entry.set("floor", path_of_floor(the_case, variant));
  return entry;
}

Value document_of(const Claim& claim) {
  return Value::object({{"variant", claim.variant},
                        {"key", name_of(claim.key)},
                        {"formula", claim.expected.formula.text()},
                        {"relation", name_of(claim.expected.relation)},
                        {"when", name_of(claim.when)},
                        {"warm", claim.when != When::any},
                        {"on_floor", claim.on_floor}});
}

Value document_of(const Growth& growth) {
  return Value::object({{"variant", growth.variant},
                        {"key", name_of(growth.key)},
                        {"over", growth.over},
                        {"shape", growth.shape == Growth::Shape::constant ? "constant" : "grows"}});
}

Value document_of(const DemoStep& step) {
  return Value::object(
      {{"title", step.title}, {"when", name_of(step.when)}, {"knobs", object_of(step.knobs)}});
}

Value document_of(const Case::Alias& alias) {
  return Value::object({{"path", alias.path}, {"variant", alias.variant}});
}

Value document_of(const PortfolioEntry& entry) {
  const Case& the_case = *entry.the_case;
  Value knobs = Value::list();
  for (const KnobSpec& knob : the_case.knobs) knobs.add(knob_document(knob));
  Value document = Value::object({{"slug", the_case.slug},
                                  {"stem", the_case.stem},
                                  {"title", entry.lesson.title},
                                  {"category", name_of(entry.lesson.category)},
                                  {"category_title", title_of(entry.lesson.category)},
                                  {"page", the_case.page},
                                  {"lesson", document_of(entry.lesson)},
                                  {"knobs", std::move(knobs)},
                                  {"variants", list_of(the_case.variants, the_case)},
                                  {"claims", list_of(the_case.claims)},
                                  {"growth", list_of(the_case.growth)},
                                  {"demo", list_of(the_case.demo)},
                                  {"aliases", list_of(the_case.aliases)}});
  if (!the_case.interventions.empty())
    document.set("interventions", list_of(the_case.interventions, the_case));
  if (!the_case.unequal_because.empty()) document.set("unequal_because", the_case.unequal_because);
  return document;
}

Value document_of(const EvidenceKey& key) {
  return Value::object({{"key", key.name},
                        {"unit", name_of(key.unit)},
                        {"one", key.one},
                        {"many", key.many},
                        {"title", key.title},
                        {"meaning", key.meaning},
                        {"source", key.source},
                        {"cost", name_of(key.cost)}});
}

}  // namespace

Portfolio::Portfolio(std::map<std::string, Lesson, std::less<>> lessons) {
  for (const Case& each : catalogue()) {
    const auto lesson = lessons.find(each.stem);
    if (lesson == lessons.end())
      throw ConfigError("fcgi-app/cases/" + each.stem + "/lesson.md is missing: the case " + each.slug +
                        " has no lesson");
    entries_.push_back({.the_case = &each, .lesson = std::move(lesson->second)});
  }
  std::ranges::stable_sort(entries_, {}, [](const PortfolioEntry& entry) { return entry.lesson.category; });
}

const PortfolioEntry* Portfolio::find(std::string_view slug) const {
  const auto found = std::ranges::find(
      entries_, slug, [](const PortfolioEntry& entry) -> std::string_view { return entry.the_case->slug; });
  return found == entries_.end() ? nullptr : &*found;
}

Value catalogue_document(const Portfolio& portfolio) {
  return Value::object(
      {{"cases", list_of(portfolio.entries())}, {"evidence_keys", list_of(evidence_keys())}});
}

}  // namespace caseload
