// Reads the detector's part of a run: the verdicts and their score.
#pragma once

#include "read/document_reader.hpp"
#include "read/run.hpp"

namespace caseload::site {

Verdict read_verdict(DocumentReader& in, const JsonNode& value);
Detection read_detection(DocumentReader& in, const JsonNode& value);

}  // namespace caseload::site
