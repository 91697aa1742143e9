// Protects pages that write against cross-site request forgery. Browsers report the origin of a request in
// Sec-Fetch-Site (Fetch Metadata) and Origin (RFC 6454), and no page can change that. Clients that send
// neither (curl, a load test) carry no user's cookies and are accepted. A request is of the same origin if
// its Origin is that of app.base_url, as behind a proxy that changes Host, or names the host it was sent to.
#pragma once

#include <string_view>

#include "core/request.hpp"

namespace caseload {

// Throws HttpError 403 for a cross-site request.
void require_same_origin(const Request& request, std::string_view base_url);

}  // namespace caseload
