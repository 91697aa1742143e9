#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/request_chain.hpp"

namespace caseload::gallery {

namespace {

struct Member {
  std::int64_t id, requests_per_minute;
  std::string name, email;
  bool was_seen;
  std::optional<std::string> permissions;
  static constexpr auto columns = std::tuple(&Member::id, &Member::requests_per_minute, &Member::name,
                                             &Member::email, &Member::was_seen, &Member::permissions);
};

constexpr std::string_view member_sql =
    "SELECT c.id, s.requests_per_minute, c.name, c.email, s.last_seen_at > NOW(6) - INTERVAL 10 MINUTE, "
    "(SELECT GROUP_CONCAT(p.permission ORDER BY p.permission) FROM customer_permission p "
    "WHERE p.customer_id = c.id) FROM session s JOIN customer c ON c.id = s.customer_id "
    "WHERE s.token = ? AND s.expires_at > NOW(6)";

constexpr int features_kept_s = 300;

void load_account(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  auto member = visit.services.db.query_one<Member>(member_sql, visit.token);
  if (!member) throw HttpError(401, "the session has ended; sign in again");
  visit.account = {.customer_id = member->id,
                   .requests_per_minute = member->requests_per_minute,
                   .name = std::move(member->name),
                   .email = std::move(member->email),
                   .permissions = split(member->permissions.value_or(""), ",")};
  if (!member->was_seen) steps::record_session_use(visit.services.db, visit.token);
}

void load_features(Visit& visit) {
  const std::string key = "whoami features " + std::string(name_of(visit.services.db.dataset()));
  std::optional<std::vector<steps::Feature>> features;
  if (const auto kept = visit.services.cache.get(key)) features = steps::features_in(*kept);
  if (!features) {
    features = steps::features_in(visit.services.db);
    visit.services.cache.set(key, steps::text_of(*features), features_kept_s);
  }
  visit.has_feature = [&visit, features = std::move(*features)](std::string_view name) {
    return steps::is_on(features, name, visit.account.customer_id);
  };
}

void log_end(Visit& visit, int status) {
  steps::log_in_buffer(visit, std::to_string(status));
}

constexpr ChainStep api_steps[] = {
    {"load_account", load_account}, {"check_limit", steps::check_limit}, {"load_features", load_features}};
constexpr std::string_view app_features[] = {"gift-wrapping", "price-history", "reading-list",
                                             "review-photos", "swap-shelf"};

// The app asks once when it starts.
Response whoami(Visit& visit) {
  Response response = data_page(visit.services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("id").number(visit.account.customer_id).key("name").text(visit.account.name);
    json.key("email").text(visit.account.email);
    json.key("limit").number(visit.account.requests_per_minute).key("may").begin_list();
    for (const std::string& permission : visit.account.permissions) json.text(permission);
    json.end_list().key("features").begin_object();
    for (const std::string_view name : app_features) json.key(name).boolean(visit.has_feature(name));
    json.end_object().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

Response run(const Request& request, Services& services) {
  return run_chain({.steps = api_steps, .finish = {"log_end", log_end}}, request, services, whoami);
}

}  // namespace

GalleryPage api_whoami() {
  return {
      .summary = "who is signed in, as JSON for the app: name, limit, permissions, features",
      .why =
          "Everything happens in the chain before a handler that runs no query. But what the chain loads is "
          "the response, and it takes one query, because the features come from the cache.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
