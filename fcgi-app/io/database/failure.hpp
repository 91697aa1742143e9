// What an error number of the server or the client library means for the request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/errors.hpp"

namespace caseload::io {

enum class Failure : std::uint8_t {
  of_the_query,     // wrong SQL, a refused row, ...: the caller's error
  connection_lost,  // the connection, or a statement prepared on it, no longer exists
  too_many,         // the server takes no more connections, now or from this user
  stopping,         // the server is shutting down
  outdated,         // the statement must be prepared again; it did not run
  locked,           // another transaction holds the rows: the work can be done again
  read_only,        // the server accepts no writes, perhaps because another is the primary now
  no_room,          // disk, table or memory of the server is full
  too_large,        // more bytes than max_allowed_packet
  cancelled,        // by KILL QUERY
  timed_out,        // the time limit of a query
};

// `message` distinguishes errors that share a number.
Failure failure_of(int code, std::string_view message = {});

// True if the connection can't be used any more, or shouldn't be: a server that is read-only may no longer be
// the one that the address leads to.
bool drops_connection(Failure failure);

// True if it is unknown whether a query that was sent ran. After any other loss it did not run.
bool may_have_run(int code);

// For the client of the page: why it can't be shown now. Only for failures that are an Unavailable.
std::string_view reason_of(Failure failure);

// For a query that is not sent, because with its values it is larger than max_allowed_packet. 413.
HttpError too_large(std::size_t bytes, std::size_t limit);

}  // namespace caseload::io
