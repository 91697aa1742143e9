// Protects pages that write against cross-site request forgery. Browsers report the origin of a request in
// Sec-Fetch-Site (Fetch Metadata) and Origin (RFC 6454), and no page can change that. Clients that send
// neither (curl, a load test) carry no user's cookies and are accepted.
#pragma once

#include "core/request.hpp"

namespace caseload {

// Throws HttpError 403 for a cross-site request.
void require_same_origin(const Request& request);

}  // namespace caseload
