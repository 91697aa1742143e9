#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view appliance_sql =
    "SELECT model, owner, country, part_sku, part_name, fault FROM broken_appliance WHERE id = ?";
constexpr std::string_view labour_sql =
    "SELECT task, minutes FROM repair_task WHERE fault = ? ORDER BY position";
constexpr std::int64_t cents_per_minute = 95;

struct Appliance {
  std::string model, owner, country, part_sku, part_name, fault;
  static constexpr auto columns = std::tuple(&Appliance::model, &Appliance::owner, &Appliance::country,
                                             &Appliance::part_sku, &Appliance::part_name, &Appliance::fault);
};

struct Task {
  std::string name;
  std::int64_t minutes;
  static constexpr auto columns = std::tuple(&Task::name, &Task::minutes);
};

struct Estimate {
  std::int64_t pieces = 0, part_cents = 0, freight_cents = 0, days = 0;
  std::vector<std::string_view> missing;
};

// Each part of the estimate asks the service that knows it. False: the service could not say.
struct Step {
  std::string_view name;
  bool (*ask)(Services&, const Appliance&, Estimate&);
};

bool ask_for_stock(Services& services, const Appliance& appliance, Estimate& estimate) {
  const auto reply =
      services.partners.send(partners::stock_of(services.db.dataset(), {&appliance.part_sku, 1}));
  const auto document = partners::document_in(reply);
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  if (items == nullptr || items->empty()) return false;
  estimate.pieces = items->front()["stock"].integer_or(0);
  return true;
}

bool ask_for_price(Services& services, const Appliance& appliance, Estimate& estimate) {
  const auto document = partners::document_in(
      services.partners.send(partners::price_of(services.db.dataset(), appliance.part_sku)));
  if (!document) return false;
  estimate.part_cents = cents_of((*document)["price"].text_or("0.00"));
  return true;
}

bool ask_for_delivery(Services& services, const Appliance& appliance, Estimate& estimate) {
  const auto document = partners::document_in(services.partners.send(
      partners::delivery_of(services.db.dataset(), appliance.part_sku, appliance.country)));
  if (!document) return false;
  estimate.freight_cents = cents_of((*document)["price"].text_or("0.00"));
  estimate.days = (*document)["days"].integer_or(0);
  return true;
}

constexpr Step steps[] = {
    {"stock", ask_for_stock}, {"price of the part", ask_for_price}, {"delivery", ask_for_delivery}};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("appliance");
  const auto appliance = services.db.query_one<Appliance>(appliance_sql, id);
  if (!appliance) throw NotFound("there is no appliance " + std::to_string(id));
  const auto tasks = services.db.query<Task>(labour_sql, appliance->fault);
  Estimate estimate;
  for (const Step& step : steps)
    if (!step.ask(services, *appliance, estimate)) estimate.missing.push_back(step.name);

  std::int64_t labour_cents = 0;
  Rows work({"name", "minutes", "price"});
  for (const Task& each : tasks) {
    labour_cents += each.minutes * cents_per_minute;
    work.add(each.name, each.minutes, price_of(each.minutes * cents_per_minute));
  }
  Rows missing({"what"});
  for (const std::string_view each : estimate.missing) missing.add(each);
  return services
      .page(Value::object({{"model", appliance->model},
                           {"owner", appliance->owner},
                           {"fault", appliance->fault},
                           {"part", appliance->part_name},
                           {"part_price", price_of(estimate.part_cents)},
                           {"freight", price_of(estimate.freight_cents)},
                           {"days", estimate.pieces > 0 ? estimate.days : estimate.days + 14},
                           {"work", std::move(work)},
                           {"total", price_of(labour_cents + estimate.part_cents + estimate.freight_cents)},
                           {"missing", std::move(missing)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage repair_estimate() {
  return {
      .summary = "a repair shop's estimate for a washing machine: work, spare part, freight, and how soon",
      .why =
          "The estimate has a list of steps, and a loop runs them. Each step calls another service and waits "
          "for it, though none needs what an earlier one has found out. The steps could only name their "
          "calls, and the loop's place be taken by sending all of them at once.",
      .knobs = {{.name = "appliance",
                 .help = "number of the appliance",
                 .initial = 77,
                 .minimum = 1,
                 .maximum = 900},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
