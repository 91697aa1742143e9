// Headers of a request.
#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "core/http_date.hpp"
#include "core/negotiation.hpp"
#include "core/text.hpp"
#include "tests/fuzz/parsers.hpp"

namespace caseload::fuzz {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29) + 12h;
const std::string tag = "\"7-html\"";

Request request_with(std::string name, std::string_view value) {
  Request request;
  request.headers.emplace_back(std::move(name), value);
  return request;
}

void cookie(std::string_view bytes) {
  const Request request = request_with("cookie", bytes);
  for (const std::string_view name : {"session", "a", ""}) {
    const auto value = request.cookie(name);
    if (!value) continue;
    require(value->find(';') == std::string_view::npos, "the value of a cookie ends before the next one");
    require(value->data() >= request.headers[0].second.data() &&
                value->data() + value->size() <= request.headers[0].second.data() + bytes.size(),
            "the value of a cookie is a part of the header");
  }
}

// Each line is one header of a fixed name; the first is the page's own tag.
void conditional(std::string_view bytes) {
  constexpr std::array<std::string_view, 5> names{"if-match", "if-none-match", "if-modified-since",
                                                  "if-unmodified-since", "if-none-match"};
  Request request;
  Response response{.status = 200, .body = "a page"};
  std::size_t at = 0;
  for (const std::string_view line : lines_of(bytes)) {
    if (at == 0)
      set_validators(response, {.etag = std::string(line), .last_modified = now - 24h});
    else if (!line.empty())
      request.headers.emplace_back(names[(at - 1) % names.size()], line);
    ++at;
  }
  try {
    const Response result = apply_preconditions(request, response, now);
    require(result.status == 200 || result.status == 304, "a page is sent, or it is unchanged");
    require(result.status == 200 || result.body.empty(), "an unchanged page has no body");
  } catch (const HttpError& error) {
    require(error.status == 412, "a precondition that fails is 412");
  }
  remove_preconditions(request);
  require(request.headers.empty(), "no precondition is left");
}

void etag(std::string_view bytes) {
  const Validators ours{.etag = tag, .last_modified = {}};
  const auto failed = evaluate(request_with("if-match", bytes), ours, now) == Precondition::failed;
  const auto is_known =
      evaluate(request_with("if-none-match", bytes), ours, now) == Precondition::not_modified;
  require(failed || is_known, "a list that has a tag by the strong comparison has it by the weak one");
  const bool may_match = bytes.find(tag) != std::string_view::npos || trimmed(bytes) == "*";
  require(!is_known || may_match, "a list that matches has the tag");
}

void negotiation(std::string_view bytes) {
  const auto html = negotiate(bytes, Format::html);
  const auto json = negotiate(bytes, Format::json);
  require(html.has_value() == json.has_value(),
          "whether a format is acceptable doesn't depend on the usual one");
  require(!html || *html == *json || (*html == Format::html && *json == Format::json),
          "what is preferred doesn't depend on the usual format");
}

void date(std::string_view bytes) {
  const auto time = parse_http_date(bytes, now);
  if (!time) return;
  require(parse_http_date(http_date(*time), now) == time, "a date that was read is written and read again");
}

constexpr std::array all{Parser{"cookie", cookie}, Parser{"conditional", conditional},
                         Parser{"etag", etag, 512}, Parser{"negotiation", negotiation, 512},
                         Parser{"date", date, 128}};

}  // namespace

std::span<const Parser> header_parsers() {
  return all;
}

}  // namespace caseload::fuzz
