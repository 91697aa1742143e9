#include "app/same_origin.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "core/errors.hpp"
#include "core/text.hpp"

namespace caseload {
namespace {

// RFC 6454 section 4, with the default port filled in.
struct Origin {
  std::string scheme, host, port;
  bool operator==(const Origin&) const = default;
};

std::optional<Origin> origin_with(std::string scheme, std::string_view authority) {
  const std::size_t after_host =
      authority.starts_with('[') ? authority.find(']') : 0;  // an IPv6 address has colons
  if (after_host == std::string_view::npos) return std::nullopt;
  const std::size_t colon = authority.find(':', after_host);
  std::string_view port = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon + 1);
  if (port.empty()) port = scheme == "https" ? "443" : "80";
  Origin origin{std::move(scheme), lower_case(authority.substr(0, colon)), std::string(port)};
  return origin.host.empty() ? std::nullopt : std::optional(std::move(origin));
}

std::optional<Origin> origin_of(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = url.substr(scheme_end + 3);
  return origin_with(lower_case(url.substr(0, scheme_end)), rest.substr(0, rest.find('/')));
}

[[noreturn]] void refuse(const std::string& reason) {
  throw HttpError(403, "this page writes, and " + reason);
}

}  // namespace

void require_same_origin(const Request& request, std::string_view base_url) {
  const auto sent = request.header("origin");
  const auto origin = sent ? origin_of(*sent) : std::nullopt;
  if (origin && origin == origin_of(base_url)) return;
  if (const auto site = request.header("sec-fetch-site")) {
    if (*site == "same-origin" || *site == "none") return;
    refuse("the request came from another site (Sec-Fetch-Site is " + std::string(*site) + ")");
  }
  if (!sent) return;
  if (*sent == "null")
    refuse(
        "the request hides which site it came from (Origin is null, as from a sandboxed frame or a local "
        "file)");
  // A proxy may have ended TLS, so the scheme is the one that the browser names.
  if (origin && origin == origin_with(origin->scheme, request.header("host").value_or(""))) return;
  refuse("the request came from another site (Origin is " + std::string(utf8_prefix(*sent, 100)) +
         "); behind a proxy that changes Host, app.base_url must be the address that visitors use");
}

}  // namespace caseload
