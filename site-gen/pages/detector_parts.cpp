#include "pages/detector_parts.hpp"

#include <map>

#include "pages/run_parts.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

const Verdict* verdict_of(const CaseMaterial& material, const CaseResult* result, const Variant& variant,
                          bool& from_detection) {
  from_detection = false;
  const VariantResult* seen = result == nullptr ? nullptr : result->variant(variant.name);
  if (seen != nullptr && seen->verdict) return &*seen->verdict;
  if (material.detection == nullptr) return nullptr;
  for (const DetectedPage& page : material.detection->pages) {
    if (page.truth != material.the_case.slug || page.variant != variant.name) continue;
    from_detection = true;
    return &page.verdict;
  }
  return nullptr;
}

}  // namespace

Value verdict_value(const Verdict& verdict, const Portfolio& portfolio, const std::string& from_page) {
  Value findings = Value::list();
  for (const Finding& finding : verdict.findings) {
    Value labels = Value::list();
    for (const std::string& label : finding.labels)
      labels.add(Value::object(
          {{"label", label},
           {"href",
            portfolio.find(label) == nullptr ? Value() : Value(relative(from_page, page_of_case(label)))}}));
    Value evidence = Value::list();
    for (const std::string& line : finding.evidence) evidence.add(line);
    findings.add(Value::object(
        {{"labels", std::move(labels)},
         {"is_set", finding.labels.size() > 1},
         {"summary", finding.summary},
         {"rule", finding.rule},
         {"evidence", std::move(evidence)},
         {"deciding_signal", finding.deciding_signal.empty() ? Value() : Value(finding.deciding_signal)},
         {"source", finding.source.empty() ? Value() : Value(finding.source)}}));
  }
  Value notes = Value::list();
  for (const std::string& note : verdict.notes) notes.add(note);
  std::map<std::string, std::string> by_reason;
  for (const auto& [label, reason] : verdict.not_judged) {
    std::string& labels = by_reason[reason];
    labels += labels.empty() ? label : ", " + label;
  }
  Value not_judged = Value::list();
  for (const auto& [reason, labels] : by_reason)
    not_judged.add(Value::object({{"reason", reason}, {"labels", labels}}));
  Value excused = Value::list();
  for (const auto& [label, reason] : verdict.excused)
    excused.add(Value::object({{"label", label}, {"reason", reason}}));
  const bool good = verdict.outcome == "found" || verdict.outcome == "found in a set" ||
                    verdict.outcome == "silent" || verdict.outcome == "also true";
  return Value::object(
      {{"outcome", verdict.outcome.empty() ? std::string("not judged") : verdict.outcome},
       {"is_good", good},
       {"findings", std::move(findings)},
       {"error", verdict.error.empty() ? Value() : Value(verdict.error)},
       {"clean", verdict.clean.empty() ? Value() : Value(static_cast<std::int64_t>(verdict.clean.size()))},
       {"not_judged", std::move(not_judged)},
       {"notes", std::move(notes)},
       {"excused", std::move(excused)}});
}

Value detector_value(const CaseMaterial& material, const CaseResult* result, const std::string& from_page) {
  Value variants = Value::list();
  const RunSummary* run = material.run_summary;
  for (const Variant& variant : material.the_case.variants) {
    bool from_detection = false;
    const Verdict* verdict = verdict_of(material, result, variant, from_detection);
    if (verdict == nullptr) continue;
    if (from_detection) run = material.detection_summary;
    Value value = verdict_value(*verdict, material.portfolio, from_page);
    value.set("name", variant.name).set("pace", name_of(variant.pace));
    variants.add(std::move(value));
  }
  if (variants.items()->empty()) return {};
  return Value::object({{"variants", std::move(variants)},
                        {"run", run == nullptr ? Value() : run_value(*run, from_page, "")}});
}

}  // namespace caseload::site
