#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/request_chain.hpp"

namespace caseload::gallery {

namespace {

struct Stock {
  std::string sku;
  std::int64_t pieces;
  static constexpr auto columns = std::tuple(&Stock::sku, &Stock::pieces);
};

void load_session(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  const auto session = steps::session_in(visit.services.db, visit.token);
  visit.account.customer_id = session.customer_id;
  visit.account.requests_per_minute = session.requests_per_minute;
  steps::record_session_use(visit.services.db, visit.token);
}

void load_customer(Visit& visit) {
  auto customer = steps::customer_in(visit.services.db, visit.account.customer_id);
  visit.account.name = std::move(customer.name);
  visit.account.email = std::move(customer.email);
  visit.account.permissions = steps::permissions_in(visit.services.db, visit.account.customer_id);
}

void load_features(Visit& visit) {
  auto features = steps::features_in(visit.services.db);
  visit.has_feature = [&visit, features = std::move(features)](std::string_view name) {
    return steps::is_on(features, name, visit.account.customer_id);
  };
}

void log_end(Visit& visit, int status) {
  steps::log_at_once(visit, "ends with " + std::to_string(status));
}

// The chain of the shop's pages.
constexpr ChainStep shop_steps[] = {{"load_session", load_session},
                                    {"load_customer", load_customer},
                                    {"load_features", load_features},
                                    {"check_limit", steps::check_limit}};

// A traffic light beside the article, which asks again every few seconds.
Response light(Visit& visit) {
  const std::int64_t id = visit.request.knobs.integer("article");
  const auto stock =
      visit.services.db.query_one<Stock>("SELECT sku, stock FROM indexed_product WHERE id = ?", id);
  if (!stock) throw NotFound("there is no article " + std::to_string(id));
  return data_page(visit.services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("article").text(stock->sku).key("light");
    json.text(stock->pieces == 0 ? "red" : stock->pieces < 5 ? "yellow" : "green").end_object();
  });
}

Response run(const Request& request, Services& services) {
  return run_chain({.steps = shop_steps, .finish = {"write_log", log_end}}, request, services, light);
}

}  // namespace

GalleryPage availability_widget() {
  return {
      .summary = "the traffic light beside an article: whether it is in stock, as JSON",
      .why =
          "One query would do, but the light is behind the chain of the shop's pages: session, customer, "
          "permissions and features are loaded, and the visit is recorded, each time a browser asks again.",
      .knobs =
          {{.name = "article", .help = "id of the article", .initial = 331, .minimum = 1, .maximum = 25'000},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "middleware"}},
  };
}

}  // namespace caseload::gallery
