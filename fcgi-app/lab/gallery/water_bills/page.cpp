#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view run_sql = "SELECT title, billed_on FROM water_run WHERE id = ?";
constexpr std::string_view bills_sql = R"(
  SELECT b.position, c.name, b.meter, b.cubic_metres, b.garden_cubic_metres
    FROM (SELECT position, customer_id, meter, cubic_metres, garden_cubic_metres
            FROM water_bill WHERE run_id = ? ORDER BY position LIMIT ?) AS b
    LEFT JOIN customer AS c ON c.id = b.customer_id
   ORDER BY b.position)";
// The council changes the charges once a year.
constexpr std::string_view charges_sql = R"(
  SELECT cubic_metre_cents, base_cents, sewage_cents
    FROM water_charge WHERE valid_from <= ? ORDER BY valid_from DESC LIMIT 1)";

struct Run {
  std::string title, billed_on;
  static constexpr auto columns = std::tuple(&Run::title, &Run::billed_on);
};

struct Bill {
  std::int64_t position;
  std::string name, meter;
  std::int64_t cubic_metres, garden_cubic_metres;
  static constexpr auto columns =
      std::tuple(&Bill::position, &Bill::name, &Bill::meter, &Bill::cubic_metres, &Bill::garden_cubic_metres);
};

struct Charges {
  std::int64_t cubic_metre_cents, base_cents, sewage_cents;
  static constexpr auto columns =
      std::tuple(&Charges::cubic_metre_cents, &Charges::base_cents, &Charges::sewage_cents);

  static Charges in_force(Database& db, const std::string& day) {
    const auto charges = db.query_one<Charges>(charges_sql, day);
    if (!charges) throw NotFound("no charges were in force on " + day);
    return *charges;
  }
};

// The amounts of the run's bills, in cents.
class Amounts {
 public:
  Amounts(Database& db, std::string day) : db_(db), day_(std::move(day)) {}

  std::int64_t drinking_water(const Bill& bill) const {
    const Charges charges = Charges::in_force(db_, day_);
    return charges.base_cents + charges.cubic_metre_cents * bill.cubic_metres;
  }

  // Water for the garden does not come back as sewage.
  std::int64_t sewage(const Bill& bill) const {
    return Charges::in_force(db_, day_).sewage_cents *
           std::max<std::int64_t>(bill.cubic_metres - bill.garden_cubic_metres, 0);
  }

 private:
  Database& db_;
  std::string day_;
};

void write_letter(std::string& file, const Run& run, const Bill& bill, const Amounts& amounts) {
  const std::int64_t water = amounts.drinking_water(bill), sewage = amounts.sewage(bill);
  file += "@LETTER " + std::to_string(bill.position) + "\n" + bill.name + "\n" + run.title + " of " +
          run.billed_on + "\n";
  file += "Meter " + bill.meter + ", " + std::to_string(bill.cubic_metres) + " m3\n";
  file += "Drinking water " + price_of(water) + "\nSewage " + price_of(sewage) + "\n";
  file += "To pay " + price_of(water + sewage) + "\n";
}

Response print(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("run");
  const auto run = services.db.query_one<Run>(run_sql, id);
  if (!run) throw NotFound("there is no run " + std::to_string(id));
  const Amounts amounts(services.db, run->billed_on);
  Response response;
  for (const Bill& bill : services.db.query<Bill>(bills_sql, id, request.knobs.n()))
    write_letter(response.body, *run, bill, amounts);
  response.body += "@END\n";
  response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage water_bills() {
  return {
      .summary = "a waterworks' bills of a run, as text for the machine that prints the letters",
      .why =
          "The charges in force are queried twice for each bill, once for drinking water and once for "
          "sewage, always for the day of the run and always with the same result. They could be read once.",
      .knobs = {items_knob("bills in the file", 640),
                {.name = "run", .help = "number of the run", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = print,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
