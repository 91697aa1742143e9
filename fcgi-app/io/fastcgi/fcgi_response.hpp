// Writes a response to a FastCGI connection.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload::io {

class FcgiConnection;

// Why the headers can't be sent; empty if they can. A line break in a value would start another header.
std::string header_problem(const Response& response);

struct Sent {
  enum class End {
    complete,
    client_disconnected,
    failed_before_output,  // the producer failed before the first byte, so another response can be sent
    failed_during_output,  // part of the response was sent
  } end = End::complete;
  std::int64_t body_bytes = 0;
  std::exception_ptr failure;  // of the producer
};

// Sends the headers and the body, or the bytes of its producer. HEAD, 204 and 304 have no body. Does not end
// the request. The headers must have been checked.
Sent send_response(FcgiConnection& connection, Method method, const Response& response);

}  // namespace caseload::io
