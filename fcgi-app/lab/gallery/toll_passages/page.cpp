#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view classes_sql = R"(
  SELECT vehicle_class, COUNT(*), SUM(fee_cents), MAX(fee_cents)
    FROM toll_passage
   WHERE gantry_id = ? AND passed_at >= ? AND passed_at < ?
   GROUP BY vehicle_class
   ORDER BY vehicle_class)";

struct Class {
  std::string name;
  std::int64_t passages, cents, highest_cents;
  static constexpr auto columns =
      std::tuple(&Class::name, &Class::passages, &Class::cents, &Class::highest_cents);
};

std::string first_of_quarter(std::int64_t quarter) {
  return quarter == 5
             ? "2026-01-01"
             : "2025-" + std::string(quarter == 4 ? "" : "0") + std::to_string(quarter * 3 - 2) + "-01";
}

Response show(const Request& request, Services& services) {
  const std::int64_t quarter = request.knobs.integer("quarter");
  const auto classes = services.db.query<Class>(classes_sql, request.knobs.integer("gantry"),
                                                first_of_quarter(quarter), first_of_quarter(quarter + 1));
  std::int64_t passages = 0, cents = 0;
  Rows rows({"name", "passages", "sum", "highest"});
  for (const Class& each : classes) {
    passages += each.passages;
    cents += each.cents;
    rows.add(each.name, each.passages, price_of(each.cents), price_of(each.highest_cents));
  }
  return services
      .page(Value::object({{"quarter", quarter},
                           {"passages", passages},
                           {"sum", price_of(cents)},
                           {"classes", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage toll_passages() {
  return {
      .summary = "what passed below a toll gantry in a quarter, by class of vehicle",
      .why =
          "The index finds the passages by gantry and time, but class and fee are only in the table. "
          "Passages "
          "of all gantries are stored in the order of time, so nearly each one is looked up on another page.",
      .knobs =
          {{.name = "quarter", .help = "quarter of 2025", .initial = 2, .minimum = 1, .maximum = 4},
           {.name = "gantry", .help = "number of the gantry", .initial = 11, .minimum = 1, .maximum = 20},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "covering-index"}},
  };
}

}  // namespace caseload::gallery
