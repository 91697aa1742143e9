// The document at /catalogue.json: everything that a tool needs to know about the cases and the evidence
// keys. The app writes it, the site's generator reads it.
#pragma once

#include <vector>

#include "core/case.hpp"
#include "core/lesson.hpp"
#include "core/portfolio.hpp"
#include "core/value.hpp"

namespace caseload {

Value catalogue_document(const Portfolio& portfolio);
Value knob_document(const KnobSpec& knob);

// The cases read from a document. What only the program that runs them has is missing: their functions, their
// jobs and a way to compute their formulas.
struct CatalogueContents {
  std::vector<Case> cases;
  Lessons lessons;
};

// Throws std::runtime_error that names the place, as in "cases[0].slug: is missing", for a document that
// catalogue_document would not write.
CatalogueContents read_catalogue(const Value& document);

}  // namespace caseload
