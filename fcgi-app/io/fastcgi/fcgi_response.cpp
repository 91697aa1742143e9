#include "io/fastcgi/fcgi_response.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/byte_scan.hpp"
#include "core/cancellation.hpp"
#include "core/errors.hpp"
#include "core/reason_phrase.hpp"
#include "core/text.hpp"
#include "io/fastcgi/fcgi_connection.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t chunk_bytes = 32'768;  // of a streamed body, before it is sent without a flush
constexpr std::size_t max_head_bytes =
    15'000;  // nginx returns 502 for more than its fastcgi_buffer_size (16k)

// By byte: whether it may be in a token (RFC 9110 section 5.6.2).
constexpr auto is_token_byte = [] {
  std::array<bool, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return is_token_byte[c]; });
}

struct LineBreakOrNul {
  template <class Bytes>
  static constexpr auto is_special(Bytes c) {
    return (c == '\r') | (c == '\n') | (c == '\0');
  }
};

bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 4> ours{"status", "content-length", "connection",
                                                 "transfer-encoding"};
  return std::ranges::any_of(ours, [&](std::string_view each) { return equals_ignoring_case(each, name); });
}

bool has_no_body(int status) {
  return status == 204 || status == 304 || status < 200;
}

template <class... Parts>
void append(std::string& text, const Parts&... parts) {
  (text.append(parts), ...);
}

std::string head_of(const Response& response) {
  std::string head;
  std::size_t bytes = 128;  // the lines that are added here
  for (const auto& [name, value] : response.headers) bytes += name.size() + value.size() + 4;
  head.reserve(bytes);
  append(head, "Status: ", std::to_string(response.status), " ", reason_phrase(response.status), "\r\n");
  // nginx 1.22 uses whichever header comes first, but Cache-Control takes precedence over Expires (RFC 9111
  // section 5.3).
  for (const bool first : {true, false}) {
    for (const auto& [name, value] : response.headers) {
      if (equals_ignoring_case(name, "cache-control") == first) append(head, name, ": ", value, "\r\n");
    }
  }
  if (!response.producer && !has_no_body(response.status))
    append(head, "Content-Length: ", std::to_string(response.body.size()), "\r\n");
  return head.append("\r\n");
}

// Delays the headers until the first bytes of the body, so that an error page can still be sent if the
// producer fails before that.
class FcgiSink final : public Sink {
 public:
  FcgiSink(FcgiConnection& connection, std::string head) : connection_(connection), head_(std::move(head)) {
    pending_.reserve(chunk_bytes);
  }

  void write(std::string_view bytes) override {
    pending_ += bytes;
    if (pending_.size() >= chunk_bytes) send_pending();
  }

  void flush() override {
    send_pending();
    connection_.flush();
  }

  void send_pending() {
    if (!begun_) {
      begun_ = true;
      connection_.write(head_);
    }
    connection_.write(pending_);
    body_bytes_ += static_cast<std::int64_t>(pending_.size());
    pending_.clear();
  }

  bool begun() const { return begun_; }
  std::int64_t body_bytes() const { return body_bytes_; }

 private:
  FcgiConnection& connection_;
  std::string head_;
  std::string pending_;
  bool begun_ = false;
  std::int64_t body_bytes_ = 0;
};

Sent send_stream(FcgiConnection& connection, const Response& response) {
  FcgiSink sink(connection, head_of(response));
  try {
    response.producer(sink);
    sink.send_pending();
    return {Sent::End::complete, sink.body_bytes(), nullptr};
  } catch (const ClientDisconnected&) {
    return {Sent::End::client_disconnected, sink.body_bytes(), nullptr};
  } catch (const std::exception&) {
    return {sink.begun() ? Sent::End::failed_during_output : Sent::End::failed_before_output,
            sink.body_bytes(), std::current_exception()};
  }
}

class CollectingSink final : public Sink {
 public:
  explicit CollectingSink(std::string& body) : body_(body) {}
  void write(std::string_view bytes) override {
    thread_cancellation.check();
    if (bytes.size() > max_collected_bytes - body_.size())
      throw HttpError(505, "this response is streamed and has more than " +
                               std::to_string(max_collected_bytes) + " bytes; use HTTP/1.1");
    body_ += bytes;
  }
  void flush() override {}

 private:
  std::string& body_;
};

// Turns a streamed response into one with a body.
Sent collect(Response& response) {
  try {
    CollectingSink sink(response.body);
    response.producer(sink);
    response.producer = nullptr;
    return {};
  } catch (const ClientDisconnected&) {
    return {.end = Sent::End::client_disconnected};
  } catch (const std::exception&) {
    return {.end = Sent::End::failed_before_output, .failure = std::current_exception()};
  }
}

Sent send_buffered(FcgiConnection& connection, const Response& response, bool with_body) {
  try {
    connection.write(head_of(response));
    if (!with_body) return {};
    connection.write(response.body);
    return {Sent::End::complete, static_cast<std::int64_t>(response.body.size()), nullptr};
  } catch (const ClientDisconnected&) {
    return {Sent::End::client_disconnected, 0, nullptr};
  }
}

}  // namespace

std::string header_problem(const Response& response) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : response.headers) {
    if (!is_token(name)) return "the name of a header is not a valid token";
    if (is_ours(name)) return name + " must not be set by the application";
    if (byte_scan::next_special<LineBreakOrNul>(value, 0) < value.size())
      return "the value of " + name + " has a line break or NUL";
    bytes += name.size() + value.size() + 4;
  }
  if (bytes > max_head_bytes) return "the headers are too large: " + std::to_string(bytes) + " bytes";
  if (response.status < 200 || response.status > 599)
    return "the status is not valid: " + std::to_string(response.status);
  return "";
}

Sent send_response(FcgiConnection& connection, Method method, BodyLength length, Response& response) {
  const bool with_body = method != Method::head && !has_no_body(response.status);
  if (with_body && response.producer && length == BodyLength::required) {
    if (Sent collected = collect(response); collected.end != Sent::End::complete) return collected;
  }
  return with_body && response.producer ? send_stream(connection, response)
                                        : send_buffered(connection, response, with_body);
}

}  // namespace caseload::io
