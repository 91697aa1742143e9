// One call of an HttpClient at a time: a handle of libcurl, which is reused with its buffers. Only for the
// files of this folder.
#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <string>

#include "io/http/http_client.hpp"

namespace caseload::io {

class HttpTransfer {
 public:
  HttpTransfer();
  ~HttpTransfer();
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;

  CURL* handle() const { return handle_; }

  // `headers` and `call` must outlive the transfer.
  void prepare(const HttpSettings& settings, const std::string& base, curl_slist* headers,
               const HttpCall& call, std::int64_t left_ms);
  // After its end; without the times.
  HttpReply take_reply(CURLcode code);

 private:
  static std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* to) noexcept;
  static std::size_t take_header(char*, std::size_t, std::size_t size, void* to) noexcept;
  std::size_t refuse();

  CURL* handle_;
  std::string body_;
  std::size_t header_bytes_ = 0, received_ = 0, max_bytes_ = 0;
  bool is_too_large_ = false;
};

}  // namespace caseload::io
