#include "io/http/http_transfer.hpp"

#include <new>
#include <stdexcept>
#include <utility>

namespace caseload::io {
namespace {

constexpr std::size_t max_header_bytes = 64 * 1024;

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(handle, option, value);
  if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
}

bool is_redirect(long status) {
  return status >= 300 && status < 400 && status != 304;
}

CallFailure failure_of(CURLcode code, bool is_too_large) {
  switch (code) {
    case CURLE_OK:
      return CallFailure::none;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
      return CallFailure::unreachable;
    case CURLE_OPERATION_TIMEDOUT:
      return CallFailure::deadline;
    case CURLE_FILESIZE_EXCEEDED:
      return CallFailure::too_large;
    default:
      return is_too_large ? CallFailure::too_large : CallFailure::broken;
  }
}

}  // namespace

HttpTransfer::HttpTransfer() : handle_(curl_easy_init()) {
  if (handle_ == nullptr) throw std::bad_alloc();
}

HttpTransfer::~HttpTransfer() {
  curl_easy_cleanup(handle_);
}

void HttpTransfer::prepare(const HttpSettings& settings, const std::string& base, curl_slist* headers,
                           const HttpCall& call, std::int64_t left_ms) {
  curl_easy_reset(handle_);
  body_.clear();
  header_bytes_ = received_ = 0;
  is_too_large_ = false;
  max_bytes_ = static_cast<std::size_t>(settings.max_response_bytes);
  set(handle_, CURLOPT_URL, (base + call.target).c_str());  // libcurl copies strings
  if (settings.address.starts_with('/')) set(handle_, CURLOPT_UNIX_SOCKET_PATH, settings.address.c_str());
  set(handle_, CURLOPT_PROTOCOLS_STR, "http");
  set(handle_, CURLOPT_PROXY, "");  // not the one of the environment
  set(handle_, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle_, CURLOPT_PATH_AS_IS, 1L);
  set(handle_, CURLOPT_NOSIGNAL, 1L);
  set(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(left_ms));
  set(handle_, CURLOPT_HTTPHEADER, headers);
  set(handle_, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(settings.max_response_bytes));
  set(handle_, CURLOPT_WRITEFUNCTION, &HttpTransfer::take_body);
  set(handle_, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(handle_, CURLOPT_HEADERFUNCTION, &HttpTransfer::take_header);
  set(handle_, CURLOPT_HEADERDATA, static_cast<void*>(this));
  if (!call.form) return;
  set(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.form->size()));
  set(handle_, CURLOPT_POSTFIELDS, call.form->c_str());  // except this one
}

HttpReply HttpTransfer::take_reply(CURLcode code) {
  HttpReply reply{.failure = failure_of(code, is_too_large_)};
  long status = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  reply.bytes = static_cast<std::int64_t>(received_);
  if (reply.failure == CallFailure::none && is_redirect(status)) reply.failure = CallFailure::redirect;
  if (code != CURLE_OK) reply.reason = curl_easy_strerror(code);
  if (reply.failure == CallFailure::none) reply.body = std::move(body_);
  return reply;
}

std::size_t HttpTransfer::take_body(char* bytes, std::size_t, std::size_t size, void* to) noexcept {
  auto& transfer = *static_cast<HttpTransfer*>(to);
  transfer.received_ += size;
  if (transfer.received_ > transfer.max_bytes_) return transfer.refuse();
  try {
    transfer.body_.append(bytes, size);
  } catch (const std::bad_alloc&) {
    return CURL_WRITEFUNC_ERROR;
  }
  return size;
}

std::size_t HttpTransfer::take_header(char*, std::size_t, std::size_t size, void* to) noexcept {
  auto& transfer = *static_cast<HttpTransfer*>(to);
  transfer.header_bytes_ += size;
  return transfer.header_bytes_ > max_header_bytes ? transfer.refuse() : size;
}

std::size_t HttpTransfer::refuse() {
  is_too_large_ = true;
  return CURL_WRITEFUNC_ERROR;
}

}  // namespace caseload::io
