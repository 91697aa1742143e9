// The web server's side of FastCGI (section 3 of the specification), record by record, for tests of what
// nginx would hide: broken requests, persistent connections, and the exact bytes that are sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/process/descriptor.hpp"

namespace caseload::test {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// One record, whether it makes sense or not. The types: FastCGI specification, section 8.
struct Record {
  unsigned int type = 0;
  std::string content{};
  unsigned int request_id = 1;
  std::size_t padding = 0;
  unsigned int version = 1;
};
std::string bytes_of(const Record& record);
std::string pairs_of(const Parameters& parameters);  // the content of PARAMS

// The records of a request: begin, parameters, body, end of body.
std::string begin_record(bool keep);
std::string parameter_records(const Parameters& parameters);
std::string body_records(std::string_view body);
std::string end_of_body();

// A GET or, with a body, a POST.
std::string whole_request(const std::string& target, std::string_view body = {}, bool keep = false);

struct FcgiResponse {
  std::string head;
  std::string body;
  bool ended = false;    // END_REQUEST was received
  bool aborted = false;  // a record with an impossible version was received
};

// Reads one response, up to its end or until the peer closes the connection.
FcgiResponse read_response(const io::Descriptor& socket);
FcgiResponse fetch(const std::string& socket_path, const std::string& target, std::string_view body = {});
// Sends exactly these parameters and this body, even if they don't match.
FcgiResponse fetch_with(const std::string& socket_path, const Parameters& parameters,
                        std::string_view body = {});

}  // namespace caseload::test
