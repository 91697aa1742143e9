#include "shop/request_chain.hpp"

#include "app/responses.hpp"
#include "core/errors.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view shown_sku = "NB-0025-03";

// Who may see the stock, sees it to the piece where that is switched on.
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
  return html_answer("<!doctype html><title>Trivial</title><p>Nothing.</p>\n");
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
  steps::note_use_of_session(visit.services.db, visit.token);
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
  return through(each_time::chain, request, services, product_page);
}

Response slow_floor(const Request& request, Services& services) {
  return through(each_time::chain, request, services, nothing);
}
// [/slow]

// [fast]
namespace when_needed {

constexpr int kept_for_s = 60;

std::string cache_key(const Visit& visit, std::string_view what) {
  return std::string(what) + " " + std::string(name_of(visit.services.db.dataset()));
}

// Use of a session is noted when it is loaded, so at most once a minute.
Account account_in(Database& db, std::string_view token) {
  const steps::Session session = steps::session_in(db, token);
  steps::Customer customer = steps::customer_in(db, session.customer_id);
  steps::note_use_of_session(db, token);
  return {.customer_id = session.customer_id,
          .requests_per_minute = session.requests_per_minute,
          .name = std::move(customer.name),
          .email = std::move(customer.email),
          .permissions = steps::permissions_in(db, session.customer_id)};
}

void load_account(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const std::string key = cache_key(visit, "account") + " " + std::string(visit.token);
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
  return through(when_needed::chain, request, services, product_page);
}

Response fast_floor(const Request& request, Services& services) {
  return through(when_needed::chain, request, services, nothing);
}
// [/fast]

std::int64_t none(const ClaimContext&) {
  return 0;
}
std::int64_t one(const ClaimContext&) {
  return 1;
}

}  // namespace

Case middleware() {
  return {
      .title = "A toll before each handler",
      .category = Category::request_processing,
      .page = "a small product page behind session, permissions, features, rate limit and log",
      .lesson =
          {
              .symptom =
                  "Every page of the application is slow by the same amount, even one that does nothing. "
                  "Making handlers faster does not help, and the profile of any single page looks alike: "
                  "sessions, users, settings.",
              .why =
                  "The chain before the handler does all its work for each request, needed or not: it loads "
                  "the session, notes when it was used (a write and a commit), loads user, permissions and "
                  "feature flags, and only then asks whether the visitor may come in at all. The log writes "
                  "each line to the file by itself. None of it belongs to a page, so nobody owns it.",
              .recognise =
                  "Ask for a trivial page behind the same chain (here: `/floor` behind the page's address): "
                  "what is left is the toll, 5 of the page's 6 statements, one of them a write. The same "
                  "statements come first in the trace of every page, and `log-bytes` is above zero.",
              .fix = "Refuse as soon as it can be told: a request without a cookie needs no session, one "
                     "over its limit no flags. Load what few pages want on first use. Keep in the cache, for "
                     "a short time, what is the same from request to request: session, user and permissions "
                     "as one entry, flags as one for all. Note the use of a session once a minute. Write one "
                     "log line a request, by a buffer.",
              .caution =
                  "A cached session goes on for up to its lifetime after it was ended or a permission taken "
                  "away: drop the entry at sign-out, and keep the time short. A buffered log loses its last "
                  "lines in a crash, which is when they are wanted: errors go straight to the file. The "
                  "order of refusals is part of the answer; who reorders a chain must know that a limit "
                  "counted before the permission counts other requests than one behind it.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "SESSION_ENGINE = \"django.contrib.sessions.backends.db\"\n"
                               "SESSION_SAVE_EVERY_REQUEST = True  # a write for each request",
                       .fast = "SESSION_ENGINE = \"django.contrib.sessions.backends.cached_db\"\n"
                               "SESSION_SAVE_EVERY_REQUEST = False\n"
                               "# request.user is a SimpleLazyObject: loaded when touched, so touch it late"},
                      {.system = "Rails",
                       .slow = "config.session_store :active_record_store\n"
                               "class ApplicationController\n  before_action :load_user, :load_permissions, "
                               ":load_flags, :touch_session\nend",
                       .fast = "config.session_store :cache_store, expire_after: 1.day\n"
                               "class ApplicationController\n  def current_user = @current_user ||= "
                               "User.find(session[:user_id])  # on first use\nend"},
                      {.system = "Hibernate",
                       .slow = "class UserFilter extends OncePerRequestFilter {  // Spring\n"
                               "  void doFilterInternal(...) { user = users.findByToken(token); "
                               "user.setLastSeen(now()); ... }\n}",
                       .fast = "@Cacheable(\"accounts\")  // short lifetime, evicted at sign-out\n"
                               "public Account accountOf(String token) { ... }\n"
                               "// Spring Session: setFlushMode(FlushMode.ON_SAVE), and save what changed"},
                      {.system = "SQL",
                       .slow =
                           "SELECT * FROM session WHERE token = ?;\nUPDATE session SET last_seen_at = NOW() "
                           "WHERE token = ?;\nSELECT * FROM customer WHERE id = ?;\n"
                           "SELECT * FROM customer_permission WHERE customer_id = ?;\n"
                           "SELECT * FROM feature_flag;  -- before each page",
                       .fast = "-- on a miss only, kept for a minute:\nSELECT ... FROM session JOIN customer "
                               "...;\nUPDATE session SET last_seen_at = NOW()\n"
                               "WHERE token = ? AND last_seen_at < NOW() - INTERVAL 1 MINUTE;"},
                  },
          },
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "each step does all its work on each request; the log writes each line at once",
               .run = slow,
               .floor = slow_floor},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the account cached, refusals right after it, features on first use, one buffered "
                          "log line",
               .run = fast,
               .floor = fast_floor},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "6: five of the chain, one of the page",
               .value = [](const ClaimContext&) { return std::int64_t{6}; },
               .warm = true},
              {.variant = "slow", .key = "sql-write", .formula = "1", .value = one, .warm = true},
              {.variant = "slow",
               .key = "sql",
               .formula = "5: those of the chain",
               .value = [](const ClaimContext&) { return std::int64_t{5}; },
               .on_floor = true},
              {.variant = "slow", .key = "sql-write", .formula = "1", .value = one, .on_floor = true},
              {.variant = "slow", .key = "commits", .formula = "1", .value = one, .warm = true},
              {.variant = "slow",
               .key = "log-bytes",
               .formula = "300: six lines",
               .value = [](const ClaimContext&) { return std::int64_t{300}; },
               .relation = Claim::Relation::at_least,
               .warm = true},
              {.variant = "fast", .key = "sql", .formula = "1: the page's", .value = one, .warm = true},
              {.variant = "fast", .key = "sql-write", .formula = "0", .value = none, .warm = true},
              {.variant = "fast", .key = "sql", .formula = "0", .value = none, .on_floor = true},
              {.variant = "fast",
               .key = "cache-hit",
               .formula = "1: the account",
               .value = one,
               .on_floor = true},
              {.variant = "fast", .key = "commits", .formula = "0", .value = none, .warm = true},
              {.variant = "fast", .key = "log-bytes", .formula = "0", .value = none, .warm = true},
              {.variant = "fast",
               .key = "cache-hit",
               .formula = "2: account and features",
               .value = [](const ClaimContext&) { return std::int64_t{2}; },
               .warm = true},
          },
  };
}

}  // namespace caseload::cases
