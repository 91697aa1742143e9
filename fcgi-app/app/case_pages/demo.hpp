// What the Run button does: the steps of a case's demo, each sent to all variants.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/case_pages/run_variants.hpp"

namespace caseload {

struct StepRun {
  std::string title;  // empty if the demo has one step only
  When when = When::any;
  bool is_after_write = false;
  Knobs knobs;
  CaseRun run;
  int requests = 1;  // at the same time, for each variant
};

struct DemoRun {
  std::vector<StepRun> steps;  // at least one
  bool is_warmed = false;      // each variant ran once before the first step

  // The step that shows a slow variant's headline measure: the last one with the same `when` and without a
  // write.
  const StepRun& step_of(const Headline& headline) const;
  // The step whose evidence is shown in detail: that of the first slow variant.
  const StepRun& shown(const Case& the_case) const;
  // Of all steps whose bodies can be compared: the first that differs, or else the first.
  const CaseRun& comparison() const;
};

// Before the first step, each variant runs once unmeasured, unless a step shows what a repeated visit, a
// write or other visitors change. Otherwise the first variant would pay for cold caches. A step's knobs
// replace those that the visitor left at their defaults. A visitor who chose one of them gets a single step
// for each kind of visit. A page of a list behind the first is reached as a visitor reaches it, by the link
// on the page before. A write that a step makes is undone before this returns; a step whose write fails, such
// as on a read-only database, is left out. Requirements and errors are those of run_variants. `at_once` is
// needed by steps that send several requests at once.
DemoRun run_demo(Owners& owners, const Request& request, const Case& the_case, bool probe,
                 AtOnce* at_once = nullptr);

// A step's knobs, where the visitor left those at their defaults.
Knobs knobs_of(const DemoStep& step, const Case& the_case, const Knobs& chosen);

// The knobs of a page of a list, with what the variants need to find it: reached as by the link on the page
// before. The same knobs for any other page.
Knobs reached_by_links(Owners& owners, const Request& request, const Case& the_case, const Knobs& knobs);

}  // namespace caseload
