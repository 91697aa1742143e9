#include "app/problem.hpp"

#include "core/reason_phrase.hpp"
#include "io/json/json.hpp"

namespace caseload {

std::string capitalised(std::string message) {
  if (!message.empty() && message[0] >= 'a' && message[0] <= 'z')
    message[0] = static_cast<char>(message[0] - 'a' + 'A');
  return message;
}

Value problem_document(const HttpError& error, const Request& request) {
  return Value::object({{"type", "about:blank"},
                        {"title", reason_phrase(error.status)},
                        {"status", error.status},
                        {"detail", capitalised(error.what())},
                        {"request_id", request.id}});
}

Response problem(const HttpError& error, const Request& request, io::Templates& templates) {
  Response response{.status = error.status};
  response.set("Cache-Control", "no-store").set("Vary", "Accept");
  for (const auto& [name, value] : error.headers) response.set(name, value);
  Value document = problem_document(error, request);
  if (request.format == Format::json) {
    response.set("Content-Type", "application/problem+json");
    response.body = io::to_json(document);
  } else {
    response.set("Content-Type", "text/html; charset=utf-8");
    response.body = templates.render("error", std::move(document));
  }
  return response;
}

}  // namespace caseload
