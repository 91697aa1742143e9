#include "pages/case_parts.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/counterparts.hpp"
#include "core/excerpt.hpp"
#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "io/text/annotated_code.hpp"
#include "io/text/markdown.hpp"
#include "io/text/read_file.hpp"
#include "read/evidence_text.hpp"

namespace caseload::site {
namespace {

Value excerpt_value(const io::AnnotatedCode& code, const std::filesystem::path& file, std::string html) {
  return Value::object({{"name", code.name()},
                        {"file", file.generic_string()},
                        {"first_line", code.excerpt().first_line},
                        {"last_line", code.last_line()},
                        {"has_notes", code.has_notes()},
                        {"html", std::move(html)}});
}

bool is_warm(const Claim& claim) {
  return claim.when == When::warm || claim.when == When::revisit;
}

const ClaimSeen* seen_claim(const VariantResult* variant, const Claim& claim) {
  if (variant == nullptr) return nullptr;
  for (const ClaimSeen& each : variant->claims)
    if (each.key == name_of(claim.key) && each.warm == is_warm(claim) && each.on_floor == claim.on_floor &&
        each.at_once == (claim.when == When::at_once) && each.relation == name_of(claim.expected.relation) &&
        each.formula == claim.expected.formula.text())
      return &each;
  return nullptr;
}

// The measured values by size, or a single line if they are the same at all sizes.
Value observed_value(const Case& the_case, const ClaimSeen& claim) {
  const auto differs = [](const ClaimSeen::At& at) { return !at.holds.value_or(true); };
  const std::vector<ClaimSeen::At>& all = claim.observed;
  if (all.size() > 2 && std::all_of(all.begin(), all.end(), [&](const ClaimSeen::At& at) {
        return at.value == all.front().value && differs(at) == differs(all.front());
      }))
    return Value(Value::List{Value::object({{"knobs", "at each of " + std::to_string(all.size()) + " sizes"},
                                            {"value", evidence_text(all.front().value, claim.key)},
                                            {"differs", differs(all.front())}})});
  Value observed = Value::list();
  for (const ClaimSeen::At& at : all)
    observed.add(Value::object(
        {{"knobs", at.knobs.empty() ? std::string("no knobs") : knobs_text(in_order(&the_case, at.knobs))},
         {"value", evidence_text(at.value, claim.key)},
         {"differs", differs(at)}}));
  return observed;
}

// A plan as nested lines. Its structure depends on the database, so everything is shown.
void plan_lines(const Value& plan, const std::string& name, int depth, Value& lines) {
  const std::string indent = std::to_string(std::min(depth, 9));
  if (plan.members() != nullptr || plan.items() != nullptr) {
    if (!name.empty()) lines.add(Value::object({{"depth", indent}, {"text", name}}));
    if (plan.members() != nullptr)
      for (const auto& [key, member] : *plan.members())
        plan_lines(member, key, depth + (name.empty() ? 0 : 1), lines);
    else
      for (const Value& item : *plan.items()) plan_lines(item, "", depth + (name.empty() ? 0 : 1), lines);
    return;
  }
  const std::string value = plan.text() != nullptr ? *plan.text() : plan.is_null() ? "" : io::to_json(plan);
  lines.add(Value::object({{"depth", indent}, {"text", name.empty() ? value : name + ": " + value}}));
}

// "100 rows · 70 parameter sets · 3.91 ms"
std::string facts_of(const Digest& digest) {
  std::string text;
  const auto add = [&](const std::string& fact) { text += (text.empty() ? "" : " · ") + fact; };
  if (digest.rows) add(grouped(*digest.rows) + (*digest.rows == 1 ? " row" : " rows"));
  if (digest.distinct && digest.times.value_or(0) > 1)
    add(*digest.distinct == 1 ? "always the same parameters" : grouped(*digest.distinct) + " parameter sets");
  if (digest.microseconds) add(duration_text(static_cast<double>(*digest.microseconds)));
  if (digest.write) add("writes");
  return text;
}

void add_exercise(Value& exercises, const std::string& question, const std::string& answer,
                  const std::string& reveal) {
  const std::size_t number = exercises.items()->size() + 1;
  exercises.add(Value::object({{"id", "exercise-" + std::to_string(number)},
                               {"number", number},
                               {"question", question},
                               {"answer", answer},
                               {"reveal", reveal}}));
}

Value optional_count(const std::optional<std::int64_t>& count) {
  return count ? Value(grouped(*count)) : Value();
}

}  // namespace

Value lesson_value(const Lesson& lesson) {
  return Value::object({{"symptom", io::markdown_to_html(lesson.symptom)},
                        {"why", io::markdown_to_html(lesson.why)},
                        {"recognise", io::markdown_to_html(lesson.recognise)},
                        {"fix", io::markdown_to_html(lesson.fix)},
                        {"caution", io::markdown_to_html(lesson.caution)},
                        {"further", io::markdown_to_html(lesson.further)}});
}

Value code_value(const Case& the_case, const std::filesystem::path& file, io::Highlighter& highlighter) {
  const auto text = io::read_file(file);
  if (!text) throw std::runtime_error("can't read " + file.generic_string());
  try {
    const auto annotated = [&](const std::string& name) {
      return io::AnnotatedCode(name, cut_excerpt(*text, name), highlighter);
    };
    if (the_case.first(Pace::slow) == nullptr || the_case.first(Pace::fast) == nullptr)
      throw std::runtime_error("has no slow or no fast variant");
    Value sources = Value::list();
    for (const Variant& variant : the_case.variants) {
      const io::AnnotatedCode own = annotated(variant.name);
      const io::AnnotatedCode other = annotated(counterparts_of(the_case, variant).front()->name);
      sources.add(excerpt_value(own, file, own.html_against(other))
                      .set("pace", name_of(variant.pace))
                      .set("is_slow", variant.pace == Pace::slow)
                      .set("summary", variant.summary));
    }
    Value code = Value::object({{"sources", std::move(sources)}});
    const auto names = excerpt_names(*text);
    if (std::find(names.begin(), names.end(), "shared") != names.end()) {
      const io::AnnotatedCode shared = annotated("shared");
      code.set("shared_source", excerpt_value(shared, file, shared.html()));
    }
    return code;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(file.generic_string() + ": " + error.what());
  }
}

Value statements_value(const Case& the_case, const CaseResult& result, const Headline& headline,
                       io::Highlighter& highlighter) {
  Value variants = Value::list();
  for (const Variant& variant : the_case.variants) {
    const VariantResult* seen = result.variant(variant.name);
    const Observation* observation = seen == nullptr ? nullptr : observation_of(*seen, headline);
    if (observation == nullptr) continue;
    Value digests = Value::list();
    for (const Digest& digest : observation->digests) {
      Value plan = Value::list();
      if (!digest.explain.is_null()) plan_lines(digest.explain, "", 0, plan);
      digests.add(Value::object({{"html", highlighter.html(digest.text, io::Language::sql)},
                                 {"times", optional_count(digest.times)},
                                 {"facts", facts_of(digest)},
                                 {"has_plan", !digest.explain.is_null()},
                                 {"plan", std::move(plan)}}));
    }
    variants.add(Value::object(
        {{"name", variant.name}, {"pace", name_of(variant.pace)}, {"digests", std::move(digests)}}));
  }
  return variants;
}

Value claims_value(const Case& the_case, const CaseResult& result) {
  Value claims = Value::list();
  for (const Claim& claim : the_case.claims) {
    const Variant* variant = the_case.variant(claim.variant);
    const ClaimSeen* seen = seen_claim(result.variant(claim.variant), claim);
    claims.add(
        Value::object({{"variant", claim.variant},
                       {"pace", variant == nullptr ? "other" : name_of(variant->pace)},
                       {"key", name_of(claim.key)},
                       {"what", evidence_key(claim.key).title},
                       {"formula", claim.expected.rule()},
                       {"warm", is_warm(claim)},
                       {"on_floor", claim.on_floor},
                       {"at_once", claim.when == When::at_once},
                       {"observed", seen == nullptr ? Value::list() : observed_value(the_case, *seen)}}));
  }
  return claims;
}

Value evidence_value(const Case& the_case, const CaseResult& result, const Headline& headline) {
  std::vector<std::pair<const Variant*, const Observation*>> seen;
  std::vector<std::string> keys;
  for (const Variant& variant : the_case.variants) {
    const VariantResult* found = result.variant(variant.name);
    const Observation* observation = found == nullptr ? nullptr : observation_of(*found, headline);
    if (observation == nullptr || observation->evidence.empty()) continue;
    seen.emplace_back(&variant, observation);
    for (const auto& [key, value] : observation->evidence)
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  if (seen.empty()) return {};
  Value head = Value::list();
  for (const auto& [variant, observation] : seen)
    head.add(Value::object({{"name", variant->name}, {"pace", name_of(variant->pace)}}));
  Value rows = Value::list();
  for (const std::string& key : keys) {
    Value cells = Value::list();
    for (const auto& [variant, observation] : seen) {
      const auto value = observation->count(key);
      cells.add(value ? evidence_text(*value, key) : "not measured");
    }
    rows.add(Value::object({{"key", key}, {"what", title_of_key(key)}, {"cells", std::move(cells)}}));
  }
  return Value::object({{"head", std::move(head)}, {"rows", std::move(rows)}});
}

Value live_exercises_value(const Case& the_case, const Lesson& lesson, io::Highlighter& highlighter) {
  Value exercises = Value::list();
  for (const Exercise& each : lesson.exercises) {
    Value choices = Value::list();
    for (const Choice& choice : each.choices) {
      const bool repeats = choice.chunk > 0 && &choice != &each.choices.back();  // sizes of one query
      choices.add(Value::object(
          {{"title", choice.title},
           {"sql", repeats ? Value() : Value(highlighter.html(choice.sql, io::Language::sql))}}));
    }
    exercises.add(Value::object({{"id", "live-" + each.name},
                                 {"title", each.title},
                                 {"question", io::markdown_to_html(each.question)},
                                 {"has_choices", !each.choices.empty()},
                                 {"choices", std::move(choices)},
                                 {"answer", answer_text(each)},
                                 {"why", io::markdown_to_html(each.why)},
                                 {"live", "/cases/" + the_case.slug + "/#exercise-" + each.name}}));
  }
  return exercises;
}

Value count_exercises_value(const Case& the_case, const CaseResult* result) {
  Value exercises = Value::list();
  for (const Claim& claim : the_case.claims) {
    if (claim.when == When::at_once) continue;  // the questions are about a single request
    const ClaimSeen* seen = seen_claim(result == nullptr ? nullptr : result->variant(claim.variant), claim);
    if (seen == nullptr || seen->observed.empty() || evidence_key(claim.key).unit != Unit::count) continue;
    // The size with the highest count, so that it can't be guessed by counting.
    const ClaimSeen::At& at =
        *std::max_element(seen->observed.begin(), seen->observed.end(),
                          [](const ClaimSeen::At& a, const ClaimSeen::At& b) { return a.value < b.value; });
    const std::string where = at.knobs.empty() ? "" : " at " + knobs_text(in_order(&the_case, at.knobs));
    add_exercise(exercises,
                 "“" + claim.variant + "”" + where + (is_warm(claim) ? ", on a repeated request" : "") +
                     (claim.on_floor ? ", on a trivial page behind the same steps" : "") + ": how many " +
                     std::string(evidence_key(claim.key).many) + "?",
                 std::to_string(at.value),
                 with_noun(at.value, name_of(claim.key)) + ". The formula: " + claim.expected.rule() + ".");
  }
  return exercises;
}

Value exercises_value(const Case& the_case, const CaseResult* result, const Headline& headline) {
  Value exercises = count_exercises_value(the_case, result);
  if (headline.is_clear()) {
    const std::string where = headline.knobs.empty() ? "" : " at " + knobs_text(headline.knobs);
    add_exercise(exercises,
                 "“" + headline.slow + "” compared with “" + headline.fast + "”" + where +
                     ": how many times as long does it take?",
                 ratio_text(headline.ratio->median),
                 ratio_text(headline.ratio->median) + " times in this run (interval " +
                     ratio_text(headline.ratio->low) + " to " + ratio_text(headline.ratio->high) + ").");
  }
  return exercises;
}

}  // namespace caseload::site
