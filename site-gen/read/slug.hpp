// Names that are safe in file names and links.
#pragma once

#include <string>
#include <string_view>

namespace caseload::site {

// A name that is safe as a file name, as an id and in a link: a-z, 0-9, '-'; never empty.
std::string slug_of(std::string_view text);

}  // namespace caseload::site
