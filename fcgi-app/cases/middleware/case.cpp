#include "shop/request_chain.hpp"

#include "app/responses.hpp"
#include "core/errors.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view shown_sku = "NB-0025-03";

// Visitors with the permission see the exact stock if the feature is on for them.
Response product_page(Visit& visit) {
  const auto product = orm::Session(visit.services.db)
                           .query<orm::IndexedProduct>()
                           .only(&orm::IndexedProduct::sku, &orm::IndexedProduct::name,
                                 &orm::IndexedProduct::price, &orm::IndexedProduct::stock)
                           .where(&orm::IndexedProduct::sku, std::string(shown_sku))
                           .first();
  if (!product) throw NotFound("there is no product " + std::string(shown_sku));
  const bool shows_stock = steps::has_permission(visit, "stock.read") && visit.has_feature("stock-exact");
  return visit.services.page(Value::object({{"visitor", visit.account.name},
                                            {"sku", product->sku()},
                                            {"name", product->name()},
                                            {"price", product->price()},
                                            {"is_there", product->stock() > 0},
                                            {"stock", shows_stock ? Value(product->stock()) : Value()}}));
}

Response nothing(Visit&) {
  return html_response("<!doctype html><title>Trivial</title><p>Nothing.</p>\n");
}

void check_permission(Visit& visit) {
  steps::check_permission(visit, "products.read");
}
// [/shared]

// [slow]
namespace each_time {

void log_begin(Visit& visit) {
  steps::log_at_once(visit, "begins");
}

void load_session(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const steps::Session session = steps::session_in(visit.services.db, visit.token);
  visit.account.customer_id = session.customer_id;
  visit.account.requests_per_minute = session.requests_per_minute;
  steps::record_session_use(visit.services.db, visit.token);
  steps::log_at_once(visit, "session found");
}

void load_user(Visit& visit) {
  steps::Customer customer = steps::customer_in(visit.services.db, visit.account.customer_id);
  visit.account.name = std::move(customer.name);
  visit.account.email = std::move(customer.email);
  steps::log_at_once(visit, "user loaded");
}

void load_permissions(Visit& visit) {
  visit.account.permissions = steps::permissions_in(visit.services.db, visit.account.customer_id);
  steps::log_at_once(visit, "permissions loaded");
}

void load_features(Visit& visit) {
  visit.has_feature = [&visit, features = steps::features_in(visit.services.db)](std::string_view name) {
    return steps::is_on(features, name, visit.account.customer_id);
  };
  steps::log_at_once(visit, "features loaded");
}

void log_end(Visit& visit, int status) {
  steps::log_at_once(visit, "ends with " + std::to_string(status));
}

// [!] Every step does all its work on every request: five queries, and six log lines that are each written
// immediately.
constexpr ChainStep all[] = {{"log_begin", log_begin},
                             {"load_session", load_session},
                             {"load_user", load_user},
                             {"load_permissions", load_permissions},
                             {"load_features", load_features},
                             {"check_limit", steps::check_limit},
                             {"check_permission", check_permission}};
constexpr Chain chain{.steps = all, .finish = {"log_end", log_end}};

}  // namespace each_time

Response slow(const Request& request, Services& services) {
  return run_chain(each_time::chain, request, services, product_page);
}

Response slow_floor(const Request& request, Services& services) {
  return run_chain(each_time::chain, request, services, nothing);
}
// [/slow]

// [fast]
namespace when_needed {

constexpr int kept_for_s = 60;

std::string cache_key(const Visit& visit, std::string_view what) {
  return std::string(what) + " " + std::string(name_of(visit.services.db.dataset()));
}

// The use of a session is recorded when it is loaded, so at most once a minute.
Account account_in(Database& db, std::string_view token) {
  const steps::Session session = steps::session_in(db, token);
  steps::Customer customer = steps::customer_in(db, session.customer_id);
  steps::record_session_use(db, token);
  return {.customer_id = session.customer_id,
          .requests_per_minute = session.requests_per_minute,
          .name = std::move(customer.name),
          .email = std::move(customer.email),
          .permissions = steps::permissions_in(db, session.customer_id)};
}

void load_account(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const std::string key = cache_key(visit, "account") + " " + std::string(visit.token);
  // [!] Session, user and permissions come from the cache. The database is asked once a minute.
  if (const auto kept = visit.services.cache.get(key)) {
    if (auto account = steps::account_in(*kept)) {
      visit.account = std::move(*account);
      return;
    }
  }
  visit.account = account_in(visit.services.db, visit.token);
  visit.services.cache.set(key, steps::text_of(visit.account), kept_for_s);
}

std::vector<steps::Feature> features(Visit& visit) {
  const std::string key = cache_key(visit, "features");
  if (const auto kept = visit.services.cache.get(key)) {
    if (auto read = steps::features_in(*kept)) return std::move(*read);
  }
  auto loaded = steps::features_in(visit.services.db);
  visit.services.cache.set(key, steps::text_of(loaded), kept_for_s);
  return loaded;
}

void load_features_on_first_use(Visit& visit) {
  visit.has_feature = [&visit,
                       loaded = std::optional<std::vector<steps::Feature>>()](std::string_view name) mutable {
    // [!] Loaded when the page asks for a feature, and never on a page that does not.
    if (!loaded) loaded = features(visit);
    return steps::is_on(*loaded, name, visit.account.customer_id);
  };
}

void log_end(Visit& visit, int status) {
  steps::log_in_buffer(visit, std::to_string(status));
}

constexpr ChainStep all[] = {{"load_account", load_account},
                             {"check_limit", steps::check_limit},
                             {"check_permission", check_permission},
                             {"load_features_on_first_use", load_features_on_first_use}};
constexpr Chain chain{.steps = all, .finish = {"log_end", log_end}};

}  // namespace when_needed

Response fast(const Request& request, Services& services) {
  return run_chain(when_needed::chain, request, services, product_page);
}

Response fast_floor(const Request& request, Services& services) {
  return run_chain(when_needed::chain, request, services, nothing);
}
// [/fast]

}  // namespace

Case middleware() {
  return {
      .page = "a small product page for customers who are signed in",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "session, user, permissions and feature flags are queried and the visit is "
                          "written, on every request, "
                          "needed or not",
               .run = slow,
               .labels = {{.name = "middleware"}},
               .headline = Headline{.key = Key::sql, .on_floor = true},
               .floor = slow_floor},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "session, user and permissions cached, feature flags loaded only when used",
               .run = fast,
               .floor = fast_floor},
          },
      .claims =
          {
              {"slow", Key::sql, Formula(6).remark("five in the chain, one for the page"), When::warm},
              {"slow", Key::sql_write, 1, When::warm},
              {"slow", Key::sql, Formula(5).remark("those in the chain"), When::any, true},
              {"slow", Key::sql_write, 1, When::any, true},
              {"slow", Key::commits, 1, When::warm},
              {"slow", Key::log_bytes, at_least(Formula(300).remark("six lines")), When::warm},
              {"fast", Key::sql, Formula(1).remark("for the page"), When::warm},
              {"fast", Key::sql_write, 0, When::warm},
              {"fast", Key::sql, 0, When::any, true},
              {"fast", Key::cache_hit, Formula(1).remark("the account"), When::any, true},
              {"fast", Key::commits, 0, When::warm},
              {"fast", Key::log_bytes, 0, When::warm},
              {"fast", Key::cache_hit, Formula(2).remark("account and features"), When::warm},
          },
      .demo = {{.title = "first visit"}, {.title = "second visit", .when = When::warm}},
  };
}

}  // namespace caseload::cases
