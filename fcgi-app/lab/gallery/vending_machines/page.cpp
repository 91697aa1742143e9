#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view machines_sql =
    "SELECT number, place, sku, pieces_left, capacity FROM vending_machine ORDER BY number LIMIT ?";

struct Machine {
  std::int64_t number;
  std::string place, sku;
  std::int64_t pieces_left, capacity;
  static constexpr auto columns =
      std::tuple(&Machine::number, &Machine::place, &Machine::sku, &Machine::pieces_left, &Machine::capacity);

  bool is_low() const { return pieces_left * 4 < capacity; }
  std::int64_t missing() const { return capacity - pieces_left; }
};

// How many pieces of what is sold here the wholesaler has.
std::int64_t at_the_wholesaler(const Machine& machine, Services& services) {
  const auto reply = services.partners.send(partners::stock_of(services.db.dataset(), {&machine.sku, 1}));
  const auto document = partners::document_in(reply);
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  return items == nullptr || items->empty() ? 0 : items->front()["stock"].integer_or(0);
}

std::string advice_for(const Machine& machine, Services& services) {
  if (!machine.is_low()) return "";
  const std::int64_t pieces = at_the_wholesaler(machine, services);
  if (pieces == 0) return "sold out, choose something else";
  return "bring " + std::to_string(std::min(pieces, machine.missing()));
}

Response show(const Request& request, Services& services) {
  const auto machines = services.db.query<Machine>(machines_sql, request.knobs.n());
  Rows rows({"number", "place", "sku", "left", "capacity", "advice"});
  for (const Machine& each : machines)
    rows.add(each.number, each.place, each.sku, each.pieces_left, each.capacity, advice_for(each, services));
  return services.page(Value::object({{"machines", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage vending_machines() {
  return {
      .summary = "a tour of vending machines: what is left in each, and what to bring where little is",
      .why =
          "The wholesaler is asked for each machine that is nearly empty, one product per call. The service "
          "takes up to a hundred products in one call.",
      .knobs = {items_knob("machines on the tour", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "call-loop"}},
  };
}

}  // namespace caseload::gallery
