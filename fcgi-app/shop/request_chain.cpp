#include "shop/request_chain.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "io/log/request_log.hpp"
#include "shop/visitors.hpp"

namespace caseload {

Response run_chain(const Chain& chain, const Request& request, Services& services,
                   Response (*handler)(Visit&)) {
  Visit visit{.request = request, .services = services, .token = {}, .account = {}, .has_feature = {}};
  const auto finish = [&](int status) {
    if (chain.finish.run == nullptr) return;
    const StepScope measured(services.trace, chain.finish.name);
    chain.finish.run(visit, status);
  };
  try {
    for (const ChainStep& step : chain.steps) {
      const StepScope measured(services.trace, step.name);
      step.run(visit);
    }
    Response response = handler(visit);
    finish(response.status);
    return response;
  } catch (const HttpError& error) {
    finish(error.status);
    throw;
  } catch (...) {
    finish(500);
    throw;
  }
}

namespace steps {

namespace {

constexpr std::string_view session_by_token =
    "SELECT customer_id, requests_per_minute FROM session WHERE token = ? AND expires_at > NOW(6)";
constexpr std::string_view set_last_seen = "UPDATE session SET last_seen_at = NOW(6) WHERE token = ?";
constexpr std::string_view customer_by_id = "SELECT name, email FROM customer WHERE id = ?";
constexpr std::string_view permissions_by_customer =
    "SELECT permission FROM customer_permission WHERE customer_id = ? ORDER BY permission";
constexpr std::string_view all_features = "SELECT name, share FROM feature_flag ORDER BY name";

struct Permission {
  std::string name;
  static constexpr auto columns = std::tuple(&Permission::name);
};

constexpr std::int64_t minute_s = 60;

HttpError not_signed_in(const char* reason) {
  // RFC 9110 section 11.6.1: a 401 must say how to authenticate.
  return HttpError(401, reason, {{"WWW-Authenticate", "Cookie realm=\"shop\", cookie-name=\"session\""}});
}

}  // namespace

std::string_view token_of(const Request& request) {
  const auto token = session_token(request);
  if (!token)
    throw not_signed_in(
        "this page is for customers: it needs a session cookie, which the case's page sets for a demo "
        "customer");
  return *token;
}

Session session_in(Database& db, std::string_view token) {
  const auto session = db.query_one<Session>(session_by_token, token);
  if (!session)
    throw not_signed_in(
        "the session is unknown or has ended: run the variants on the case's page, which signs in a demo "
        "customer");
  return *session;
}

void record_session_use(Database& db, std::string_view token) {
  db.execute(set_last_seen, token);
}

Customer customer_in(Database& db, std::int64_t id) {
  auto customer = db.query_one<Customer>(customer_by_id, id);
  if (!customer) throw not_signed_in("the session's customer no longer exists");
  return std::move(*customer);
}

std::vector<std::string> permissions_in(Database& db, std::int64_t customer_id) {
  std::vector<std::string> names;
  for (Permission& each : db.query<Permission>(permissions_by_customer, customer_id))
    names.push_back(std::move(each.name));
  return names;
}

std::vector<Feature> features_in(Database& db) {
  return db.query<Feature>(all_features);
}

// Which customers have a feature depends only on its share. When the share grows, they keep the feature.
bool is_on(const std::vector<Feature>& features, std::string_view name, std::int64_t customer_id) {
  const auto found = std::find_if(features.begin(), features.end(),
                                  [&](const Feature& feature) { return feature.name == name; });
  return found != features.end() && customer_id * 61 % 100 < found->share;
}

void check_limit(Visit& visit) {
  const std::int64_t now_s =
      std::chrono::duration_cast<std::chrono::seconds>(visit.services.clock.now().time_since_epoch()).count();
  const std::string key = "requests " + std::string(name_of(visit.services.db.dataset())) + " " +
                          std::string(visit.token) + " " + std::to_string(now_s / minute_s);
  const auto count = visit.services.cache.increment(key, 1, 1, 2 * minute_s);
  if (!count || *count <= visit.account.requests_per_minute) return;
  throw HttpError(429,
                  "this session may send " + std::to_string(visit.account.requests_per_minute) +
                      " requests per minute; try again in the next minute",
                  {{"Retry-After", std::to_string(minute_s - now_s % minute_s)}});
}

bool has_permission(const Visit& visit, std::string_view permission) {
  const std::vector<std::string>& granted = visit.account.permissions;
  return std::find(granted.begin(), granted.end(), permission) != granted.end();
}

void check_permission(const Visit& visit, std::string_view permission) {
  if (has_permission(visit, permission)) return;
  throw HttpError(403, "this page requires the permission " + std::string(permission) +
                           ", which the customer does not have");
}

std::string text_of(const Account& account) {
  Value permissions = Value::list();
  for (const std::string& each : account.permissions) permissions.add(each);
  return io::to_json(Value::object({{"customer", account.customer_id},
                                    {"limit", account.requests_per_minute},
                                    {"name", account.name},
                                    {"email", account.email},
                                    {"permissions", std::move(permissions)}}));
}

std::optional<Account> account_in(std::string_view text) {
  const auto kept = io::from_json(text);
  if (!kept || kept->find("limit") == nullptr || (*kept)["permissions"].items() == nullptr)
    return std::nullopt;
  Account account{.customer_id = (*kept)["customer"].integer_or(0),
                  .requests_per_minute = (*kept)["limit"].integer_or(0),
                  .name = std::string((*kept)["name"].text_or("")),
                  .email = std::string((*kept)["email"].text_or("")),
                  .permissions = {}};
  for (const Value& each : *(*kept)["permissions"].items())
    account.permissions.emplace_back(each.text_or(""));
  return account;
}

std::string text_of(const std::vector<Feature>& features) {
  Value shares = Value(Value::Object{});
  for (const Feature& each : features) shares.set(each.name, each.share);
  return io::to_json(shares);
}

std::optional<std::vector<Feature>> features_in(std::string_view text) {
  const auto kept = io::from_json(text);
  if (!kept || kept->members() == nullptr) return std::nullopt;
  std::vector<Feature> features;
  for (const auto& [name, share] : *kept->members())
    features.push_back({.name = name, .share = share.integer_or(0)});
  return features;
}

std::string line_of(const Visit& visit, std::string_view what) {
  std::string line(visit.request.id);
  line.append(" ").append(visit.request.method_name).append(" ").append(visit.request.target);
  line.append(" customer=").append(std::to_string(visit.account.customer_id));
  return line.append(" ").append(what);
}

void log_at_once(Visit& visit, std::string_view what) {
  visit.services.trace.count_log_bytes(io::write_request_line(line_of(visit, what)));
}

void log_in_buffer(Visit& visit, std::string_view what) {
  io::buffer_request_line(line_of(visit, what));
}

}  // namespace steps

}  // namespace caseload
