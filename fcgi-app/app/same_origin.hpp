// Protection of pages that write against requests forged by another site: browsers say where a request comes
// from in Sec-Fetch-Site (Fetch Metadata) and Origin (RFC 6454), and no page can change that. Clients that
// send neither (curl, a load test) carry no one's cookies and are let through.
#pragma once

#include "core/request.hpp"

namespace caseload {

// Throws HttpError 403 for a request that another site made.
void require_same_origin(const Request& request);

}  // namespace caseload
