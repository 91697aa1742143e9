// Who sent the request. A visitor is identified by the cookie `session`, whose token refers to a row of the
// table session. Without a cookie, or if the token is unknown or the session has ended, the visitor is a
// guest.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/request.hpp"
#include "io/database/database.hpp"

namespace caseload {

inline constexpr std::string_view session_cookie = "session";

struct Visitor {
  std::int64_t id;   // of the customer
  std::string name;  // plain text, not HTML
  static constexpr auto columns = std::tuple(&Visitor::id, &Visitor::name);
};

// The token of the request; std::nullopt if it has no well-formed token.
std::optional<std::string_view> session_token(const Request& request);

// One query, or none if the request has no token. std::nullopt for a guest.
std::optional<Visitor> visitor_of(const Request& request, Database& db);

// Customers with well-known tokens who exist in every dataset, for pages without sign-in, tests and
// measurements. They have different names and permissions.
struct DemoVisitor {
  std::string_view name;    // of the customer
  std::string_view cookie;  // the value of the Cookie header: "session=..."
};
// The first two may see products; only the first may see their stock.
std::span<const DemoVisitor> demo_visitors();

// True if the request names an active session. Takes one query, but none if there is no token or it is a demo
// visitor's. The check is needed because another program on the same host may have set a cookie of that name.
bool has_session(const Request& request, Database& db);

// The request as the first demo visitor would send it.
Request as_demo_visitor(Request request);

}  // namespace caseload
