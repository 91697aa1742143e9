#include "io/cache/cached_response.hpp"

#include <stdexcept>
#include <utility>

namespace caseload {

namespace {

struct NotStored {
  Response response;
};

// Headers as "Name: value", an empty line, and the body.
std::string text_of(const Response& page) {
  std::string text;
  for (const auto& [name, value] : page.headers) text.append(name).append(": ").append(value).append("\n");
  return text.append("\n").append(page.body);
}

Response page_of(const std::string& text) {
  Response page;
  std::size_t at = 0;
  for (std::size_t end = text.find('\n'); end != at; at = end + 1, end = text.find('\n', at)) {
    const std::size_t colon = text.find(": ", at);
    if (end == text.npos || colon >= end) throw std::runtime_error("a page in the cache is damaged");
    page.headers.emplace_back(text.substr(at, colon - at), text.substr(colon + 2, end - colon - 2));
  }
  page.body = text.substr(at + 1);
  return page;
}

}  // namespace

Response cached_response(CachedTexts& texts, const CachedText& cached,
                         const std::function<Response()>& build) {
  const auto build_text = [&] {
    Response page = build();
    if (page.status != 200 || page.producer) throw NotStored{std::move(page)};
    return text_of(page);
  };
  try {
    return page_of(texts.get(cached, build_text).text);
  } catch (NotStored& other) {
    return std::move(other.response);
  }
}

}  // namespace caseload
