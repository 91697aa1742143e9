#include "pages/unnamed.hpp"

#include <algorithm>
#include <set>

#include "core/excerpt.hpp"
#include "core/text.hpp"
#include "read/evidence_text.hpp"
#include "read/summary.hpp"

namespace caseload::site {
namespace {

// "CPU time of middleware" would say what the page is about.
bool names_problem(std::string_view key_title, const Case& the_case) {
  std::set<std::string> names{the_case.slug};
  for (const Variant& variant : the_case.variants)
    for (const Label& label : variant.labels) names.insert(label.name);
  const std::string title = lower_case(key_title);
  return std::ranges::any_of(names, [&](std::string words) {
    std::ranges::replace(words, '-', ' ');
    return title.find(words) != std::string::npos;
  });
}

// A run also sizes some measures by two knobs at once, "n and dataset", by their product: nothing that a
// reader could set.
bool is_over_one_knob(const Curve& curve) {
  return curve.over.find(" and ") == std::string::npos;
}

std::string value_text(double value, const std::string& key) {
  return evidence_text(static_cast<std::int64_t>(value), key);
}

}  // namespace

std::string code_without_names(std::string_view source, std::string_view marker) {
  const Excerpt excerpt = cut_excerpt(source, marker);
  std::string code;
  for (const CodeLine& line : code_lines(excerpt)) code.append(line.text).append("\n");
  constexpr std::string_view result = "Response ";
  int functions = 0;
  for (std::size_t at = code.find(result); at != std::string::npos; at = code.find(result, at + 1)) {
    const std::size_t begin = at + result.size();
    const std::size_t end = code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", begin);
    if (end == std::string::npos || end == begin || code[end] != '(') continue;
    code.replace(begin, end - begin, ++functions == 1 ? "respond" : "respond_" + std::to_string(functions));
  }
  return code;
}

std::vector<const Curve*> curves_of(const CaseResult& result, const Variant& variant) {
  std::vector<const Curve*> curves;
  for (const Curve& curve : result.growth)
    if (curve.variant == variant.name && curve.points.size() > 1 && is_over_one_knob(curve) &&
        find_evidence_key(curve.key) != nullptr)
      curves.push_back(&curve);
  return curves;
}

Value unnamed_counts(const Case& the_case, const Observation& seen, const std::vector<const Curve*>& curves) {
  std::vector<std::string> knobs;
  for (const Curve* curve : curves)
    if (seen.count(curve->key).value_or(0) != 0 && std::ranges::find(knobs, curve->over) == knobs.end())
      knobs.push_back(curve->over);
  Value columns = Value::list();
  for (const std::string& knob : knobs) {
    const auto curve = std::ranges::find(curves, knob, &Curve::over);
    columns.add(knob + " from " + (*curve)->points.front().at + " to " + (*curve)->points.back().at);
  }
  Value rows = Value::list(), other_rows = Value::list();
  for (const auto& [key, value] : seen.evidence) {
    if (value == 0 || names_problem(title_of_key(key), the_case)) continue;
    Value cells = Value::list();
    bool changes = false;
    for (const std::string& knob : knobs) {
      const auto curve = std::ranges::find_if(
          curves, [&](const Curve* each) { return each->key == key && each->over == knob; });
      changes = changes || curve != curves.end();
      cells.add(curve == curves.end() ? std::string()
                                      : value_text((*curve)->points.front().value, key) + " → " +
                                            value_text((*curve)->points.back().value, key));
    }
    Value row = Value::object(
        {{"what", title_of_key(key)}, {"value", evidence_text(value, key)}, {"cells", std::move(cells)}});
    (changes ? rows : other_rows).add(std::move(row));
  }
  for (Value& row : *other_rows.items()) rows.add(std::move(row));
  const std::string at = knobs_text(in_order(&the_case, seen.knobs));
  return Value::object({{"is_warm", seen.visit == "warm"},
                        {"knobs", at.empty() ? Value() : Value(at)},
                        {"columns", std::move(columns)},
                        {"rows", std::move(rows)}});
}

}  // namespace caseload::site
