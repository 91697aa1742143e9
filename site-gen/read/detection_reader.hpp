// The detector's part of a run: verdicts on pages, and how they scored.
#pragma once

#include "read/document_reader.hpp"
#include "read/run.hpp"

namespace caseload::site {

Verdict read_verdict(DocumentReader& in, const JsonNode& value);
Detection read_detection(DocumentReader& in, const JsonNode& value);

}  // namespace caseload::site
