// One request as the app sees it: decoded once, canonical, independent of FastCGI.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/knobs.hpp"

namespace caseload {

enum class Method { get, head, post, other };
enum class Format { html, json };

using NameValue = std::pair<std::string, std::string>;

struct Request {
  std::string id;  // request id; the same in nginx's log, our log and the response
  Method method = Method::get;
  std::string method_name = "GET";  // as sent, for messages
  std::string path = "/";           // percent-decoded once, canonical, begins with '/'
  std::string target = "/";         // path and query as sent, for logs and curl
  std::vector<NameValue> query;     // decoded, in order
  std::vector<NameValue> headers;   // names in lower case
  std::string body;
  std::string remote_address;
  bool https = false;
  Format format = Format::html;  // by Accept (RFC 9110 section 12.5.1)
  Knobs knobs;                   // parsed by the route from the case's declaration

  // The first value of that name, if any. Header names in lower case.
  std::optional<std::string_view> header(std::string_view name) const;
  std::optional<std::string_view> parameter(std::string_view name) const;
  std::optional<std::string_view> cookie(std::string_view name) const;  // RFC 6265 section 4.2.1
};

}  // namespace caseload
