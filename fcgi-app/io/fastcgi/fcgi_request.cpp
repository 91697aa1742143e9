#include "io/fastcgi/fcgi_request.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "core/text.hpp"
#include "io/fastcgi/fcgi_connection.hpp"

namespace caseload::io {
namespace {

// Browsers send about 20, proxies add a few.
constexpr std::size_t max_headers = 256;

std::string_view find(const FcgiParameters& parameters, std::string_view name) {
  const auto found =
      std::ranges::find_if(parameters, [&](const auto& parameter) { return parameter.first == name; });
  return found == parameters.end() ? std::string_view{} : found->second;
}

std::string new_request_id() {
  std::array<char, 16> bytes;
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::system_error(errno, std::generic_category(), "getrandom");
  return hex(std::string_view(bytes.data(), bytes.size()));
}

// The id ends up in logs, headers and addresses, so it is accepted only in the format of nginx's $request_id.
std::string request_id(std::string_view given) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const bool fits = given.size() >= 8 && given.size() <= 64 && std::ranges::all_of(given, is_digit);
  return fits ? std::string(given) : new_request_id();
}

Method method_named(std::string_view name) {
  if (name == "GET") return Method::get;
  if (name == "HEAD") return Method::head;
  if (name == "POST") return Method::post;
  return Method::other;
}

std::string header_name(std::string_view parameter) {
  std::string name = lower_case(parameter);
  std::ranges::replace(name, '_', '-');
  return name;
}

// A field on several lines is one list (RFC 9110 section 5.3; cookies: RFC 9113 section 8.2.3).
void add_header(std::vector<NameValue>& headers, std::string name, std::string_view value) {
  const auto found = std::ranges::find_if(headers, [&](const auto& header) { return header.first == name; });
  if (found == headers.end()) {
    headers.emplace_back(std::move(name), value);
  } else {
    found->second.append(name == "cookie" ? "; " : ", ").append(value);
  }
}

std::vector<NameValue> headers_of(const FcgiParameters& parameters) {
  constexpr std::string_view prefix = "HTTP_";
  std::vector<NameValue> headers;
  headers.reserve(parameters.size());
  for (const auto& [name, value] : parameters) {
    if (name.starts_with(prefix)) {
      // nginx sends these twice. The length without the prefix is that of the body that it passes on.
      if (name == "HTTP_CONTENT_TYPE" || name == "HTTP_CONTENT_LENGTH" || name == "HTTP_TRANSFER_ENCODING")
        continue;
      add_header(headers, header_name(name.substr(prefix.size())), value);
    } else if ((name == "CONTENT_TYPE" || name == "CONTENT_LENGTH") && !value.empty()) {
      add_header(headers, header_name(name), value);
    }
  }
  return headers;
}

std::optional<Refusal> decode_target(Request& request) {
  const std::string_view target = request.target;
  const std::size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  if (!path.starts_with('/') || target.find('#') != std::string_view::npos)
    return Refusal{400, "the address must begin with / and must not have a fragment"};
  const auto decoded = percent_decode(path, false);
  if (!decoded) return Refusal{400, "the path " + escape_problem(path)};
  auto canonical = canonical_path(*decoded);
  if (!canonical)
    return Refusal{
        400,
        "the path is not canonical; it must be valid UTF-8 without empty, . or .. segments, backslashes and "
        "control characters"};
  request.path = std::move(*canonical);
  if (question != std::string_view::npos) {
    auto query = parse_query(target.substr(question + 1));
    if (!query) return Refusal{400, "the query " + escape_problem(target.substr(question + 1))};
    if (!is_valid_text(*query)) return Refusal{400, "the query is not valid UTF-8, or contains a NUL"};
    request.query = std::move(*query);
  }
  return std::nullopt;
}

Refusal too_large(std::int64_t max_body_bytes) {
  return {413, "the body is larger than " + std::to_string(max_body_bytes) + " bytes"};
}

// Reads until the end of the body or one byte over the limit.
std::string read_body(FcgiConnection& connection, std::size_t announced, std::size_t limit) {
  std::string body;
  std::array<char, 16'384> bytes;
  body.reserve(announced);
  while (body.size() <= limit) {
    const std::size_t wanted = std::min(bytes.size(), limit + 1 - body.size());
    const std::size_t got = connection.read(bytes.data(), wanted);
    body.append(bytes.data(), got);
    if (got < wanted) break;
  }
  return body;
}

// nginx decodes chunks and sends the length, unless fastcgi_request_buffering is off.
std::optional<Refusal> take_body(FcgiConnection& connection, Request& request, std::int64_t max_body_bytes) {
  std::optional<std::int64_t> announced;
  if (const auto text = request.header("content-length")) {
    announced = whole_number(*text);
    if (!announced || *announced < 0) return Refusal{400, "Content-Length is not a valid length"};
    if (*announced > max_body_bytes) return too_large(max_body_bytes);
  }
  std::string body = read_body(connection, static_cast<std::size_t>(announced.value_or(0)),
                               static_cast<std::size_t>(max_body_bytes));
  if (std::cmp_greater(body.size(), max_body_bytes)) return too_large(max_body_bytes);
  if (connection.body_was_truncated() || (announced && std::cmp_not_equal(body.size(), *announced)))
    return Refusal{400, "the length of the body differs from Content-Length"};
  request.body = std::move(body);
  return std::nullopt;
}

}  // namespace

IncomingRequest decode_request(const FcgiParameters& parameters) {
  IncomingRequest incoming;
  Request& request = incoming.request;
  request.id = request_id(find(parameters, "REQUEST_ID"));
  request.method_name = find(parameters, "REQUEST_METHOD");
  request.method = method_named(request.method_name);
  request.target = find(parameters, "REQUEST_URI");
  request.headers = headers_of(parameters);
  request.remote_address = find(parameters, "REMOTE_ADDR");
  request.https = find(parameters, "HTTPS") == "on";
  incoming.refusal = decode_target(request);
  if (request.headers.size() > max_headers && !incoming.refusal)
    incoming.refusal = Refusal{431, "the request has more than " + std::to_string(max_headers) + " headers"};
  return incoming;
}

BodyLength body_length_for(const FcgiParameters& parameters) {
  const std::string_view protocol = find(parameters, "SERVER_PROTOCOL");
  const bool is_old = protocol == "HTTP/1.0" || protocol == "HTTP/0.9";
  return is_old ? BodyLength::required : BodyLength::optional;
}

IncomingRequest read_request(FcgiConnection& connection, std::int64_t max_body_bytes) {
  IncomingRequest incoming = decode_request(connection.parameters());
  if (!incoming.refusal) incoming.refusal = take_body(connection, incoming.request, max_body_bytes);
  connection.discard_body();
  return incoming;
}

}  // namespace caseload::io
