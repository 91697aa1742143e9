#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view parcel_sql =
    "SELECT p.sku, p.name, p.stock FROM indexed_product AS p WHERE p.id = ?";
constexpr std::string_view rates_sql =
    "SELECT zone, up_to_grams, price FROM shipping_rate ORDER BY zone, up_to_grams";
constexpr const char* destinations[] = {"AT", "BE", "CZ", "DK"};

struct Parcel {
  std::string sku, name;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Parcel::sku, &Parcel::name, &Parcel::stock);
};

struct Rate {
  std::string zone;
  std::int64_t up_to_grams;
  std::string price;
  static constexpr auto columns = std::tuple(&Rate::zone, &Rate::up_to_grams, &Rate::price);
};

// All at once, over connections to the couriers that stay open.
Value offers_for(const Parcel& parcel, Services& services) {
  std::vector<io::HttpCall> calls;
  for (const char* const country : destinations)
    calls.push_back(partners::delivery_of(services.db.dataset(), parcel.sku, country));
  const auto replies = services.partners.send_all(calls);
  Value offers = Value::list();
  for (std::size_t at = 0; at < replies.size(); ++at) {
    const auto document = partners::document_in(replies[at]);
    if (!document) continue;
    offers.add(Value::object({{"country", destinations[at]},
                              {"zone", (*document)["zone"]},
                              {"price", (*document)["price"]},
                              {"days", (*document)["days"]}}));
  }
  return offers;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("product");
  const auto parcel = services.db.query_one<Parcel>(parcel_sql, id);
  if (!parcel) throw NotFound("there is no product " + std::to_string(id));
  const auto rates = services.connector.kept().query<Rate>(rates_sql);
  Rows rows({"zone", "up_to_grams", "price"});
  for (const Rate& each : rates) rows.add(each.zone, each.up_to_grams, each.price);
  return services
      .page(Value::object({{"sku", parcel->sku},
                           {"name", parcel->name},
                           {"is_in_stock", parcel->stock > 0},
                           {"offers", offers_for(*parcel, services)},
                           {"rates", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage courier_choice() {
  return {
      .summary = "what a parcel costs to four countries, and the price list of the post",
      .why =
          "Innocent: four calls to couriers, and queries on two connections. But all of these connections "
          "stay open between requests, and the calls are sent together.",
      .knobs = {{.name = "product",
                 .help = "number of the product",
                 .initial = 512,
                 .minimum = 1,
                 .maximum = 25'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
