// Decodes FastCGI's parameters and body into a Request.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/request.hpp"
#include "io/fastcgi/fcgi_response.hpp"

namespace caseload::io {

class FcgiConnection;

using FcgiParameters = std::vector<std::pair<std::string_view, std::string_view>>;

// Why the server rejects a request before any handler sees it.
struct Refusal {
  int status;
  std::string detail;
};

struct IncomingRequest {
  Request request;
  std::optional<Refusal> refusal;  // if set, path, query and body may be missing
};

// Decodes everything but the body. The parameters have the names of nginx's fastcgi_params, plus REQUEST_ID.
// The address comes from REQUEST_URI, which is what the client sent.
IncomingRequest decode_request(const FcgiParameters& parameters);

BodyLength body_length_for(const FcgiParameters& parameters);

// Decodes the current request and reads its body. Refuses a body that exceeds the limit or does not match its
// Content-Length.
IncomingRequest read_request(FcgiConnection& connection, std::int64_t max_body_bytes);

}  // namespace caseload::io
