#include "tests/support/fcgi_client.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

#include "tests/support/sockets.hpp"

namespace caseload::test {
namespace {

enum RecordType : unsigned char { begin_request = 1, end_request = 3, params = 4, std_in = 5, std_out = 6 };

constexpr std::size_t max_content_bytes = 65'535;

char byte(std::size_t value) {
  return static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
}

std::string record(RecordType type, std::string_view content) {
  return bytes_of({.type = type, .content = std::string(content)});
}

std::string records(RecordType type, std::string_view content) {
  std::string all;
  while (!content.empty()) {
    const auto part = content.substr(0, max_content_bytes);
    all += record(type, part);
    content.remove_prefix(part.size());
  }
  return all;
}

std::string length(std::size_t size) {
  if (size < 128) return {byte(size)};
  return {byte((size >> 24U) | 0x80U), byte(size >> 16U), byte(size >> 8U), byte(size)};
}

bool read_exactly(const io::Descriptor& socket, char* into, std::size_t size) {
  while (size > 0) {
    const ssize_t got = recv(socket.get(), into, size, 0);
    if (got <= 0) return false;
    into += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

std::string bytes_of(const Record& record) {
  const std::size_t size = record.content.size();
  const std::array<char, 8> header{
      byte(record.version), byte(record.type), byte(record.request_id >> 8U), byte(record.request_id),
      byte(size >> 8U),     byte(size),        byte(record.padding),          0};
  return std::string(header.data(), header.size()) + record.content + std::string(record.padding, 'p');
}

std::string pairs_of(const Parameters& parameters) {
  std::string pairs;
  for (const auto& [name, value] : parameters)
    pairs += length(name.size()) + length(value.size()) + name + value;
  return pairs;
}

std::string begin_record(bool keep) {
  const std::array<char, 8> body{0, 1, byte(keep ? 1 : 0), 0, 0, 0, 0, 0};  // the role is "responder"
  return record(begin_request, std::string_view(body.data(), body.size()));
}

std::string parameter_records(const Parameters& parameters) {
  return records(params, pairs_of(parameters)) + record(params, {});
}

std::string body_records(std::string_view body) {
  return records(std_in, body);
}

std::string end_of_body() {
  return record(std_in, {});
}

std::string whole_request(const std::string& target, std::string_view body, bool keep) {
  Parameters parameters{{"REQUEST_METHOD", body.empty() ? "GET" : "POST"}, {"REQUEST_URI", target}};
  if (!body.empty()) parameters.emplace_back("CONTENT_LENGTH", std::to_string(body.size()));
  return begin_record(keep) + parameter_records(parameters) + body_records(body) + end_of_body();
}

FcgiResponse read_response(const io::Descriptor& socket) {
  FcgiResponse response;
  std::string out;
  std::array<char, 8> header;
  while (!response.ended && read_exactly(socket, header.data(), header.size())) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(header[i]); };
    if (at(0) != 1) {
      response.aborted = true;
      break;
    }
    std::string content(static_cast<std::size_t>(at(4) << 8U | at(5)) + at(6), '\0');
    if (!read_exactly(socket, content.data(), content.size())) break;
    content.resize(content.size() - at(6));
    if (at(1) == std_out) out += content;
    if (at(1) == end_request) response.ended = true;
  }
  const std::size_t blank = out.find("\r\n\r\n");
  response.head = out.substr(0, blank);
  if (blank != std::string::npos) response.body = out.substr(blank + 4);
  return response;
}

FcgiResponse fetch(const std::string& socket_path, const std::string& target, std::string_view body) {
  const io::Descriptor socket = connect_unix(socket_path);
  if (!socket) throw std::runtime_error("nobody listens at " + socket_path);
  send_all(socket, whole_request(target, body));
  return read_response(socket);
}

FcgiResponse fetch_with(const std::string& socket_path, const Parameters& parameters, std::string_view body) {
  const io::Descriptor socket = connect_unix(socket_path);
  if (!socket) throw std::runtime_error("nobody listens at " + socket_path);
  send_all(socket, begin_record(false) + parameter_records(parameters) + body_records(body) + end_of_body());
  return read_response(socket);
}

}  // namespace caseload::test
