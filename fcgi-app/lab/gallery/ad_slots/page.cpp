#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// More expensive products are shown more often.
constexpr std::string_view draw_sql = R"(
  SELECT p.sku, p.name, p.price, RAND() * p.price AS dice
    FROM product p
   WHERE p.stock > 0
   ORDER BY dice DESC
   LIMIT ?)";

struct Advertisement {
  std::string sku, name, price;
  double dice;
  static constexpr auto columns =
      std::tuple(&Advertisement::sku, &Advertisement::name, &Advertisement::price, &Advertisement::dice);
};

std::string_view size_of(double dice) {
  return dice > 50 ? "wide" : "square";
}

Response run(const Request& request, Services& services) {
  const auto drawn = services.db.query<Advertisement>(draw_sql, request.knobs.n());
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("slots").begin_list();
                     for (const Advertisement& each : drawn) {
                       json.begin_object().key("target").text("/products/" + each.sku);
                       json.key("caption").text(each.name).key("price").text(each.price);
                       json.key("size").text(size_of(each.dice)).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "no-store")
      .set("Access-Control-Allow-Origin", "*");
}

}  // namespace

GalleryPage ad_slots() {
  return {
      .summary = "products for the advertising slots of a partner's page, as JSON",
      .why =
          "Every product in stock gets a weighted random number, and all are sorted by it to fill a few "
          "slots. Ids could be drawn in code and kept with a chance that depends on the price.",
      .knobs = {items_knob("slots on the partner's page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "random-order"}},
  };
}

}  // namespace caseload::gallery
