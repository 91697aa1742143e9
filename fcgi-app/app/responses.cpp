#include "app/responses.hpp"

#include <utility>

#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "io/json/json.hpp"

namespace caseload {

Response json_answer(const Value& document, int status) {
  Response response{.status = status};
  response.set("Content-Type", "application/json").set("Cache-Control", "no-store");
  response.body = io::to_json(document);
  return response;
}

Response html_answer(std::string body) {
  Response response;
  response.set("Content-Type", "text/html; charset=utf-8")
      .set("Cache-Control", "no-store")
      .set("Vary", "Accept");
  response.body = std::move(body);
  return response;
}

const Case& case_named(const std::string& slug) {
  const Case* found = find_case(slug);
  if (found == nullptr) throw NotFound("there is no case named '" + slug + "'; the list is at /");
  return *found;
}

void check_method(const Request& request, Takes takes) {
  const bool reads = request.method == Method::get || request.method == Method::head;
  const bool writes = request.method == Method::post;
  if ((reads && takes != Takes::writing) || (writes && takes != Takes::reading)) return;
  const std::string allowed = takes == Takes::reading   ? "GET, HEAD"
                              : takes == Takes::writing ? "POST"
                                                        : "GET, HEAD, POST";
  throw HttpError(405, request.method_name + " is not allowed here, but " + allowed, {{"Allow", allowed}});
}

std::string take_parameter(Request& request, std::string_view name) {
  std::string value(request.parameter(name).value_or(""));
  std::erase_if(request.query, [&](const NameValue& pair) { return pair.first == name; });
  return value;
}

}  // namespace caseload
