#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Customer;
using orm::IndexedProduct;

// A traffic light for each of the questions that a clerk answers before an order on account is accepted.
enum class Light { green, yellow, red };

std::string_view name_of_light(Light light) {
  return light == Light::green ? "green" : light == Light::yellow ? "yellow" : "red";
}

Light is_solvent(Services& services, const Customer& customer, std::int64_t cents) {
  const auto reply =
      services.partners.send(partners::payment_by(services.db.dataset(), customer.id(), cents));
  if (reply.is_success()) return Light::green;
  return reply.status == 402 ? Light::red : Light::yellow;
}

Light is_deliverable(Services& services, const IndexedProduct& product, std::int64_t pieces) {
  const std::string sku(product.sku());
  const auto document =
      partners::document_in(services.partners.send(partners::stock_of(services.db.dataset(), {&sku, 1})));
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  if (items == nullptr || items->empty()) return Light::yellow;
  return items->front()["stock"].integer_or(0) >= pieces ? Light::green : Light::red;
}

Light is_near(Services& services, const IndexedProduct& product, const Customer& customer) {
  const auto call = partners::delivery_of(services.db.dataset(), std::string(product.sku()),
                                          std::string(customer.country().code()));
  const auto document = partners::document_in(services.partners.send(call));
  if (!document) return Light::yellow;
  return (*document)["days"].integer_or(9) <= 4 ? Light::green : Light::yellow;
}

Response show(const Request& request, Services& services) {
  constexpr std::int64_t pieces = 5;
  orm::Session session(services.db);
  const auto customer = session.query<Customer>()
                            .join(&Customer::country)
                            .where(&Customer::id, request.knobs.integer("customer"))
                            .first();
  const auto product = session.find<IndexedProduct>(request.knobs.integer("article"));
  if (!customer || !product) throw NotFound("there is no such customer or article");

  const Light money = is_solvent(services, *customer, pieces * cents_of(product->price()));
  const Light goods = is_deliverable(services, *product, pieces);
  const Light distance = is_near(services, *product, *customer);
  return services
      .page(Value::object({{"customer", customer->name()},
                           {"country", customer->country().name()},
                           {"article", product->name()},
                           {"pieces", pieces},
                           {"money", name_of_light(money)},
                           {"goods", name_of_light(goods)},
                           {"distance", name_of_light(distance)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage order_on_account() {
  return {
      .summary = "may this order be accepted on account? lights for credit, stock and distance",
      .why =
          "Three services answer three independent questions, but each is only called when the one before "
          "has replied. Sent together, the calls would take as long as the slowest.",
      .knobs =
          {{.name = "customer", .help = "id of the customer", .initial = 17, .minimum = 1, .maximum = 2'500},
           {.name = "article", .help = "id of the product", .initial = 31, .minimum = 1, .maximum = 25'000},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
