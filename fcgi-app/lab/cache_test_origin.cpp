#include "lab/cache_test_origin.hpp"

#include <algorithm>
#include <chrono>

#include "app/responses.hpp"
#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "core/http_date.hpp"
#include "core/text.hpp"
#include "io/json/json.hpp"

namespace caseload {

namespace {

constexpr std::size_t max_tests = 2'000;
constexpr int not_conditional = 599;

const Value& at(const Value& list, std::int64_t index) {
  static const Value none;
  const Value::List* items = list.items();
  if (items == nullptr || index < 0 || index >= static_cast<std::int64_t>(items->size())) return none;
  return (*items)[static_cast<std::size_t>(index)];
}

bool names(const Value& list, std::string_view wanted) {
  const Value::List* items = list.items();
  return items != nullptr && std::any_of(items->begin(), items->end(), [&](const Value& item) {
           return lower_case(item.text_or("")) == wanted;
         });
}

const Value::List& configured_headers(const Value& request) {
  static const Value::List none;
  const Value::List* headers = request["response_headers"].items();
  return headers == nullptr ? none : *headers;
}

// The value of a configured header by its lower-case name; empty if there is none.
std::string_view configured(const Value& request, std::string_view wanted) {
  std::string_view value;
  for (const Value& header : configured_headers(request)) {
    if (lower_case(at(header, 0).text_or("")) == wanted) value = at(header, 1).text_or("");
  }
  return value;
}

// Dates are configured as seconds from now, addresses relative to the test's own.
std::string header_value(const Value& header, const Value& config, const std::string& target,
                         std::int64_t now_s) {
  constexpr std::array<std::string_view, 5> dates{"date", "expires", "last-modified", "if-modified-since",
                                                  "if-unmodified-since"};
  const std::string name = lower_case(at(header, 0).text_or(""));
  const Value& value = at(header, 1);
  const bool is_date = std::ranges::find(dates, name) != dates.end();
  if (const std::int64_t* number = value.integer()) {
    if (!is_date) return std::to_string(*number);
    const std::chrono::sys_seconds time{std::chrono::seconds(now_s + *number)};
    return names(config["rfc850date"], name) ? rfc_850_date(time) : http_date(time);
  }
  const bool* magic = config["magic_locations"].boolean();
  std::string text(value.text_or(""));
  if (magic != nullptr && *magic && (name == "location" || name == "content-location"))
    return text.empty() ? target : target + "/" + text;
  return text;
}

// All values of a header that may occur more than once: a string or a list.
Value values_of(const Response& response, const std::string& name) {
  Value values = Value::list();
  for (const auto& [each, value] : response.headers) {
    if (lower_case(each) == lower_case(name)) values.add(value);
  }
  return values.items()->size() == 1 ? values.items()->front() : values;
}

Value headers_seen(const Request& request) {
  Value headers = Value(Value::Object{});
  for (const auto& [name, value] : request.headers) headers.set(name, value);
  return headers;
}

// The status of the response to a conditional request.
int status_of(const Value& config, const Value& previous, const Request& request) {
  if (!config["expected_type"].text_or("").ends_with("validated"))
    return static_cast<int>(at(config["response_status"], 0).integer_or(200));
  const std::string_view date = configured(previous, "last-modified");
  const std::string_view tag = configured(previous, "etag");
  if (!date.empty() && request.header("if-modified-since") == date) return 304;
  if (!tag.empty() && request.header("if-none-match") == tag) return 304;
  return not_conditional;
}

}  // namespace

Response CacheTestOrigin::respond(Request& request, const std::string& part, const std::string& id,
                                  const Clock& clock) {
  const std::lock_guard lock(mutex_);
  if (part == "config") return configure(request, id);
  const auto now_s = std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
  if (part == "test") {
    Response response = serve(request, id, now_s);
    remove_preconditions(request);
    return response;
  }
  const auto test = tests_.find(id);
  if (part != "state" || test == tests_.end()) throw NotFound("there is no cache test with this id");
  return json_response(test->second.seen);
}

Response CacheTestOrigin::configure(const Request& request, const std::string& id) {
  auto requests = io::from_json(request.body);
  if (!requests || requests->items() == nullptr)
    throw BadRequest("a cache test must be a JSON list of requests");
  if (tests_.size() >= max_tests) tests_.clear();
  if (!tests_.emplace(id, Test{.requests = *std::move(requests)}).second)
    throw HttpError(409, "a cache test with this id already exists");
  return Response{.status = 201, .body = "OK"};
}

Response CacheTestOrigin::serve(const Request& request, const std::string& id, std::int64_t now_s) {
  const auto found = tests_.find(id);
  if (found == tests_.end()) throw HttpError(409, "there is no cache test with this id");
  Test& test = found->second;
  const auto count = static_cast<std::int64_t>(test.seen.items()->size()) + 1;
  const auto number = whole_number(request.header("req-num").value_or(""));
  const std::int64_t index = number.value_or(count) - 1;
  const Value& config = at(test.requests, index);
  if (config.is_null()) throw HttpError(409, "the cache test has no request with this number");

  Response response{.status = status_of(config, at(test.requests, index - 1), request)};
  response.set("Server-Base-Url", request.target)
      .set("Server-Request-Count", std::to_string(count))
      .set("Client-Request-Count", number ? std::to_string(*number) : "")
      .set("Server-Now", std::to_string(now_s * 1000));
  std::vector<std::string> to_check;
  for (const Value& header : configured_headers(config)) {
    const std::string name(at(header, 0).text_or(""));
    if (lower_case(name) == "content-length") continue;  // it is set anyway, with the right value
    response.headers.emplace_back(name, header_value(header, config, request.target, now_s));
    const bool* checked = at(header, 2).boolean();
    if (at(header, 2).is_null() || (checked != nullptr && *checked)) to_check.push_back(name);
  }
  if (response.header("Content-Type") == nullptr) response.set("Content-Type", "text/plain");

  Value to_compare = Value::list();
  for (const std::string& name : to_check) {
    Value pair = Value::list();
    pair.add(name).add(values_of(response, name));
    to_compare.add(std::move(pair));
  }
  test.seen.add(Value::object({{"request_num", number ? Value(*number) : Value()},
                               {"request_method", request.method_name},
                               {"request_headers", headers_seen(request)},
                               {"response_headers", std::move(to_compare)}}));
  test.numbers_seen += (test.numbers_seen.empty() ? "" : " ") + (number ? std::to_string(*number) : "NaN");
  response.set("Request-Numbers", test.numbers_seen);

  const bool* disconnects = config["disconnect"].boolean();
  if (disconnects != nullptr && *disconnects) throw HttpError(500, "the origin disconnects here");
  response.body = config["response_body"].text_or(id);
  return response;
}

}  // namespace caseload
