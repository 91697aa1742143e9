// An HTTP client for one other service, on libcurl's multi interface. It belongs to one worker thread and
// keeps its connections. Its address comes from the configuration only: a call names a path, never a host. It
// follows no redirect, uses no proxy, and accepts responses up to a size. All calls of a run end at one
// deadline. If the client of the request disconnects meanwhile, they are dropped (core/cancellation.hpp).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cancellation.hpp"

namespace caseload::io {

struct HttpSettings {
  std::string address = "127.0.0.1:8081";  // "/path/to.sock" or "host:port"; plain HTTP
  int deadline_ms = 5'000;                 // for all calls of one request together
  std::int64_t max_response_bytes = 1'000'000;
  int max_at_once = 8;  // calls of one request; further ones wait until one has ended
};

struct HttpCall {
  std::string target;                              // path and query, percent-encoded: "/stock?sku=NB-0025-03"
  std::optional<std::string> form = std::nullopt;  // POSTed if given, else it is a GET
  std::string_view method() const { return form ? "POST" : "GET"; }
};

// Why a response is missing or was refused.
enum class CallFailure : std::uint8_t { none, unreachable, deadline, too_large, redirect, broken };
std::string_view name_of(CallFailure failure);  // "too-large"

struct HttpReply {
  CallFailure failure = CallFailure::none;
  int status = 0;                         // 0: there was no response
  std::string body;                       // empty after a failure
  std::string reason;                     // libcurl's, for the log
  std::int64_t bytes = 0;                 // of the body, as far as it was received
  std::int64_t start_us = 0, end_us = 0;  // by the clock that was passed to run()

  bool is_success() const { return failure == CallFailure::none && status >= 200 && status < 300; }
};

class HttpClient final : public Interruptible {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  using ClockUs = std::function<std::int64_t()>;

  explicit HttpClient(HttpSettings settings);  // throws ConfigError for an invalid address
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Makes the calls together and returns their replies in the same order. Throws ClientDisconnected. A target
  // that is not a path of visible ASCII characters is a programming error (std::invalid_argument).
  std::vector<HttpReply> run(std::span<const HttpCall> calls, Deadline deadline, const ClockUs& now_us);

  const HttpSettings& settings() const;
  void interrupt() noexcept override;  // from another thread

 private:
  struct State;
  class Run;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
