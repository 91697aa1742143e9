// A chart of memory over the life of a request: the model of the SVG in templates/case_results.mustache.
//
// {title, description, areas: [{owner, path}] (back to front), bytes: [{y, text_y, label}] and
//  times: [{x, label, anchor}] (the axes' ticks), samples: [{ms, app, render, driver, sum}] (texts with unit,
//  few)}
#pragma once

#include "app/case_pages/run_variants.hpp"

namespace caseload {

// Where the axes end. The same for all variants, so that the charts can be compared.
struct MemoryScale {
  std::int64_t longest_us = 0;
  std::int64_t highest_bytes = 0;
};
MemoryScale memory_scale(const CaseRun& run);

// Null if memory was not counted or the run was not a probe.
Value memory_chart(const VariantRun& run, const MemoryScale& scale);

}  // namespace caseload
