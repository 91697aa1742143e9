#include "app/responses.hpp"

#include <utility>

#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json.hpp"
#include "io/text/gzip.hpp"

namespace caseload {

Response json_response(const Value& document, int status) {
  Response response{.status = status};
  response.set("Content-Type", "application/json").set("Cache-Control", "no-store");
  response.body = io::to_json(document);
  return response;
}

Response html_response(std::string body) {
  Response response;
  response.set("Content-Type", "text/html; charset=utf-8")
      .set("Cache-Control", "no-store")
      .set("Vary", "Accept");
  response.body = std::move(body);
  return response;
}

std::string_view decoded_body(const Response& response, std::string& storage) {
  const std::string* encoding = response.header("Content-Encoding");
  if (encoding == nullptr || *encoding != "gzip") return response.body;
  return storage = io::gunzip(response.body);
}

const Case& case_named(std::string_view slug) {
  const Case* found = find_case(slug);
  if (found == nullptr)
    throw NotFound("there is no case named " + in_quotes(slug) + "; the start page lists all cases");
  return *found;
}

std::string take_parameter(Request& request, std::string_view name) {
  std::string value(request.parameter(name).value_or(""));
  std::erase_if(request.query, [&](const NameValue& pair) { return pair.first == name; });
  return value;
}

}  // namespace caseload
