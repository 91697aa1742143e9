// Memory over the life of a request as a picture: the model of the SVG in templates/case_results.mustache.
//
// {title, description, areas: [{owner, path}] (back to front), bytes: [{y, text_y, label}] and
//  times: [{x, label, anchor}] (the axes' ticks), samples: [{ms, app, render, driver, sum}] (texts with unit,
//  few)}
#pragma once

#include "app/case_pages/run_variants.hpp"

namespace caseload {

// What the axes of all variants' pictures end at, so that they can be compared.
struct MemoryScale {
  std::int64_t longest_us = 0;
  std::int64_t highest_bytes = 0;
};
MemoryScale memory_scale(const CaseRun& run);

// Null where memory was not counted or the run was no probe.
Value memory_picture(const VariantRun& run, const MemoryScale& scale);

}  // namespace caseload
