// Markdown to HTML by md4c: CommonMark with tables. Safe with text from anyone: raw HTML comes out as
// text, and links keep only http, https, mailto and relative addresses. No state; any thread.
#pragma once

#include <string>
#include <string_view>

namespace caseload::io {

std::string markdown_to_html(std::string_view markdown);

}  // namespace caseload::io
