#include "core/catalogue.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/case_files.hpp"

namespace caseload {

namespace {

[[noreturn]] void refuse(const Case& the_case, const std::string& why) {
  throw std::logic_error("fcgi-app/cases/" + the_case.stem + ".cpp: " + why);
}

}  // namespace

void check(const Case& the_case) {
  if (the_case.title.empty() || the_case.page.empty()) refuse(the_case, "title and page must be given");
  const auto has_pace = [&](Pace pace) {
    return std::any_of(the_case.variants.begin(), the_case.variants.end(),
                       [&](const Variant& each) { return each.pace == pace; });
  };
  if (!has_pace(Pace::slow) || !has_pace(Pace::fast)) refuse(the_case, "needs a slow and a fast variant");
  std::set<std::string> names;
  for (const Variant& variant : the_case.variants) {
    if (variant.run == nullptr) refuse(the_case, "variant " + variant.name + " has no function");
    if (!names.insert(variant.name).second)
      refuse(the_case, "variant " + variant.name + " is declared twice");
  }
  const auto known = [&](const std::string& variant, const char* where) {
    if (the_case.variant(variant) == nullptr)
      refuse(the_case, std::string(where) + " names no variant: " + variant);
  };
  for (const Claim& claim : the_case.claims) {
    known(claim.variant, "a claim");
    if (claim.on_floor && the_case.variant(claim.variant)->floor == nullptr)
      refuse(the_case, "a claim is about the floor of " + claim.variant + ", which has none");
  }
  for (const Growth& growth : the_case.growth) known(growth.variant, "a growth");
  for (const AlsoTrue& also : the_case.also_true) known(also.variant, "also_true");
  for (const Intervention& each : the_case.interventions) known(each.variant, "an intervention");
  for (const JobKind& job : the_case.jobs)
    if (job.kind.empty() || job.run == nullptr) refuse(the_case, "a job needs a kind and a function");
  for (const Case::Alias& alias : the_case.aliases) known(alias.variant, "an alias");
}

namespace {

Value document_of(const Case& the_case, const Intervention& intervention) {
  return Value::object({{"name", intervention.name},
                        {"title", intervention.title},
                        {"path", path_of(the_case, intervention)},
                        {"variant", intervention.variant},
                        {"key", intervention.key},
                        {"table", intervention.table},
                        {"apply_sql", intervention.apply_sql},
                        {"undo_sql", intervention.undo_sql}});
}

std::vector<Case> build() {
  std::vector<Case> cases;
  std::set<std::string> kinds;
  for (const CaseFile& file : case_files()) {
    Case made = file.make();
    made.stem = file.stem;
    made.slug = file.stem;
    std::replace(made.slug.begin(), made.slug.end(), '_', '-');
    check(made);
    for (const JobKind& job : made.jobs)
      if (!kinds.insert(job.kind).second) refuse(made, "another job is of the kind " + job.kind);
    cases.push_back(std::move(made));
  }
  std::stable_sort(cases.begin(), cases.end(),
                   [](const Case& a, const Case& b) { return a.category < b.category; });
  return cases;
}

Value document_of(const Lesson& lesson) {
  Value twins = Value::list();
  for (const Twin& twin : lesson.twins) {
    twins.add(Value::object({{"system", twin.system}, {"slow", twin.slow}, {"fast", twin.fast}}));
  }
  return Value::object({{"symptom", lesson.symptom},
                        {"why", lesson.why},
                        {"recognise", lesson.recognise},
                        {"fix", lesson.fix},
                        {"caution", lesson.caution},
                        {"twins", std::move(twins)}});
}

Value document_of(const Case& the_case) {
  Value knobs = Value::list();
  for (const KnobSpec& knob : the_case.knobs) knobs.add(knob_document(knob));
  Value variants = Value::list();
  for (const Variant& variant : the_case.variants) {
    Value entry = Value::object({{"name", variant.name},
                                 {"pace", name_of(variant.pace)},
                                 {"method", variant.method == Method::post ? "POST" : "GET"},
                                 {"path", path_of(the_case, variant)},
                                 {"summary", variant.summary},
                                 {"cached_by_nginx", variant.cached_by_nginx}});
    if (variant.floor != nullptr) entry.set("floor", path_of_floor(the_case, variant));
    variants.add(std::move(entry));
  }
  Value claims = Value::list();
  for (const Claim& claim : the_case.claims) {
    claims.add(Value::object({{"variant", claim.variant},
                              {"key", claim.key},
                              {"formula", claim.formula},
                              {"relation", name_of(claim.relation)},
                              {"warm", claim.warm},
                              {"on_floor", claim.on_floor}}));
  }
  Value growth = Value::list();
  for (const Growth& each : the_case.growth) {
    growth.add(Value::object({{"variant", each.variant},
                              {"key", each.key},
                              {"over", each.over},
                              {"shape", each.shape == Growth::Shape::constant ? "constant" : "grows"}}));
  }
  Value also_true = Value::list();
  for (const AlsoTrue& each : the_case.also_true) {
    also_true.add(Value::object({{"variant", each.variant}, {"label", each.label}, {"reason", each.reason}}));
  }
  Value aliases = Value::list();
  for (const Case::Alias& alias : the_case.aliases) {
    aliases.add(Value::object({{"path", alias.path}, {"variant", alias.variant}}));
  }
  Value document = Value::object({{"slug", the_case.slug},
                                  {"stem", the_case.stem},
                                  {"title", the_case.title},
                                  {"category", name_of(the_case.category)},
                                  {"category_title", title_of(the_case.category)},
                                  {"page", the_case.page},
                                  {"lesson", document_of(the_case.lesson)},
                                  {"knobs", std::move(knobs)},
                                  {"variants", std::move(variants)},
                                  {"claims", std::move(claims)},
                                  {"growth", std::move(growth)},
                                  {"also_true", std::move(also_true)},
                                  {"aliases", std::move(aliases)}});
  if (!the_case.interventions.empty()) {
    Value interventions = Value::list();
    for (const Intervention& each : the_case.interventions) interventions.add(document_of(the_case, each));
    document.set("interventions", std::move(interventions));
  }
  if (!the_case.unequal_because.empty()) document.set("unequal_because", the_case.unequal_because);
  return document;
}

}  // namespace

const std::vector<Case>& catalogue() {
  static const std::vector<Case> cases = build();
  return cases;
}

const Case* find_case(std::string_view slug) {
  const auto& cases = catalogue();
  const auto found =
      std::find_if(cases.begin(), cases.end(), [&](const Case& each) { return each.slug == slug; });
  return found == cases.end() ? nullptr : &*found;
}

std::string path_of(const Case& the_case, const Intervention& intervention) {
  return "/cases/" + the_case.slug + "/interventions/" + intervention.name;
}

std::string path_of_floor(const Case& the_case, const Variant& variant) {
  return "/cases/" + the_case.slug + "/" + variant.name + "/floor";
}

std::string path_of(const Case& the_case, const Variant& variant) {
  return (variant.cached_by_nginx ? "/cached/" : "/cases/") + the_case.slug + "/" + variant.name;
}

Value knob_document(const KnobSpec& knob) {
  Value document = Value::object({{"name", knob.name}});
  Value ladder = Value::list();
  switch (knob.kind) {
    case KnobKind::integer:
      for (const std::int64_t step : knob.ladder) ladder.add(step);
      document.set("kind", "integer").set("help", knob.help).set("initial", knob.initial);
      document.set("minimum", knob.minimum).set("maximum", knob.maximum);
      break;
    case KnobKind::dataset:
      for (const std::int64_t step : knob.ladder) ladder.add(name_of(static_cast<Dataset>(step)));
      document.set("kind", "dataset")
          .set("help", knob.help)
          .set("initial", name_of(static_cast<Dataset>(knob.initial)));
      break;
    case KnobKind::text:
      document.set("kind", "text").set("help", knob.help).set("initial", "");
      break;
  }
  return document.set("ladder", std::move(ladder));
}

Value catalogue_document() {
  Value cases = Value::list();
  for (const Case& each : catalogue()) cases.add(document_of(each));
  return Value::object({{"cases", std::move(cases)}});
}

}  // namespace caseload
