// Converts Markdown to HTML with md4c: CommonMark with tables. Safe for untrusted text: raw HTML is escaped,
// and only http, https, mailto and relative links are kept. Stateless and thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace caseload::io {

std::string markdown_to_html(std::string_view markdown);

}  // namespace caseload::io
