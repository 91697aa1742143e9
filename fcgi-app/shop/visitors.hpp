// Who asks. A visitor is known by the cookie `session`, whose token names a row of the table session; without
// one, or with one that has ended or that nobody was given, the visitor is a guest.
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
  std::string name;  // as the customer wrote it: text, not HTML
  static constexpr auto columns = std::tuple(&Visitor::id, &Visitor::name);
};

// The token that the request brings; std::nullopt where it brings none that could be one.
std::optional<std::string_view> session_token(const Request& request);

// One statement, and none for a request without a token. std::nullopt: a guest.
std::optional<Visitor> visitor_of(const Request& request, Database& db);

// Customers of every dataset whose tokens are known, for pages shown without a sign-in, tests and
// measurements. They differ in name and in what they may do.
struct DemoVisitor {
  std::string_view name;    // the customer's
  std::string_view cookie;  // the header's value: "session=..."
};
// The first two may see products, the first one their stock as well.
std::span<const DemoVisitor> demo_visitors();

// Whether the request names a session that goes on. No statement for one without a token or with a demo
// visitor's, else one. Another program on the same host may have set a cookie of that name.
bool has_session(const Request& request, Database& db);

// The request as the first demo visitor sends it.
Request as_demo_visitor(Request request);

}  // namespace caseload
