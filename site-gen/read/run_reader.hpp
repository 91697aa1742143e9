// Reads one run file. Tolerant: missing values stay missing, and values that have the wrong type, are out of
// range or not finite are ignored and listed in Run::problems. Only a file that is not a run is refused.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "io/json/json_document.hpp"
#include "read/document_reader.hpp"
#include "read/run.hpp"

namespace caseload::site {

inline constexpr std::int64_t run_schema = 1;
inline constexpr std::uintmax_t max_run_file_bytes = 64U << 20U;

// The file is not JSON, not an object, of another schema version, too large or unreadable.
struct UnusableRun : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The parser is passed in, so that its memory is reused for all files.
Run read_run(io::JsonDocument& parser, const std::string& json, const std::string& id,
             Reading reading = Reading::in_full);
Run read_run_file(io::JsonDocument& parser, const std::filesystem::path& file, const std::string& id,
                  Reading reading = Reading::in_full);

}  // namespace caseload::site
