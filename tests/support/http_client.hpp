// A small HTTP client over libcurl for tests: sends what it is told, paths as they are, follows nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace caseload::test {

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  bool complete = true;  // false: the connection was cut before the end (curl's exit codes 18 and 92)

  std::optional<std::string> header(const std::string& lower_case_name) const;
  // A count of the Evidence header; std::nullopt where it has none of that key.
  std::optional<std::int64_t> evidence(const std::string& key) const;
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
};

// `base`: "http://127.0.0.1:PORT". Throws std::runtime_error when no answer came.
HttpResponse fetch(const std::string& base, const HttpRequest& request);

}  // namespace caseload::test
