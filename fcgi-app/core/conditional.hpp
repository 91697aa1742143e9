// Conditional requests (RFC 9110 section 13): what a client already has is not sent again.
//
// Every answer with validators goes through settle(). A page that knows its validators before its work asks
// not_modified() first, and is spared the work.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/request.hpp"
#include "core/response.hpp"

namespace caseload {

struct Validators {
  std::string etag;  // quoted, as it is sent: "7-html", W/"7"; empty: none
  std::optional<std::chrono::sys_seconds> last_modified;
};

// A strong tag for this version of a page in the representation that is asked for: HTML and JSON differ, and
// so do two builds, since a template may have changed.
std::string etag_of(std::string_view version, Format format);

Response& set_validators(Response& response, const Validators& validators);

enum class Precondition { holds, not_modified, failed };
// In the order of section 13.2.2. A list that can't be read matches nothing, a date that can't is ignored.
Precondition evaluate(const Request& request, const Validators& validators,
                      std::chrono::system_clock::time_point now);

// A 304 for GET and HEAD where the client has this version; std::nullopt: the page must be made.
std::optional<Response> not_modified(const Request& request, const Validators& validators,
                                     std::chrono::system_clock::time_point now);

// The answer itself; or, where it is a 200 to GET or HEAD and the client has it already, the 304 in its place
// (section 15.4.5). Throws HttpError 412 where a precondition failed.
Response settle(const Request& request, Response response, std::chrono::system_clock::time_point now);

// The request without its preconditions: a first visit.
void forget_validators(Request& request);

// Whether the client names a version of the page that it has.
bool has_validators(const Request& request);

}  // namespace caseload
