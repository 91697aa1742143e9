#include "io/text/markdown.hpp"

#include <md4c-html.h>

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"

namespace caseload::io {
namespace {

void append(const MD_CHAR* text, MD_SIZE size, void* out) {
  static_cast<std::string*>(out)->append(text, size);
}

bool is_safe_address(std::string_view address) {
  const std::size_t colon = address.find(':');
  if (colon == std::string_view::npos || address.find_first_of("/?#") < colon) return true;
  const std::string scheme = lower_case(address.substr(0, colon));
  return scheme == "http" || scheme == "https" || scheme == "mailto";
}

// In md4c's output a quote outside a tag is always &quot;, so these patterns match only attributes.
void drop_unsafe_addresses(std::string& html, std::string_view attribute) {
  for (std::size_t at = html.find(attribute); at != std::string::npos; at = html.find(attribute, at)) {
    at += attribute.size();
    const std::size_t end = std::min(html.find('"', at), html.size());
    if (!is_safe_address(std::string_view(html).substr(at, end - at))) html.replace(at, end - at, 1, '#');
  }
}

}  // namespace

std::string markdown_to_html(std::string_view markdown) {
  std::string html;
  html.reserve(markdown.size() * 3 / 2);
  constexpr unsigned flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_PERMISSIVEURLAUTOLINKS;
  if (md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &html, flags, 0) != 0)
    throw std::runtime_error("md4c could not parse the Markdown");
  drop_unsafe_addresses(html, "href=\"");
  drop_unsafe_addresses(html, "src=\"");
  replace_all(html, " align=\"left\"", " class=\"align-left\"");  // the attribute is obsolete in HTML
  replace_all(html, " align=\"center\"", " class=\"align-center\"");
  replace_all(html, " align=\"right\"", " class=\"align-right\"");
  replace_all(html, "<pre>", "<pre tabindex=\"0\">");  // a scrollable box must be reachable by keyboard
  return html;
}

}  // namespace caseload::io
