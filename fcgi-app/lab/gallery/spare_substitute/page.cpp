#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view vehicle_sql = "SELECT plate, model, country FROM yard_vehicle WHERE id = ?";
// What fits, the maker's own part first.
constexpr std::string_view fitting_sql =
    "SELECT sku, name, maker FROM fitting_part WHERE vehicle_id = ? ORDER BY preference";

struct Vehicle {
  std::string plate, model, country;
  static constexpr auto columns = std::tuple(&Vehicle::plate, &Vehicle::model, &Vehicle::country);
};

struct Part {
  std::string sku, name, maker;
  static constexpr auto columns = std::tuple(&Part::sku, &Part::name, &Part::maker);
};

// How many there are of each part, in the order of the parts.
std::vector<std::int64_t> stock_of_all(const std::vector<Part>& parts, Services& services) {
  std::vector<std::string> skus;
  for (const Part& each : parts) skus.push_back(each.sku);
  std::vector<std::int64_t> stock(parts.size(), 0);
  if (skus.empty()) return stock;
  const auto document =
      partners::document_in(services.partners.send(partners::stock_of(services.db.dataset(), skus)));
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  for (std::size_t i = 0; items != nullptr && i < std::min(items->size(), stock.size()); ++i)
    stock[i] = (*items)[i]["stock"].integer_or(0);
  return stock;
}

Value offer_for(const Part& part, const Vehicle& vehicle, Services& services) {
  const Dataset dataset = services.db.dataset();
  const std::array calls{partners::price_of(dataset, part.sku),
                         partners::delivery_of(dataset, part.sku, vehicle.country)};
  const auto replies = services.partners.send_all(calls);
  const auto price = partners::document_in(replies[0]), delivery = partners::document_in(replies[1]);
  return Value::object({{"sku", part.sku},
                        {"name", part.name},
                        {"price", price ? (*price)["price"].text_or("on request") : "on request"},
                        {"days", delivery ? (*delivery)["days"] : Value()}});
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("vehicle");
  const auto vehicle = services.db.query_one<Vehicle>(vehicle_sql, id);
  if (!vehicle) throw NotFound("there is no vehicle " + std::to_string(id));
  const auto parts = services.db.query<Part>(fitting_sql, id);
  const auto stock = stock_of_all(parts, services);
  Rows rows({"name", "maker", "stock"});
  for (std::size_t i = 0; i < parts.size(); ++i) rows.add(parts[i].name, parts[i].maker, stock[i]);
  Value model =
      Value::object({{"plate", vehicle->plate}, {"model", vehicle->model}, {"parts", std::move(rows)}});
  // Price and delivery are worth asking only for the part that would be ordered.
  const auto chosen =
      std::find_if(stock.begin(), stock.end(), [](std::int64_t pieces) { return pieces > 0; });
  if (chosen != stock.end())
    model.set("offer",
              offer_for(parts[static_cast<std::size_t>(chosen - stock.begin())], *vehicle, services));
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage spare_substitute() {
  return {
      .summary = "a repair yard looks for a part that fits and is in stock, the maker's own or a substitute",
      .why =
          "Innocent: the page waits for other services twice. First one call brings the stock of all parts "
          "that fit. Only then is it known which part to order, and the calls for its price and delivery are "
          "sent together.",
      .knobs =
          {{.name = "vehicle", .help = "number of the vehicle", .initial = 58, .minimum = 1, .maximum = 500},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
