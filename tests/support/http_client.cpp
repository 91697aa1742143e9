#include "tests/support/http_client.hpp"

#include <curl/curl.h>

#include <memory>
#include <stdexcept>

#include "core/text.hpp"

namespace caseload::test {

namespace {

struct HandleDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* response) {
  static_cast<HttpResponse*>(response)->body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* response) {
  std::string line(data, size * count);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.pop_back();
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) return size * count;
  std::size_t begin = colon + 1;
  while (begin < line.size() && line[begin] == ' ') ++begin;
  static_cast<HttpResponse*>(response)->headers.emplace_back(lower_case(line.substr(0, colon)),
                                                             line.substr(begin));
  return size * count;
}

}  // namespace

std::optional<std::string> HttpResponse::header(const std::string& lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> HttpResponse::evidence(const std::string& key) const {
  const std::string counts = ", " + header("evidence").value_or("");
  const std::string before = ", " + key + "=";
  const std::size_t at = counts.find(before);
  if (at == std::string::npos) return std::nullopt;
  return std::stoll(counts.substr(at + before.size()));
}

HttpResponse fetch(const std::string& base, const HttpRequest& request) {
  const std::unique_ptr<CURL, HandleDeleter> handle(curl_easy_init());
  curl_slist* raw_headers = nullptr;
  for (const std::string& header : request.headers)
    raw_headers = curl_slist_append(raw_headers, header.c_str());
  const std::unique_ptr<curl_slist, ListDeleter> headers(raw_headers);
  HttpResponse response;
  const std::string url = base + request.target;
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, 60L);
  if (request.http_2)
    curl_easy_setopt(handle.get(), CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE);
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &response);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &response);
  if (request.method == "HEAD") {
    curl_easy_setopt(handle.get(), CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET") {
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  const CURLcode result = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<int>(status);
  if (result == CURLE_PARTIAL_FILE || result == CURLE_HTTP2_STREAM ||
      (result == CURLE_RECV_ERROR && status != 0)) {
    response.complete = false;
  } else if (result != CURLE_OK) {
    throw std::runtime_error(request.method + " " + request.target + ": " + curl_easy_strerror(result));
  }
  return response;
}

}  // namespace caseload::test
