// Middleware: a chain of steps in front of a handler. Each step loads something about the visit or refuses it
// by throwing (401, 403, 429). A final step sees how the request ended.
//
//   constexpr ChainStep steps[] = {{"load_session", load_session}, {"check_limit", check_limit}};
//   return run_chain({.steps = steps, .finish = {"write_log", write_log}}, request, services, product_page);
//
// Steps run in the phase `middleware` and appear by name in the evidence. The functions below the chain are
// the building blocks of steps.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shop/services.hpp"

namespace caseload {

// The visitor: the session, its customer and the customer's permissions.
struct Account {
  std::int64_t customer_id = 0;
  std::int64_t requests_per_minute = 0;
  std::string name, email;
  std::vector<std::string> permissions;
};

// What the steps have loaded so far.
struct Visit {
  const Request& request;
  Services& services;
  std::string_view token;
  Account account;
  std::function<bool(std::string_view feature)> has_feature;
};

// The name must be an HTTP token (RFC 9110 section 5.6.2), because Server-Timing contains it.
struct ChainStep {
  std::string_view name;
  void (*run)(Visit&);
};
struct ChainEnd {
  std::string_view name;
  void (*run)(Visit&, int status) = nullptr;
};

struct Chain {
  std::span<const ChainStep> steps;
  ChainEnd finish;  // runs even if a step or the handler refused the request
};

Response run_chain(const Chain& chain, const Request& request, Services& services,
                   Response (*handler)(Visit&));

namespace steps {

// Throws 401 if the request has no token.
std::string_view token_of(const Request& request);

struct Session {
  std::int64_t customer_id, requests_per_minute;
  static constexpr auto columns = std::tuple(&Session::customer_id, &Session::requests_per_minute);
};
struct Customer {
  std::string name, email;
  static constexpr auto columns = std::tuple(&Customer::name, &Customer::email);
};
struct Feature {
  std::string name;
  std::int64_t share;  // percentage of customers
  static constexpr auto columns = std::tuple(&Feature::name, &Feature::share);
};

// One query each. Throws 401 if the session is unknown or has ended.
Session session_in(Database& db, std::string_view token);
void record_session_use(Database& db, std::string_view token);
Customer customer_in(Database& db, std::int64_t id);
std::vector<std::string> permissions_in(Database& db, std::int64_t customer_id);
std::vector<Feature> features_in(Database& db);

bool is_on(const std::vector<Feature>& features, std::string_view name, std::int64_t customer_id);

// Counts the session's requests of this minute, with one cache call. Throws 429 above the limit. There is no
// limit while the cache is unavailable.
void check_limit(Visit& visit);
bool has_permission(const Visit& visit, std::string_view permission);
// Throws 403 if the account lacks the permission.
void check_permission(const Visit& visit, std::string_view permission);

// To and from text, for the cache. std::nullopt if the text is malformed.
std::string text_of(const Account& account);
std::optional<Account> account_in(std::string_view text);
std::string text_of(const std::vector<Feature>& features);
std::optional<std::vector<Feature>> features_in(std::string_view text);

// "GET /cases/x/y?z 200 customer=1", for the request log.
std::string line_of(const Visit& visit, std::string_view what);
void log_at_once(Visit& visit, std::string_view what);
void log_in_buffer(Visit& visit, std::string_view what);

}  // namespace steps

}  // namespace caseload
