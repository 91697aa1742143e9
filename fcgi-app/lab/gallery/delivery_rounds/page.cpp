#include "lab/gallery_page.hpp"

#include <map>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::CustomerOrder;

using Parcels = std::vector<const CustomerOrder*>;
using Rounds = std::map<std::string_view, Parcels>;  // by country

Rounds rounds_of(const orm::List<CustomerOrder>& orders) {
  Rounds rounds;
  for (const CustomerOrder& order : orders)
    if (order.status() != "cancelled") rounds[order.customer().country().name()].push_back(&order);
  return rounds;
}

Rows parcels_of(const Parcels& orders) {
  Rows parcels({"order", "placed_on", "name", "email", "was_returned"});
  for (const CustomerOrder* order : orders)
    parcels.add(order->id(), order->placed_at().substr(0, 10), order->customer().name(),
                order->customer().email(), order->status() == "returned");
  return parcels;
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto orders = session.query<CustomerOrder>()
                          .only(&CustomerOrder::placed_at, &CustomerOrder::status)
                          .only(&CustomerOrder::customer, &orm::Customer::name, &orm::Customer::email)
                          .only(&CustomerOrder::customer, &orm::Customer::country, &orm::Country::name)
                          .order_by_descending(&CustomerOrder::id)
                          .limit(request.knobs.n())
                          .all();
  Rows rounds({"country", "count", "parcels"});
  for (const auto& [country, parcels] : rounds_of(orders))
    rounds.add(country, parcels.size(), parcels_of(parcels));
  return services.page(Value::object({{"rounds", std::move(rounds)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage delivery_rounds() {
  return {
      .summary = "the newest parcels, country by country, each with its address for messages",
      .why =
          "Code groups the rows and counts them, but every order that can be delivered is a line of the "
          "page, so the database has no fewer rows to send. Customers and countries are joined.",
      .knobs = {items_knob("orders to deliver", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
