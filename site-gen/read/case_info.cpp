#include "read/case_info.hpp"

#include <algorithm>
#include <stdexcept>

#include "io/json/json_document.hpp"
#include "pages/slug.hpp"
#include "read/document_reader.hpp"

namespace caseload::site {
namespace {

std::string as_text(const std::optional<JsonNode>& value) {
  if (!value) return {};
  if (const auto number = value->integer()) return std::to_string(*number);
  return std::string(value->text().value_or(""));
}

KnobInfo knob(DocumentReader& in, const JsonNode& value) {
  KnobInfo read{in.text(value, "name"), in.text(value, "help"), as_text(value.find("initial")), {}, {}};
  const std::string minimum = as_text(value.find("minimum"));
  const std::string maximum = as_text(value.find("maximum"));
  if (!minimum.empty() && !maximum.empty()) read.bounds = minimum + " to " + maximum;
  if (const auto ladder = value.find("ladder"))
    ladder->each_item([&](const JsonNode& step) { read.ladder.push_back(as_text(step)); });
  return read;
}

CaseInfo case_info(DocumentReader& in, const JsonNode& value) {
  CaseInfo read;
  read.slug = in.text(value, "slug");
  read.stem = in.text(value, "stem");
  read.title = in.text(value, "title");
  read.category = in.text(value, "category");
  read.category_title = in.text(value, "category_title");
  read.page = in.text(value, "page");
  read.unequal_because = in.text(value, "unequal_because");
  in.object(value, "lesson", [&](const JsonNode& lesson) {
    read.symptom = in.text(lesson, "symptom");
    read.why = in.text(lesson, "why");
    read.recognise = in.text(lesson, "recognise");
    read.fix = in.text(lesson, "fix");
    read.caution = in.text(lesson, "caution");
    in.each(lesson, "twins", [&](const JsonNode& twin) {
      read.twins.push_back({in.text(twin, "system"), in.text(twin, "slow"), in.text(twin, "fast")});
    });
  });
  in.each(value, "knobs", [&](const JsonNode& each) { read.knobs.push_back(knob(in, each)); });
  in.each(value, "variants", [&](const JsonNode& each) {
    VariantInfo variant{in.text(each, "name"),
                        in.text(each, "pace") == "slow",
                        in.text(each, "method"),
                        in.text(each, "path"),
                        in.text(each, "summary"),
                        {},
                        {},
                        false};
    in.each(each, "labels", [&](const JsonNode& label) {
      variant.labels.push_back({in.text(label, "name"), in.text(label, "reason")});
    });
    in.object(each, "headline", [&](const JsonNode& headline) {
      variant.headline_key = in.text(headline, "key");
      variant.headline_repeats = in.text(headline, "when") != "any";
    });
    read.variants.push_back(std::move(variant));
  });
  in.each(value, "claims", [&](const JsonNode& each) {
    read.claims.push_back({in.text(each, "variant"), in.text(each, "key"), in.text(each, "formula"),
                           in.text(each, "relation"), in.flag(each, "warm").value_or(false),
                           in.flag(each, "on_floor").value_or(false)});
  });
  in.each(value, "growth", [&](const JsonNode& each) {
    read.growth.push_back(
        {in.text(each, "variant"), in.text(each, "key"), in.text(each, "over"), in.text(each, "shape")});
  });
  return read;
}

}  // namespace

std::string ClaimInfo::rule() const {
  const std::string how = relation == "at_most" ? "at most " : relation == "at_least" ? "at least " : "";
  return how + formula;
}

const VariantInfo* CaseInfo::variant(std::string_view name) const {
  const auto found = std::find_if(variants.begin(), variants.end(),
                                  [&](const VariantInfo& each) { return each.name == name; });
  return found == variants.end() ? nullptr : &*found;
}

const VariantInfo* CaseInfo::first(bool slow) const {
  const auto found = std::find_if(variants.begin(), variants.end(),
                                  [&](const VariantInfo& each) { return each.slow == slow; });
  return found == variants.end() ? nullptr : &*found;
}

std::vector<CaseInfo> read_catalogue(std::string_view json) {
  std::string reason;
  io::JsonDocument text;
  const auto document = text.read(std::string(json), &reason);
  if (!document) throw std::runtime_error("the catalogue is not JSON: " + reason);
  std::vector<std::string> problems;
  DocumentReader in(problems);
  std::vector<CaseInfo> cases;
  if (const auto list = document->find("cases"); !list || !list->is_list())
    throw std::runtime_error("the catalogue has no list of cases");
  in.each(*document, "cases", [&](const JsonNode& each) {
    cases.push_back(case_info(in, each));
    // The slug becomes a file name and an address.
    if (slug_of(cases.back().slug) != cases.back().slug) in.complain("slug", "is not a valid slug");
    if (cases.back().title.empty()) in.complain("title", "is missing");
  });
  if (!problems.empty()) throw std::runtime_error("the catalogue is invalid: " + problems.front());
  return cases;
}

}  // namespace caseload::site
