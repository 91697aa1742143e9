#include "app/case_pages/demo.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"
#include "shop/shop_writes.hpp"

namespace caseload {

namespace {

bool has_knob(const Case& the_case, std::string_view name) {
  return std::ranges::find(the_case.knobs, name, &KnobSpec::name) != the_case.knobs.end();
}

// Where the link to the next page leads, on the page of the first variant that does not refuse the request;
// the cheapest variants, which are declared last, come first.
std::optional<Knobs> next_of(Owners& owners, const Request& request, const Case& the_case) {
  for (auto variant = the_case.variants.rbegin(); variant != the_case.variants.rend(); ++variant) {
    try {
      const Value data = data_of(owners, request, the_case, *variant);
      const std::string_view link = data["next"].text_or("");
      if (!link.starts_with('?')) continue;
      if (const auto query = parse_query(link.substr(1))) return Knobs::parse(the_case.knobs, *query);
    } catch (const HttpError& error) {
      if (error.status >= 500) throw;
    }
  }
  return std::nullopt;
}

bool is_again(const StepRun& before, const DemoStep& step, const Knobs& knobs) {
  return step.write == nullptr && step.visit() == When::any && before.when == When::any &&
         before.knobs.query_string() == knobs.query_string();
}

using Write = decltype(DemoWrite::make);

void run_write(Owners& owners, const Request& request, const Case& the_case, Write write) {
  Exchange(owners, request, the_case, {}).run({.name = "write", .run = write});
}

// A returning browser's visits, after those of `before`.
CaseRun run_revisits(Owners& owners, const Request& request, const Case& the_case, const CaseRun& before,
                     bool probe) {
  CaseRun run;
  for (const VariantRun& each : before.runs)
    run.runs.push_back(each.refusal ? each : run_again(owners, request, the_case, each, probe));
  run.reason = "a 304 has no body";
  return run;
}

bool all_hold(const CaseRun& run) {
  return std::ranges::all_of(
      run.runs, [](const VariantRun& each) { return std::ranges::all_of(each.claims, &ClaimResult::holds); });
}

// Other visitors may disturb a step: a sale changes the data between two variants, a visit rebuilds the entry
// or locks the row that the step is about. What is wrong three times is wrong. The claims of a first visit
// count once, since a second one would no longer meet what is cold.
template <class Run>
CaseRun run_undisturbed(When when, const Run& run) {
  const auto is_disturbed = [&](const CaseRun& measured) {
    return !measured.equal.value_or(true) || (when != When::any && !all_hold(measured));
  };
  CaseRun measured = run();
  for (int again = 0; again < 2 && is_disturbed(measured); ++again) measured = run();
  return measured;
}

StepRun run_step(Owners& owners, const Request& visit, const Case& the_case, const DemoStep& step,
                 const std::vector<StepRun>& before, bool probe, AtOnce* at_once) {
  StepRun run{.title = step.title,
              .when = step.visit(),
              .is_after_write = step.write != nullptr,
              .knobs = visit.knobs,
              .run = {}};
  if (run.when == When::at_once) {
    if (at_once == nullptr) throw std::logic_error("a step of the demo needs several requests at once");
    run.requests = at_once->number();
    run.run = run_undisturbed(
        run.when, [&] { return run_at_once(*at_once, owners, visit, the_case, step.prepare, probe); });
  } else if (run.when == When::revisit && !before.empty()) {
    run.run = run_revisits(owners, visit, the_case, before.back().run, probe);
  } else {
    run.run = run_undisturbed(run.when, [&] { return run_variants(owners, visit, the_case, probe); });
  }
  return run;
}

}  // namespace

Knobs knobs_of(const DemoStep& step, const Case& the_case, const Knobs& chosen) {
  const Knobs initial = Knobs::parse(the_case.knobs, {});
  Knobs knobs = chosen;
  for (const auto& [name, value] : step.knobs)
    if (chosen.text(name) == initial.text(name)) knobs.set(name, value);
  return knobs;
}

const StepRun& DemoRun::step_of(const Headline& headline) const {
  const auto shows = [&](const StepRun& step) {
    return !step.is_after_write && (headline.when == When::any || step.when == headline.when);
  };
  const auto found = std::find_if(steps.rbegin(), steps.rend(), shows);
  return found == steps.rend() ? steps.back() : *found;
}

const StepRun& DemoRun::shown(const Case& the_case) const {
  const Variant* slow = the_case.first(Pace::slow);
  return slow == nullptr ? steps.back() : step_of(slow->headline.value_or(Headline{}));
}

const CaseRun& DemoRun::comparison() const {
  for (const StepRun& step : steps)
    if (!step.run.equal.value_or(true)) return step.run;
  return steps.front().run;
}

Knobs reached_by_links(Owners& owners, const Request& request, const Case& the_case, const Knobs& knobs) {
  if (!has_knob(the_case, "page") || knobs.page() == 1) return knobs;
  for (const KnobSpec& spec : the_case.knobs)
    if (spec.type == KnobType::text && !knobs.text(spec.name).empty()) return knobs;  // chosen by the visitor
  Request before = request;
  before.knobs = knobs;
  before.knobs.set("page", std::to_string(knobs.page() - 1));
  return next_of(owners, before, the_case).value_or(knobs);
}

namespace {

bool is_about_what_is_cold(const DemoStep& step) {
  return step.when != When::any || step.prepare != nullptr || step.write != nullptr;
}

// Returns false if the database accepts no writes at the moment.
bool has_written(Owners& owners, const Request& request, const Case& the_case, const DemoWrite& write) {
  try {
    run_write(owners, request, the_case, write.make);
    return true;
  } catch (const HttpError& error) {
    if (error.status < 500) throw;
    return false;
  }
}

// Adds the steps to `demo`, and what they wrote to `written`.
void run_steps(Owners& owners, const Request& request, const Case& the_case, bool probe, AtOnce* at_once,
               DemoRun& demo, std::vector<const DemoWrite*>& written) {
  std::vector<DemoStep> steps = the_case.demo;
  if (steps.empty()) steps.push_back({});
  demo.is_warmed = std::ranges::none_of(steps, is_about_what_is_cold);
  if (demo.is_warmed) {
    Request visit = request;
    visit.knobs =
        reached_by_links(owners, request, the_case, knobs_of(steps.front(), the_case, request.knobs));
    run_variants(owners, visit, the_case, false);
  }
  for (const DemoStep& step : steps) {
    Request visit = request;
    visit.knobs = reached_by_links(owners, request, the_case, knobs_of(step, the_case, request.knobs));
    if (!demo.steps.empty() && is_again(demo.steps.back(), step, visit.knobs)) continue;
    if (step.write != nullptr) {
      if (!has_written(owners, visit, the_case, *step.write)) continue;
      written.push_back(step.write);
    }
    demo.steps.push_back(run_step(owners, visit, the_case, step, demo.steps, probe, at_once));
  }
}

}  // namespace

DemoRun run_demo(Owners& owners, const Request& request, const Case& the_case, bool probe, AtOnce* at_once) {
  DemoRun demo;
  std::vector<const DemoWrite*> written;
  const auto undo = [&] {
    for (const DemoWrite* write : written) run_write(owners, request, the_case, write->undo);
  };
  try {
    run_steps(owners, request, the_case, probe, at_once, demo, written);
  } catch (...) {
    undo();
    throw;
  }
  undo();
  if (demo.steps.size() == 1) demo.steps.front().title.clear();
  return demo;
}

}  // namespace caseload
