// From FastCGI's parameters and body to a Request, decoded once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/request.hpp"

namespace caseload::io {

class FcgiConnection;

using FcgiParameters = std::vector<std::pair<std::string_view, std::string_view>>;

// Why the server itself refuses a request.
struct Refusal {
  int status;
  std::string detail;
};

struct IncomingRequest {
  Request request;
  std::optional<Refusal> refusal;  // then path, query and body may be missing
};

// All but the body. Parameters as nginx's fastcgi_params names them, and REQUEST_ID; the address is taken
// from REQUEST_URI, which is what the client sent.
IncomingRequest decode_request(const FcgiParameters& parameters);

// Decodes the request at hand and reads its body. A body over the limit, or other than its Content-Length
// says, is refused.
IncomingRequest read_request(FcgiConnection& connection, std::int64_t max_body_bytes);

}  // namespace caseload::io
