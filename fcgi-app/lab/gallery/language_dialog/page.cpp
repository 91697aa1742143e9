#include "lab/gallery_page.hpp"
#include "shop/request_chain.hpp"

namespace caseload::gallery {

namespace {

void authenticate(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const auto session = steps::session_in(visit.services.db, visit.token);
  visit.account.customer_id = session.customer_id;
  visit.account.requests_per_minute = session.requests_per_minute;
}

void load_user(Visit& visit) {
  auto customer = steps::customer_in(visit.services.db, visit.account.customer_id);
  visit.account.name = std::move(customer.name);
  visit.account.email = std::move(customer.email);
}

void authorize(Visit& visit) {
  visit.account.permissions = steps::permissions_in(visit.services.db, visit.account.customer_id);
}

void load_features(Visit& visit) {
  visit.has_feature = [&visit, features = steps::features_in(visit.services.db)](std::string_view name) {
    return steps::is_on(features, name, visit.account.customer_id);
  };
}

void track_activity(Visit& visit) {
  steps::record_session_use(visit.services.db, visit.token);
}

void write_access_log(Visit& visit, int status) {
  steps::log_at_once(visit, std::to_string(status));
}

constexpr ChainStep web_steps[] = {{"authenticate", authenticate},   {"load_user", load_user},
                                   {"authorize", authorize},         {"load_features", load_features},
                                   {"throttle", steps::check_limit}, {"track_activity", track_activity}};

struct Language {
  std::string_view code, name;
};
constexpr Language languages[] = {{"de", "Deutsch"},  {"en", "English"},   {"es", "Español"},
                                  {"fr", "Français"}, {"it", "Italiano"},  {"ja", "日本語"},
                                  {"pl", "Polski"},   {"pt", "Português"}, {"tr", "Türkçe"}};

// Loaded into a dialog when someone clicks on the globe.
Response dialog(Visit& visit) {
  const std::string_view current = visit.request.cookie("language").value_or("en");
  Rows rows({"code", "name", "is_current"});
  for (const Language& each : languages) rows.add(each.code, each.name, each.code == current);
  return visit.services.page(Value::object({{"languages", std::move(rows)}})).set("Cache-Control", "private");
}

Response run(const Request& request, Services& services) {
  return run_chain({.steps = web_steps, .finish = {"write_access_log", write_access_log}}, request, services,
                   dialog);
}

}  // namespace

GalleryPage language_dialog() {
  return {
      .summary = "the dialog in which one chooses the language of the site",
      .why =
          "The dialog needs a cookie and nothing from the database. But it is a route like any other, so "
          "session, user, permissions and features are loaded for it and the visit is recorded.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "middleware"}},
  };
}

}  // namespace caseload::gallery
