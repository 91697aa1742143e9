#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Edition {
  std::int64_t number;
  std::string valid_from;
  static constexpr auto columns = std::tuple(&Edition::number, &Edition::valid_from);
};

struct Price {
  std::string sku, name, price, reduced, unit;
  static constexpr auto columns =
      std::tuple(&Price::sku, &Price::name, &Price::price, &Price::reduced, &Price::unit);
};

constexpr std::string_view edition_sql =
    "SELECT edition, DATE_FORMAT(valid_from, '%Y-%m-%d') FROM price_list_edition ORDER BY edition DESC LIMIT "
    "1";
constexpr std::string_view prices_sql =
    "SELECT sku, name, price, CAST(price * 0.9 AS DECIMAL(8, 2)), IF(stock > 100, 'box of ten', 'piece') "
    "FROM indexed_product ORDER BY id LIMIT ?";

// The tills fetch the list every few minutes and compare the edition with their own.
Response run(const Request& request, Services& services) {
  const Edition edition = services.db.query_one<Edition>(edition_sql).value();
  const auto prices = services.db.query<Price>(prices_sql, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("edition").number(edition.number).key("valid_from").text(edition.valid_from);
    json.key("currency").text("EUR").key("prices").begin_list();
    for (const Price& each : prices) {
      json.begin_object().key("article_number").text(each.sku).key("description").text(each.name);
      json.key("price_per_unit").text(each.price).key("price_for_members").text(each.reduced);
      json.key("unit_of_sale").text(each.unit).key("price_list_edition").number(edition.number).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-cache");
}

}  // namespace

GalleryPage till_price_list() {
  return {
      .summary = "the current price list as JSON, as the tills fetch it",
      .why =
          "The list has an edition, but only in its body. Without a validator a till can't ask whether it "
          "has the current list, so each time all prices are queried and sent. The edition would be a good "
          "ETag.",
      .knobs = {items_knob("prices in the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
