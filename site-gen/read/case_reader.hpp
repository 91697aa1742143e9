// Reads one case of a run.
#pragma once

#include "read/document_reader.hpp"
#include "read/run.hpp"

namespace caseload::site {

CaseResult read_case(DocumentReader& in, const JsonNode& value);

}  // namespace caseload::site
