// The web server's side of FastCGI (the specification's section 3), record by record, for tests of what nginx
// would hide: broken requests, kept connections, and the bytes that really go out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/process/descriptor.hpp"

namespace caseload::test {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// The records of a request: begin, parameters, body, end of body.
std::string begin_record(bool keep);
std::string parameter_records(const Parameters& parameters);
std::string body_records(std::string_view body);
std::string end_of_body();

// GET or, with a body, POST.
std::string whole_request(const std::string& target, std::string_view body = {}, bool keep = false);

struct FcgiResponse {
  std::string head;
  std::string body;
  bool ended = false;    // END_REQUEST came
  bool aborted = false;  // a record of an impossible version came
};

// One answer; stops at its end or where the peer closes.
FcgiResponse read_response(const io::Descriptor& socket);
FcgiResponse ask(const std::string& socket_path, const std::string& target, std::string_view body = {});
// With these parameters and this body, however they fit together.
FcgiResponse ask_with(const std::string& socket_path, const Parameters& parameters,
                      std::string_view body = {});

}  // namespace caseload::test
