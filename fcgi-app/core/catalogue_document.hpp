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

// Cases as a document has them: without what only the program that runs them has, which is their functions,
// their jobs and the values of their formulas.
struct CatalogueContents {
  std::vector<Case> cases;
  Lessons lessons;
};

// Throws std::runtime_error with the place, "cases[0].slug: is missing", for a document that
// catalogue_document would not write.
CatalogueContents read_catalogue(const Value& document);

}  // namespace caseload
