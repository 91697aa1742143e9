#include "partners/partner_services.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/database/database.hpp"
#include "io/json/json.hpp"
#include "io/log/log.hpp"
#include "shop/partner_calls.hpp"

namespace caseload::partners {

namespace {

constexpr std::string_view currency = "EUR";

constexpr std::string_view price_sql = "SELECT price FROM indexed_product WHERE sku = ? LIMIT 1";

struct Zone {
  std::string_view name;  // as in shipping_rate
  std::int64_t days;
};
constexpr std::array<Zone, 5> zones{
    {{"domestic", 1}, {"neighbours", 2}, {"continent", 4}, {"overseas", 9}, {"islands", 5}}};

constexpr std::string_view country_sql = "SELECT id FROM country WHERE code = ?";

// A product weighs from 200 g to 2 kg.
constexpr std::string_view delivery_sql =
    "SELECT rate.price FROM indexed_product AS product "
    "JOIN shipping_rate AS rate ON rate.up_to_grams >= 200 + product.id % 1801 AND rate.zone = ? "
    "WHERE product.sku = ? ORDER BY rate.up_to_grams LIMIT 1";

// Who has ordered more may spend more.
constexpr std::string_view orders_sql =
    "SELECT COUNT(placed.id) FROM customer LEFT JOIN customer_order AS placed "
    "ON placed.customer_id = customer.id WHERE customer.id = ? GROUP BY customer.id";
constexpr std::int64_t first_limit_cents = 20'000, more_for_each_order_cents = 5'000;

struct Price {
  std::string price;
  static constexpr auto columns = std::tuple(&Price::price);
};
struct Country {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Country::id);
};
struct Stock {
  std::string sku;
  std::int64_t pieces;
  static constexpr auto columns = std::tuple(&Stock::sku, &Stock::pieces);
};
struct Orders {
  std::int64_t count;
  static constexpr auto columns = std::tuple(&Orders::count);
};

Response json_of(const Value& document, int status = 200) {
  Response response{.status = status};
  response.set("Content-Type", "application/json").set("Cache-Control", "no-store");
  response.body = io::to_json(document);
  return response;
}

Response error_of(int status, std::string_view reason) {
  return json_of(Value::object({{"error", reason}}), status);
}

std::string text_in(const Request& request, std::string_view name) {
  const auto given = request.parameter(name);
  if (!given || given->empty()) throw BadRequest("the parameter " + std::string(name) + " is missing");
  return std::string(*given);
}

std::int64_t number_in(const Request& request, std::string_view name) {
  const std::string given = text_in(request, name);
  const auto number = whole_number(given);
  if (!number || *number < 1)
    throw BadRequest("the parameter " + std::string(name) + " must be a whole number above 0; got '" + given +
                     "'");
  return *number;
}

std::map<std::string, std::int64_t> stock_in(Database& db, const std::vector<std::string>& skus) {
  std::string sql = "SELECT sku, stock FROM indexed_product WHERE sku IN (?";
  for (std::size_t i = 1; i < skus.size(); ++i) sql += ", ?";
  const std::vector<Parameter> parameters(skus.begin(), skus.end());
  std::map<std::string, std::int64_t> found;
  for (Cursor cursor = db.run(sql + ")", parameters); cursor.next();) {
    const Stock stock = map_row<Stock>(cursor);
    found.emplace(stock.sku, stock.pieces);
  }
  return found;
}

Response stock(const Request& request, Database& db) {
  const std::vector<std::string> skus = split(text_in(request, "sku"), ",");
  if (skus.empty() || skus.size() > max_skus)
    throw BadRequest("the parameter sku must have 1 to " + std::to_string(max_skus) + " SKUs; got " +
                     std::to_string(skus.size()));
  const auto found = stock_in(db, skus);
  Value items = Value::list();
  for (const std::string& sku : skus) {
    const auto product = found.find(sku);
    items.add(product == found.end() ? Value::object({{"sku", sku}, {"error", "unknown product"}})
                                     : Value::object({{"sku", sku}, {"stock", product->second}}));
  }
  return json_of(Value::object({{"items", std::move(items)}}));
}

Response price(const Request& request, Database& db) {
  const std::string sku = text_in(request, "sku");
  const auto found = db.query_one<Price>(price_sql, sku);
  if (!found) throw NotFound("unknown product " + sku);
  return json_of(Value::object({{"sku", sku}, {"price", found->price}, {"currency", currency}}));
}

Response delivery(const Request& request, Database& db) {
  const std::string sku = text_in(request, "sku"), country = text_in(request, "country");
  const NotFound undeliverable("no delivery of " + sku + " to " + country);
  const auto destination = db.query_one<Country>(country_sql, country);
  if (!destination) throw undeliverable;
  // Each country is in one of the zones.
  const Zone& zone = zones[static_cast<std::size_t>(destination->id) % zones.size()];
  const auto found = db.query_one<Price>(delivery_sql, zone.name, sku);
  if (!found) throw undeliverable;
  return json_of(Value::object({{"sku", sku},
                                {"country", country},
                                {"zone", zone.name},
                                {"price", found->price},
                                {"currency", currency},
                                {"days", zone.days}}));
}

Response payment(const Request& request, Database& db) {
  const std::int64_t customer = number_in(request, "customer"), cents = number_in(request, "cents");
  const auto orders = db.query_one<Orders>(orders_sql, customer);
  if (!orders) throw NotFound("unknown customer " + std::to_string(customer));
  const std::int64_t limit = first_limit_cents + more_for_each_order_cents * orders->count;
  if (cents > limit)
    return json_of(
        Value::object({{"approved", false}, {"reason", "the limit is " + std::to_string(limit) + " cents"}}),
        402);
  return json_of(Value::object(
      {{"approved", true}, {"reference", "P-" + std::to_string(customer) + "-" + std::to_string(cents)}}));
}

Response health(const Request&, Database&) {
  return json_of(Value::object({{"status", "ok"}}));
}

struct Service {
  std::string_view path;
  Method method;
  Response (*respond)(const Request&, Database&);
};
constexpr std::array services{Service{"/stock", Method::get, stock}, Service{"/price", Method::get, price},
                              Service{"/delivery", Method::get, delivery},
                              Service{"/payment", Method::post, payment},
                              Service{"/healthz", Method::get, health}};

const Service& service_for(const Request& request) {
  const auto* const found = std::ranges::find(services, request.path, &Service::path);
  if (found == services.end()) throw NotFound("there is no service at " + request.path);
  if (found->method == request.method) return *found;
  const std::string allowed = found->method == Method::post ? "POST" : "GET";
  throw HttpError(405, "Method not allowed; use " + allowed, {{"Allow", allowed}});
}

Dataset dataset_in(const Request& request) {
  const std::string name(request.parameter("dataset").value_or("x1"));
  const auto dataset = dataset_named(name);
  if (!dataset) throw BadRequest("the parameter dataset must be x1, x4 or x16; got '" + name + "'");
  return *dataset;
}

void read_form(Request& request) {
  if (request.method != Method::post) return;
  auto fields = parse_query(request.body);
  if (!fields || !is_valid_text(*fields)) throw BadRequest("the form can't be read");
  request.query.insert(request.query.end(), fields->begin(), fields->end());
}

Response failed(const Request& request, const std::exception& error) {
  io::log(io::LogLevel::error, error.what(), {{"request_id", request.id}, {"target", request.target}});
  return error_of(500, internal_failure);
}

}  // namespace

Response PartnerServices::handle(Request& request) {
  try {
    const Service& service = service_for(request);
    read_form(request);
    Trace unmeasured(clock_, false);
    Database db(connections_, unmeasured, dataset_in(request));
    return service.respond(request, db);
  } catch (const HttpError& error) {
    Response response = error_of(error.status, error.what());
    for (const auto& [name, value] : error.headers) response.set(name, value);
    return response;
  } catch (const std::exception& error) {
    return failed(request, error);
  }
}

Response PartnerServices::reject(const Request&, int status, const std::string& detail) {
  return error_of(status, detail);
}

}  // namespace caseload::partners
