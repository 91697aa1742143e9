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

// Whether the client must get the length of the body. An HTTP/1.0 client recognises the end of a body without
// a length by the end of the connection (RFC 1945 section 7.2.2), so it can't notice that a response is
// truncated.
enum class BodyLength { optional, required };
// A streamed response to such a client is collected first. Larger ones are refused.
inline constexpr std::size_t max_collected_bytes = 32 * 1024 * 1024;

struct Sent {
  enum class End {
    complete,
    client_disconnected,
    failed_before_output,  // the producer failed before the first byte, so another response can be sent
    failed_during_output,  // part of the response was sent
  } end = End::complete;
  std::int64_t body_bytes = 0;
  std::exception_ptr failure = nullptr;  // of the producer
};

// Sends the headers and the body, or the bytes of its producer. HEAD, 204 and 304 have no body. Does not end
// the request. The headers must have been checked.
Sent send_response(FcgiConnection& connection, Method method, BodyLength length, Response& response);

}  // namespace caseload::io
