#include "app/same_origin.hpp"

#include <string>

#include "core/errors.hpp"

namespace caseload {

void require_same_origin(const Request& request) {
  if (const auto site = request.header("sec-fetch-site")) {
    if (*site == "same-origin" || *site == "none") return;
    throw HttpError(403, "this page writes, and the request came from another site");
  }
  const auto origin = request.header("origin");
  if (!origin) return;
  const std::size_t scheme_end = origin->find("://");
  const std::string_view origin_host =
      scheme_end == std::string_view::npos ? std::string_view{} : origin->substr(scheme_end + 3);
  if (origin_host.empty() || origin_host != request.header("host").value_or("")) {
    throw HttpError(403, "this page writes, and the request came from another site");
  }
}

}  // namespace caseload
