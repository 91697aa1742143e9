#include "case_info.hpp"

#include <algorithm>
#include <stdexcept>

#include "document_reader.hpp"
#include "html.hpp"
#include "io/json.hpp"

namespace caseload::site {
namespace {

std::string as_text(const Value& value) {
  if (value.integer() != nullptr) return std::to_string(*value.integer());
  return std::string(value.text_or(""));
}

KnobInfo knob(DocumentReader& in, const Value& value) {
  KnobInfo read{in.text(value, "name"), in.text(value, "help"), as_text(value["initial"]), {}, {}};
  if (value["minimum"].integer() != nullptr && value["maximum"].integer() != nullptr)
    read.bounds = as_text(value["minimum"]) + " to " + as_text(value["maximum"]);
  if (const Value::List* ladder = value["ladder"].items())
    for (const Value& step : *ladder) read.ladder.push_back(as_text(step));
  return read;
}

CaseInfo case_info(DocumentReader& in, const Value& value) {
  CaseInfo read;
  read.slug = in.text(value, "slug");
  read.stem = in.text(value, "stem");
  read.title = in.text(value, "title");
  read.category = in.text(value, "category");
  read.category_title = in.text(value, "category_title");
  read.page = in.text(value, "page");
  read.unequal_because = in.text(value, "unequal_because");
  in.object(value, "lesson", [&](const Value& lesson) {
    read.symptom = in.text(lesson, "symptom");
    read.why = in.text(lesson, "why");
    read.recognise = in.text(lesson, "recognise");
    read.fix = in.text(lesson, "fix");
    read.caution = in.text(lesson, "caution");
    in.each(lesson, "twins", [&](const Value& twin) {
      read.twins.push_back({in.text(twin, "system"), in.text(twin, "slow"), in.text(twin, "fast")});
    });
  });
  in.each(value, "knobs", [&](const Value& each) { read.knobs.push_back(knob(in, each)); });
  in.each(value, "variants", [&](const Value& each) {
    read.variants.push_back({in.text(each, "name"), in.text(each, "pace") == "slow", in.text(each, "method"),
                             in.text(each, "path"), in.text(each, "summary")});
  });
  in.each(value, "claims", [&](const Value& each) {
    read.claims.push_back({in.text(each, "variant"), in.text(each, "key"), in.text(each, "formula"),
                           in.text(each, "relation"), in.flag(each, "warm").value_or(false)});
  });
  in.each(value, "growth", [&](const Value& each) {
    read.growth.push_back(
        {in.text(each, "variant"), in.text(each, "key"), in.text(each, "over"), in.text(each, "shape")});
  });
  in.each(value, "also_true", [&](const Value& each) {
    read.also_true.push_back({in.text(each, "variant"), in.text(each, "label"), in.text(each, "reason")});
  });
  return read;
}

}  // namespace

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
  const auto document = io::from_json(json, &reason);
  if (!document) throw std::runtime_error("the catalogue is no JSON: " + reason);
  std::vector<std::string> problems;
  DocumentReader in(problems);
  std::vector<CaseInfo> cases;
  if ((*document)["cases"].items() == nullptr) throw std::runtime_error("the catalogue has no list of cases");
  in.each(*document, "cases", [&](const Value& each) {
    cases.push_back(case_info(in, each));
    // The slug becomes a file name and an address.
    if (slug_of(cases.back().slug) != cases.back().slug) in.complain("slug", "is no slug");
    if (cases.back().title.empty()) in.complain("title", "is missing");
  });
  if (!problems.empty()) throw std::runtime_error("the catalogue can't be used: " + problems.front());
  return cases;
}

}  // namespace caseload::site
