// The pages of the detector's gallery, from their source: fcgi-app/lab/gallery/<stem>/page.cpp. They are not
// part of the catalogue, which lists what a service shows to its visitors.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace caseload::site {

struct GallerySource {
  std::string summary;              // what its visitors see
  std::string why;                  // why its labels apply, or why it is innocent
  std::vector<std::string> labels;  // the mistakes that it has; none: it is innocent
  std::string code;                 // everything behind its declaration
};

// Throws std::runtime_error, which says what is missing.
GallerySource gallery_source(std::string_view page_cpp);

// By folder name; none if there is no such folder. Throws std::runtime_error, which names the file.
std::vector<GallerySource> read_gallery(const std::filesystem::path& folder);

}  // namespace caseload::site
