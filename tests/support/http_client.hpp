// A small HTTP client over libcurl for tests. Sends requests unchanged, including the path, and follows no
// redirects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace caseload::test {

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // lower-case names
  std::string body;
  bool complete = true;  // false: the connection was closed before the end (curl's exit codes 18 and 92)

  std::optional<std::string> header(const std::string& lower_case_name) const;
  // A count from the Evidence header; std::nullopt if the key is missing.
  std::optional<std::int64_t> evidence(const std::string& key) const;
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
  bool http_2 = false;  // from the first byte, without TLS
};

// `base`: "http://127.0.0.1:PORT". Throws std::runtime_error if there is no response.
HttpResponse fetch(const std::string& base, const HttpRequest& request);

}  // namespace caseload::test
