#include "core/conditional.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/build_info.hpp"
#include "core/errors.hpp"
#include "core/http_date.hpp"
#include "core/text.hpp"

namespace caseload {

namespace {

using TimePoint = std::chrono::system_clock::time_point;

constexpr std::array<std::string_view, 4> preconditions{"if-match", "if-none-match", "if-modified-since",
                                                        "if-unmodified-since"};
// Headers that describe the body, which a 304 does not have.
constexpr std::array<std::string_view, 4> body_headers{"content-type", "content-encoding", "content-language",
                                                       "content-disposition"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](std::string_view each) { return equals_ignoring_case(each, name); });
}

bool is_weak(std::string_view tag) {
  return tag.starts_with("W/");
}

std::string_view opaque(std::string_view tag) {
  return is_weak(tag) ? tag.substr(2) : tag;
}

// Section 8.8.3.2.
enum class Comparison { strong, weak };
bool same(std::string_view left, std::string_view right, Comparison comparison) {
  if (comparison == Comparison::strong && (is_weak(left) || is_weak(right))) return false;
  return opaque(left) == opaque(right);
}

// Removes the tag at the front of `left` and returns it; empty if there is none (section 8.8.3).
std::string_view take_tag(std::string_view& left) {
  const std::size_t begin = is_weak(left) ? 2 : 0;
  if (left.size() <= begin || left[begin] != '"') return {};
  const std::size_t end = left.find('"', begin + 1);
  if (end == std::string_view::npos) return {};
  const std::string_view tag = left.substr(0, end + 1);
  const bool valid = std::all_of(tag.begin(), tag.end(), [](char each) {
    return static_cast<unsigned char>(each) > 0x20 && static_cast<unsigned char>(each) != 0x7f;
  });
  if (!valid) return {};
  left.remove_prefix(end + 1);
  return tag;
}

// Parsing stops at the first malformed element; elements may be empty (section 5.6.1.2).
std::vector<std::string_view> tags_of(std::string_view list) {
  std::vector<std::string_view> tags;
  for (std::string_view left = trimmed(list); !left.empty();) {
    if (!left.starts_with(',')) {
      const std::string_view tag = take_tag(left);
      left = trimmed(left);
      if (tag.empty() || !(left.empty() || left.starts_with(','))) return tags;
      tags.push_back(tag);
    }
    if (!left.empty()) left.remove_prefix(1);
    left = trimmed(left);
  }
  return tags;
}

// True if a field, which may occur on several lines, lists the tag or is "*".
bool lists_tag(const Request& request, std::string_view field, const std::string& etag,
               Comparison comparison) {
  for (const auto& [name, value] : request.headers) {
    if (name != field) continue;
    if (trimmed(value) == "*") return true;
    const auto tags = tags_of(value);
    const bool found = !etag.empty() && std::any_of(tags.begin(), tags.end(), [&](std::string_view tag) {
      return same(tag, etag, comparison);
    });
    if (found) return true;
  }
  return false;
}

bool changed_since(const Request& request, std::string_view field, const Validators& validators,
                   TimePoint now, bool when_unknown) {
  const auto date = parse_http_date(trimmed(request.header(field).value_or("")), now);
  if (!date || !validators.last_modified) return when_unknown;
  return *validators.last_modified > *date;
}

Validators validators_of(const Response& response, TimePoint now) {
  const std::string* etag = response.header("ETag");
  const std::string* last_modified = response.header("Last-Modified");
  return {.etag = etag == nullptr ? "" : *etag,
          .last_modified = last_modified == nullptr ? std::nullopt : parse_http_date(*last_modified, now)};
}

bool is_get_or_head(const Request& request) {
  return request.method == Method::get || request.method == Method::head;
}

}  // namespace

std::string etag_of(std::string_view version, Format format) {
  // RFC 9110, section 8.8.3: etagc. Other bytes than ASCII are allowed there, but no recipient needs to keep
  // them.
  const bool is_valid = !version.empty() && std::ranges::all_of(version, [](char c) {
    return c > ' ' && c < '\x7f' && c != '"';
  });
  if (!is_valid)
    throw std::invalid_argument("the version in an ETag must be ASCII without spaces and quotes; got '" +
                                std::string(version) + "'");
  return '"' + std::string(version) + (format == Format::json ? "-json-" : "-html-") +
         std::string(build_info().commit) + '"';
}

Response& set_validators(Response& response, const Validators& validators) {
  if (!validators.etag.empty()) response.set("ETag", validators.etag);
  if (validators.last_modified) response.set("Last-Modified", http_date(*validators.last_modified));
  return response;
}

Precondition evaluate(const Request& request, const Validators& validators, TimePoint now) {
  if (request.header("if-match")) {
    if (!lists_tag(request, "if-match", validators.etag, Comparison::strong)) return Precondition::failed;
  } else if (changed_since(request, "if-unmodified-since", validators, now, false)) {
    return Precondition::failed;
  }
  if (request.header("if-none-match")) {
    return lists_tag(request, "if-none-match", validators.etag, Comparison::weak) ? Precondition::not_modified
                                                                                  : Precondition::holds;
  }
  return changed_since(request, "if-modified-since", validators, now, true) ? Precondition::holds
                                                                            : Precondition::not_modified;
}

std::optional<Response> not_modified(const Request& request, const Validators& validators, TimePoint now) {
  if (!is_get_or_head(request) || evaluate(request, validators, now) != Precondition::not_modified)
    return std::nullopt;
  Response response{.status = 304};
  set_validators(response, validators);
  return response;
}

Response apply_preconditions(const Request& request, Response response, TimePoint now) {
  if (response.status != 200 || !is_get_or_head(request)) return response;
  if (response.header("ETag") == nullptr && response.header("Last-Modified") == nullptr) return response;
  switch (evaluate(request, validators_of(response, now), now)) {
    case Precondition::holds:
      return response;
    case Precondition::failed:
      throw HttpError(412, "the page is not, or is no longer, the version named in the request");
    case Precondition::not_modified:
      break;
  }
  response.status = 304;
  response.body.clear();
  response.producer = nullptr;
  std::erase_if(response.headers, [](const auto& header) { return is_one_of(body_headers, header.first); });
  return response;
}

void remove_preconditions(Request& request) {
  std::erase_if(request.headers,
                [](const NameValue& header) { return is_one_of(preconditions, header.first); });
}

bool has_validators(const Request& request) {
  return request.header("if-none-match").has_value() || request.header("if-modified-since").has_value();
}

}  // namespace caseload
