#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view machine_sql = "SELECT sku, name, price FROM indexed_product WHERE id = ?";

struct Machine {
  std::string sku, name, price;
  static constexpr auto columns = std::tuple(&Machine::sku, &Machine::name, &Machine::price);
};

struct Offer {
  bool is_approved = false;
  std::string reference, delivery;
  std::int64_t pieces = 0;
};

// The other services charge for each call, so nothing else is asked about a customer without credit.
Offer offer_for(const Machine& machine, std::int64_t customer, Services& services) {
  const Dataset dataset = services.db.dataset();
  const auto credit = partners::document_in(
      services.partners.send(partners::payment_by(dataset, customer, cents_of(machine.price))));
  if (!credit) return {};

  const io::HttpCall calls[] = {partners::stock_of(dataset, {&machine.sku, 1}),
                                partners::delivery_of(dataset, machine.sku, "AT")};
  const auto replies = services.partners.send_all(calls);
  Offer offer{.is_approved = true, .reference = std::string((*credit)["reference"].text_or(""))};
  if (const auto stock = partners::document_in(replies[0]))
    if (const Value::List* items = (*stock)["items"].items(); items && !items->empty())
      offer.pieces = items->front()["stock"].integer_or(0);
  if (const auto delivery = partners::document_in(replies[1]))
    offer.delivery = (*delivery)["price"].text_or("");
  return offer;
}

Response run(const Request& request, Services& services) {
  const auto machine = services.db.query_one<Machine>(machine_sql, request.knobs.integer("machine"));
  if (!machine) throw NotFound("there is no such machine");
  const Offer offer = offer_for(*machine, request.knobs.integer("customer"), services);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("machine").text(machine->name).key("rate").text(machine->price);
                     json.key("approved").boolean(offer.is_approved);
                     if (offer.is_approved) {
                       json.key("reference").text(offer.reference).key("pieces").number(offer.pieces);
                       json.key("delivery").text(offer.delivery);
                     }
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage credit_first() {
  return {
      .summary = "a leasing offer for a machine as JSON: credit, then availability and delivery",
      .why =
          "Innocent: the credit comes before the other calls on purpose, since a refusal saves both of "
          "them. These two do not depend on each other and are sent together.",
      .knobs =
          {{.name = "machine", .help = "id of the product", .initial = 40, .minimum = 1, .maximum = 25'000},
           {.name = "customer", .help = "id of the customer", .initial = 17, .minimum = 1, .maximum = 2'500},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
