// Writes an answer to a FastCGI connection.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload::io {

class FcgiConnection;

// Why the headers can't go out; empty when they can. A line break in a value would start another.
std::string header_problem(const Response& response);

struct Sent {
  enum class End {
    complete,
    client_disconnected,
    failed_before_output,  // the producer failed before any byte left: another answer can be sent
    failed_during_output,  // part of the answer is out
  } end = End::complete;
  std::int64_t body_bytes = 0;
  std::exception_ptr failure;  // the producer's
};

// Sends headers and body, or the body's producer's bytes; HEAD, 204 and 304 send none. Does not end the
// request. The headers must have been checked.
Sent send_response(FcgiConnection& connection, Method method, const Response& response);

}  // namespace caseload::io
