#include "app/problem.hpp"

#include "io/json.hpp"

namespace caseload {

std::string_view reason_phrase(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

Response problem(const HttpError& error, const Request& request, io::Templates& templates) {
  Response response{.status = error.status};
  response.set("Cache-Control", "no-store").set("Vary", "Accept");
  for (const auto& [name, value] : error.headers) response.set(name, value);
  Value document = Value::object({{"type", "about:blank"},
                                  {"title", reason_phrase(error.status)},
                                  {"status", error.status},
                                  {"detail", error.what()},
                                  {"request_id", request.id}});
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
