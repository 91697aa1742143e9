// Conditional requests (RFC 9110 section 13): a client doesn't download a page again that it already has.
//
// Every response with validators goes through apply_preconditions(). A page that knows its validators before
// it starts its work calls not_modified() first and can skip the work.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload {

struct Validators {
  std::string etag;  // quoted, as sent: "7-html", W/"7"; empty: none
  std::optional<std::chrono::sys_seconds> last_modified;
};

// A strong ETag for this version of a page in this format. HTML and JSON get different tags, and so do two
// builds, because a template may have changed. Throws std::invalid_argument if the version is empty or has
// anything but visible ASCII characters, or a quote.
std::string etag_of(std::string_view version, Format format);

Response& set_validators(Response& response, const Validators& validators);

enum class Precondition { holds, not_modified, failed };
// Evaluates in the order of section 13.2.2. A malformed list matches nothing; a malformed date is ignored.
Precondition evaluate(const Request& request, const Validators& validators,
                      std::chrono::system_clock::time_point now);

// A 304 for GET and HEAD if the client has this version; std::nullopt if the page must be built.
std::optional<Response> not_modified(const Request& request, const Validators& validators,
                                     std::chrono::system_clock::time_point now);

// Returns the response itself, or a 304 instead if it is a 200 to GET or HEAD and the client already has it
// (section 15.4.5). Throws HttpError 412 if a precondition failed.
Response apply_preconditions(const Request& request, Response response,
                             std::chrono::system_clock::time_point now);

// Removes the preconditions, so that the request looks like a first visit.
void remove_preconditions(Request& request);

// True if the client says which version of the page it has.
bool has_validators(const Request& request);

}  // namespace caseload
