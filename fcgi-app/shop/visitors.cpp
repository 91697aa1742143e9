#include "shop/visitors.hpp"

#include <algorithm>
#include <array>

namespace caseload {

namespace {

constexpr std::size_t token_length = 32;
constexpr std::string_view visitor_by_token =
    "SELECT customer.id, customer.name FROM session JOIN customer ON customer.id = session.customer_id "
    "WHERE session.token = ? AND session.expires_at > NOW(6)";

// The tokens come from sql/seed.sql.
constexpr std::array<DemoVisitor, 2> demo{{
    {.name = "Priya Jovanov", .cookie = "session=a402e106492d6aa72953b3a012d93950"},
    {.name = "Bryce & Bryce <Agents>", .cookie = "session=f122e033ee43876c29e07e56507b4f1f"},
}};

}  // namespace

std::optional<std::string_view> session_token(const Request& request) {
  const auto token = request.cookie(session_cookie);
  if (!token || token->size() != token_length) return std::nullopt;
  const bool is_hexadecimal = token->find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return is_hexadecimal ? token : std::nullopt;
}

std::optional<Visitor> visitor_of(const Request& request, Database& db) {
  const auto token = session_token(request);
  if (!token) return std::nullopt;
  return db.query_one<Visitor>(visitor_by_token, *token);
}

std::span<const DemoVisitor> demo_visitors() {
  return demo;
}

bool has_session(const Request& request, Database& db) {
  const auto token = session_token(request);
  if (!token) return false;
  const bool is_demo = std::any_of(demo.begin(), demo.end(),
                                   [&](const DemoVisitor& each) { return each.cookie.ends_with(*token); });
  return is_demo || visitor_of(request, db);
}

Request as_demo_visitor(Request request) {
  std::string value(demo.front().cookie);
  const auto cookie = std::find_if(request.headers.begin(), request.headers.end(),
                                   [](const NameValue& header) { return header.first == "cookie"; });
  if (cookie == request.headers.end()) {
    request.headers.emplace_back("cookie", std::move(value));
  } else {
    cookie->second.insert(0, value.append("; "));  // the first cookie of a name counts
  }
  return request;
}

}  // namespace caseload
