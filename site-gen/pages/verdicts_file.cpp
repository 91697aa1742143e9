#include "io/json/json.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"

namespace caseload::site {
namespace {

Value labels_of(const Verdict& verdict) {
  Value labels = Value::list();
  for (const Finding& finding : verdict.findings)
    for (const std::string& label : finding.labels) labels.add(label);
  return labels;
}

Value variants_of(const Detection& detection, const CaseInfo& info) {
  Value variants = Value::list();
  for (const VariantInfo& variant : info.variants)
    for (const DetectedPage& page : detection.pages)
      if (page.truth == info.slug && page.variant == variant.name)
        variants.add(Value::object({{"name", variant.name},
                                    {"pace", variant.slow ? "slow" : "fast"},
                                    {"outcome", page.verdict.outcome},
                                    {"labels", labels_of(page.verdict)}}));
  return variants;
}

}  // namespace

void write_verdicts(PageWriter& writer, const std::vector<CaseInfo>& catalogue, const Run* run,
                    const RunSummary* summary) {
  if (run == nullptr) return;
  Value cases = Value::object({});
  for (const CaseInfo& info : catalogue) {
    Value variants = variants_of(*run->detection, info);
    if (variants.items()->empty()) continue;
    cases.set(info.slug, Value::object({{"page", page_of_case(info.slug) + "#detector"},
                                        {"variants", std::move(variants)}}));
  }
  Value score = Value::object({});
  for (const auto& [key, count] : run->detection->score) score.set(key, count);
  writer.out().write_file("verdicts.json", io::to_json(Value::object({{"run", run->id},
                                                                      {"page", summary->page},
                                                                      {"date", run->started.substr(0, 10)},
                                                                      {"score", std::move(score)},
                                                                      {"cases", std::move(cases)}})) +
                                               "\n");
}

}  // namespace caseload::site
