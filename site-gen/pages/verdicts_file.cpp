#include <algorithm>

#include "core/measure_words.hpp"
#include "io/json/json.hpp"
#include "pages/case_page.hpp"
#include "pages/pages.hpp"
#include "read/headline_words.hpp"

namespace caseload::site {
namespace {

Value labels_of(const Verdict& verdict) {
  Value labels = Value::list();
  for (const Finding& finding : verdict.findings)
    for (const std::string& label : finding.labels) labels.add(label);
  return labels;
}

Value variants_of(const Detection& detection, const Case& the_case) {
  Value variants = Value::list();
  for (const Variant& variant : the_case.variants)
    for (const DetectedPage& page : detection.pages)
      if (page.truth == the_case.slug && page.variant == variant.name)
        variants.add(Value::object({{"name", variant.name},
                                    {"pace", name_of(variant.pace)},
                                    {"outcome", page.verdict.outcome},
                                    {"labels", labels_of(page.verdict)}}));
  return variants;
}

// The measure that the first slow variant declares, as this run saw it; null if it did not.
Value win_of(const Case& the_case, const CaseResult& result) {
  const Headline headline = headline_of(&the_case, result);
  if (!headline.is_declared) return {};
  const EvidenceKey& key = *find_evidence_key(headline.key);
  const Names& size = headline.count_knobs.empty() ? headline.knobs : headline.count_knobs;
  return Value::object(
      {{"measure", headline.requests_at_once > 1 ? counts_title(headline) : std::string(key.title)},
       {"before", *headline.before},
       {"after", *headline.after},
       {"before_text", number_text(key.key, *headline.before)},
       {"after_text", number_text(key.key, *headline.after)},
       {"knobs", knobs_text(in_order(&the_case, size))}});
}

}  // namespace

void write_verdicts(PageWriter& writer, const Portfolio& portfolio, const Run* run,
                    const RunSummary* summary) {
  if (run == nullptr) return;
  Value cases = Value::object({});
  for (const PortfolioEntry& entry : portfolio.entries()) {
    const Case& the_case = *entry.the_case;
    Value variants = variants_of(*run->detection, the_case);
    if (variants.items()->empty()) continue;
    const CaseResult* result = run->find_case(the_case.slug);
    cases.set(the_case.slug, Value::object({{"page", page_of_case(the_case.slug) + "#detector"},
                                            {"win", result == nullptr ? Value() : win_of(the_case, *result)},
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
