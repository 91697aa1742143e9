// Reads a whole file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace caseload::io {

// The bytes of the file; std::nullopt if it does not exist or can't be read.
std::optional<std::string> read_file(const std::filesystem::path& file);

}  // namespace caseload::io
