#include <array>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view shipment_sql =
    "SELECT s.shipper, p.sku, s.pieces, s.kilograms FROM quote_shipment AS s "
    "JOIN indexed_product AS p ON p.id = s.product_id WHERE s.id = ?";
constexpr std::string_view surcharges_sql =
    "SELECT zone, fuel_permille, toll_cents FROM quote_surcharge ORDER BY zone";

struct Shipment {
  std::string shipper, sku;
  std::int64_t pieces, kilograms;
  static constexpr auto columns =
      std::tuple(&Shipment::shipper, &Shipment::sku, &Shipment::pieces, &Shipment::kilograms);
};
struct Surcharge {
  std::string zone;
  std::int64_t fuel_permille, toll_cents;
  static constexpr auto columns =
      std::tuple(&Surcharge::zone, &Surcharge::fuel_permille, &Surcharge::toll_cents);
};

// Where the forwarder has branches.
constexpr std::array<std::string_view, 6> branches{"AT", "BE", "CZ", "DK", "GR", "IE"};

struct Quote {
  std::string country;
  std::int64_t days, cents, surcharge_cents;
};

std::int64_t surcharge_in_cents(const std::vector<Surcharge>& surcharges, std::string_view zone,
                                std::int64_t cents) {
  for (const Surcharge& each : surcharges)
    if (each.zone == zone) return cents * each.fuel_permille / 1'000 + each.toll_cents;
  return 0;
}

std::vector<Quote> quotes_for(const Shipment& shipment, const std::vector<Surcharge>& surcharges,
                              Services& services) {
  std::vector<io::HttpCall> calls;
  for (const std::string_view country : branches)
    calls.push_back(partners::delivery_of(services.db.dataset(), shipment.sku, std::string(country)));
  std::vector<Quote> quotes;
  for (const io::HttpReply& reply : services.partners.send_all(calls)) {
    const auto document = partners::document_in(reply);
    if (!document) continue;  // the carrier does not go there
    const std::int64_t cents = cents_of((*document)["price"].text_or("0.00")) * shipment.pieces;
    quotes.push_back(
        {.country = std::string((*document)["country"].text_or("")),
         .days = (*document)["days"].integer_or(0),
         .cents = cents,
         .surcharge_cents = surcharge_in_cents(surcharges, (*document)["zone"].text_or(""), cents)});
  }
  return quotes;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("shipment");
  const auto shipment = services.db.query_one<Shipment>(shipment_sql, id);
  if (!shipment) throw NotFound("there is no shipment " + std::to_string(id));
  const auto surcharges = services.db.query<Surcharge>(surcharges_sql);
  const auto quotes = quotes_for(*shipment, surcharges, services);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("shipper").text(shipment->shipper);
                     json.key("pieces").number(shipment->pieces).key("kilograms").number(shipment->kilograms);
                     json.key("quotes").begin_list();
                     for (const Quote& each : quotes) {
                       json.begin_object().key("to").text(each.country).key("days").number(each.days);
                       json.key("freight").text(price_of(each.cents));
                       json.key("surcharges").text(price_of(each.surcharge_cents));
                       json.key("total").text(price_of(each.cents + each.surcharge_cents)).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage freight_quotes() {
  return {
      .summary = "what a shipment costs to each branch of a forwarder, and how long it takes, as JSON",
      .why =
          "Innocent: six calls to the carrier, but it quotes one destination per call, the six are sent "
          "together, and there are as many as branches, which doesn't depend on the shipment. The table of "
          "surcharges is read whole: it has a line for each zone.",
      .knobs = {{.name = "shipment",
                 .help = "number of the shipment",
                 .initial = 77,
                 .minimum = 1,
                 .maximum = 2'000},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
