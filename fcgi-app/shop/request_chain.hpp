// What stands before a handler: a chain of steps, each of which finds something out about the visit or
// refuses it by throwing (401, 403, 429), and a last one that sees how it ended.
//
//   constexpr ChainStep steps[] = {{"load_session", load_session}, {"check_limit", check_limit}};
//   return through({.steps = steps, .finish = {"write_log", write_log}}, request, services, product_page);
//
// Steps run in the phase middleware, each shown by its name in the evidence. Below the chain are the pieces
// that steps are made of.
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

// Who visits: the session, the customer behind it and what the customer may do.
struct Account {
  std::int64_t customer_id = 0;
  std::int64_t requests_per_minute = 0;
  std::string name, email;
  std::vector<std::string> permissions;
};

// What the steps so far have found out.
struct Visit {
  const Request& request;
  Services& services;
  std::string_view token;
  Account account;
  std::function<bool(std::string_view feature)> has_feature;
};

// A name is a token of HTTP (RFC 9110 section 5.6.2), since Server-Timing shows it.
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
  ChainEnd finish;  // also where a step or the handler refused
};

Response through(const Chain& chain, const Request& request, Services& services, Response (*handler)(Visit&));

namespace steps {

// 401 where the request brings no token.
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
  std::int64_t share;  // of the customers, in hundredths
  static constexpr auto columns = std::tuple(&Feature::name, &Feature::share);
};

// One statement each. 401 where the session is unknown or has ended.
Session session_in(Database& db, std::string_view token);
void note_use_of_session(Database& db, std::string_view token);
Customer customer_in(Database& db, std::int64_t id);
std::vector<std::string> permissions_in(Database& db, std::int64_t customer_id);
std::vector<Feature> features_in(Database& db);

bool is_on(const std::vector<Feature>& features, std::string_view name, std::int64_t customer_id);

// One call of the cache: counts this minute's requests of the session. 429 over the limit; no limit while the
// cache is away.
void check_limit(Visit& visit);
bool has_permission(const Visit& visit, std::string_view permission);
// 403 where the account lacks it.
void check_permission(const Visit& visit, std::string_view permission);

// For the cache. std::nullopt for a text that is none of these.
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
