// Text into HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace caseload::site {

std::string escaped(
    std::string_view text);  // & < > " ' ; invalid UTF-8 becomes U+FFFD, control characters go

// A name that is safe as a file name, an id and in a link: a-z, 0-9, '-'; never empty.
std::string slug_of(std::string_view text);

}  // namespace caseload::site
