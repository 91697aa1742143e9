#include "core/catalogue.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/case_files.hpp"
#include "core/errors.hpp"

namespace caseload {

namespace {

[[noreturn]] void refuse(const Case& the_case, const std::string& why) {
  throw std::logic_error("fcgi-app/cases/" + the_case.stem + "/case.cpp: " + why);
}

void check_labels(const Case& the_case, const Variant& variant) {
  const bool is_slow = variant.pace == Pace::slow;
  if (is_slow == variant.labels.empty())
    refuse(the_case,
           "variant " + variant.name + (is_slow ? " is slow but has no label" : " is fast but has a label"));
  if (is_slow && !variant.headline) refuse(the_case, "variant " + variant.name + " has no headline measure");
  for (std::size_t i = 1; i < variant.labels.size(); ++i)
    if (variant.labels[i].reason.empty())
      refuse(the_case, "the label " + variant.labels[i].name + " of " + variant.name + " needs a reason");
}

// Values that the page would refuse.
void check_knobs(const Case& the_case, const KnobValues& knobs, const std::string& where) {
  try {
    Knobs::parse(the_case.knobs, knobs);
  } catch (const BadRequest& error) {
    refuse(the_case, where + ": " + error.what());
  }
}

// The Run button must show the measure that leads the case.
void check_demo(const Case& the_case, const Variant& variant) {
  if (!variant.headline) return;
  check_knobs(the_case, variant.headline->knobs, "the headline of " + variant.name);
  const Headline& headline = *variant.headline;
  const auto shows = [&](const DemoStep& step) {
    return (headline.when == When::any || step.visit() == headline.when) &&
           std::ranges::all_of(headline.knobs, [&](const auto& knob) {
             return std::ranges::find(step.knobs, knob) != step.knobs.end();
           });
  };
  const std::vector<DemoStep> plain(1);
  const bool is_shown = std::ranges::any_of(the_case.demo.empty() ? plain : the_case.demo, shows);
  if (!is_shown) refuse(the_case, "no step of the demo shows the headline measure of " + variant.name);
}

void check_step(const Case& the_case, const DemoStep& step) {
  const std::string where = "the step '" + step.title + "' of the demo";
  check_knobs(the_case, step.knobs, where);
  if (step.at_once < 1) refuse(the_case, where + ": at_once must be at least 1");
  if (step.at_once > 1 && step.when != When::any)
    refuse(the_case, where + ": requests at once are never a returning browser's");
  if (step.at_once == 1 && step.prepare != nullptr)
    refuse(the_case, where + ": only a step with requests at once can have `prepare`");
}

}  // namespace

void check(const Case& the_case) {
  if (the_case.page.empty()) refuse(the_case, "page must be given");
  if (the_case.first(Pace::slow) == nullptr || the_case.first(Pace::fast) == nullptr)
    refuse(the_case, "needs a slow and a fast variant");
  std::set<std::string> names;
  for (const Variant& variant : the_case.variants) {
    if (variant.run == nullptr) refuse(the_case, "variant " + variant.name + " has no function");
    if (!names.insert(variant.name).second)
      refuse(the_case, "variant " + variant.name + " is declared twice");
    check_labels(the_case, variant);
    check_demo(the_case, variant);
  }
  for (const DemoStep& step : the_case.demo) check_step(the_case, step);
  const auto known = [&](const std::string& variant, const char* where) {
    if (the_case.variant(variant) == nullptr)
      refuse(the_case, std::string(where) + " refers to an unknown variant: " + variant);
  };
  for (const Claim& claim : the_case.claims) {
    known(claim.variant, "a claim");
    if (claim.on_floor && the_case.variant(claim.variant)->floor == nullptr)
      refuse(the_case, "a claim is about the floor of " + claim.variant + ", but that variant has no floor");
  }
  for (const Growth& growth : the_case.growth) known(growth.variant, "a growth");
  for (const Intervention& each : the_case.interventions) known(each.variant, "an intervention");
  for (const JobType& job : the_case.jobs)
    if (job.name.empty() || job.run == nullptr) refuse(the_case, "a job needs a name and a function");
  for (const Case::Alias& alias : the_case.aliases) known(alias.variant, "an alias");
}

namespace {

std::vector<Case> build() {
  std::vector<Case> cases;
  std::set<std::string> job_names;
  for (const CaseFile& file : case_files()) {
    Case made = file.make();
    made.stem = file.stem;
    made.slug = file.stem;
    std::replace(made.slug.begin(), made.slug.end(), '_', '-');
    made.template_name = "cases/" + made.stem;
    check(made);
    for (const JobType& job : made.jobs)
      if (!job_names.insert(job.name).second) refuse(made, "another job has the name " + job.name);
    cases.push_back(std::move(made));
  }
  return cases;
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

}  // namespace caseload
