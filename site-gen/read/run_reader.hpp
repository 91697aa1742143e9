// Reads one run file. Tolerant: what is missing stays missing; a value of the wrong type, out of its range or
// not finite is left out and named in Run::problems. Only a file that is no run at all is refused.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "io/json/json_document.hpp"
#include "read/document_reader.hpp"
#include "read/run.hpp"

namespace caseload::site {

inline constexpr std::int64_t run_schema = 1;
inline constexpr std::uintmax_t largest_run_file = 64U << 20U;

// No JSON, no object, another schema version, too large, unreadable.
struct UnusableRun : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The parser is given, so that its memory serves one file after the other.
Run read_run(io::JsonDocument& parser, const std::string& json, const std::string& id,
             Reading reading = Reading::in_full);
Run read_run_file(io::JsonDocument& parser, const std::filesystem::path& file, const std::string& id,
                  Reading reading = Reading::in_full);

}  // namespace caseload::site
