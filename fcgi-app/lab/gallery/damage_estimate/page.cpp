#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view damage_sql =
    "SELECT d.plate, d.model, d.noted, w.name, w.country FROM pooled_damage AS d "
    "JOIN pooled_workshop AS w ON w.id = d.workshop_id WHERE d.id = ?";
constexpr std::string_view parts_sql =
    "SELECT l.position, p.sku, p.name FROM pooled_damage_part AS l "
    "JOIN indexed_product AS p ON p.id = l.product_id WHERE l.damage_id = ? ORDER BY l.position";

struct Damage {
  std::string plate, model, noted, workshop, country;
  static constexpr auto columns =
      std::tuple(&Damage::plate, &Damage::model, &Damage::noted, &Damage::workshop, &Damage::country);
};

struct Part {
  std::int64_t position;
  std::string sku, name;
  std::int64_t cents = 0, in_stock = 0, days = 0;
  static constexpr auto columns = std::tuple(&Part::position, &Part::sku, &Part::name);
};

// What the importer of the spare parts says about the parts of one repair.
class Importer {
 public:
  Importer(Services& services, std::vector<Part>& parts)
      : partners_(services.partners), dataset_(services.db.dataset()), parts_(parts) {}

  // A price list takes one part, so the calls are made together.
  void fill_prices() {
    std::vector<io::HttpCall> calls;
    for (const Part& each : parts_) calls.push_back(partners::price_of(dataset_, each.sku));
    const auto replies = partners_.send_all(calls);
    for (std::size_t at = 0; at < parts_.size(); ++at)
      if (const auto document = partners::document_in(replies[at]))
        parts_[at].cents = cents_of((*document)["price"].text_or("0.00"));
  }

  void fill_stock() {
    std::vector<std::string> skus;
    for (const Part& each : parts_) skus.push_back(each.sku);
    const auto document = partners::document_in(partners_.send(partners::stock_of(dataset_, skus)));
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    for (std::size_t at = 0; items != nullptr && at < std::min(parts_.size(), items->size()); ++at)
      parts_[at].in_stock = (*items)[at]["stock"].integer_or(0);
  }

  void fill_delivery(const std::string& country) {
    std::vector<io::HttpCall> calls;
    for (const Part& each : parts_) calls.push_back(partners::delivery_of(dataset_, each.sku, country));
    const auto replies = partners_.send_all(calls);
    for (std::size_t at = 0; at < parts_.size(); ++at)
      if (const auto document = partners::document_in(replies[at]))
        parts_[at].days = (*document)["days"].integer_or(0);
  }

 private:
  Outbound& partners_;
  Dataset dataset_;
  std::vector<Part>& parts_;
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("damage");
  const auto damage = services.db.query_one<Damage>(damage_sql, id);
  if (!damage) throw NotFound("there is no damage " + std::to_string(id));
  auto parts = services.db.query<Part>(parts_sql, id);
  Importer importer(services, parts);
  importer.fill_prices();
  importer.fill_stock();
  importer.fill_delivery(damage->country);

  Rows rows({"position", "name", "price", "in_stock", "days"});
  std::int64_t cents = 0, days = 0;
  for (const Part& each : parts) {
    rows.add(each.position, each.name, price_of(each.cents), each.in_stock > 0, each.days);
    cents += each.cents;
    days = std::max(days, each.in_stock > 0 ? each.days : each.days + 10);
  }
  return services
      .page(Value::object({{"plate", damage->plate},
                           {"model", damage->model},
                           {"noted", damage->noted},
                           {"workshop", damage->workshop},
                           {"parts", std::move(rows)},
                           {"total", price_of(cents)},
                           {"days", days}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage damage_estimate() {
  return {
      .summary = "what the repair of a shared car costs, and how long it will be off the street",
      .why =
          "The calls of each step are made together, but the three steps follow one another: prices, then "
          "stock, then delivery. None needs what another one has found, and the parts are known before the "
          "first, so all calls could be sent at once.",
      .knobs = {{.name = "damage",
                 .help = "number of the damage report",
                 .initial = 52,
                 .minimum = 1,
                 .maximum = 1'000},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
