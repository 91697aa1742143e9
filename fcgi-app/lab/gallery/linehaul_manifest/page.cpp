#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The numbers are stored as the scanner at the dock has sent them: one text for each trailer.
constexpr std::string_view trip_sql =
    "SELECT trailer, driver, from_hub, to_hub, scanned FROM linehaul_trip WHERE id = ?";
constexpr std::string_view rules_sql =
    "SELECT hub, text FROM linehaul_hub_rule WHERE hub IN (?, ?) ORDER BY hub, id";
constexpr std::string_view consignments_sql =
    "SELECT number, recipient, town, pieces, kilograms, is_dangerous FROM linehaul_consignment "
    "WHERE number IN (";

struct Trip {
  std::string trailer, driver, from, to, scanned;
  static constexpr auto columns =
      std::tuple(&Trip::trailer, &Trip::driver, &Trip::from, &Trip::to, &Trip::scanned);
};

struct Rule {
  std::string hub, text;
  static constexpr auto columns = std::tuple(&Rule::hub, &Rule::text);
};

struct Consignment {
  std::int64_t number;
  std::string recipient, town;
  std::int64_t pieces, kilograms;
  bool is_dangerous;
  static constexpr auto columns =
      std::tuple(&Consignment::number, &Consignment::recipient, &Consignment::town, &Consignment::pieces,
                 &Consignment::kilograms, &Consignment::is_dangerous);
};

std::vector<std::int64_t> numbers_in(std::string_view scanned, std::size_t max) {
  std::vector<std::int64_t> numbers;
  for (const std::string& each : split(scanned, " ")) {
    if (numbers.size() == max) break;
    if (const auto number = whole_number(each)) numbers.push_back(*number);
  }
  return numbers;
}

using Consignments = std::unordered_map<std::int64_t, Consignment>;

Consignments consignments_of(const std::vector<std::int64_t>& numbers, Database& db) {
  Consignments consignments;
  if (numbers.empty()) return consignments;
  std::string sql(consignments_sql);
  std::vector<Parameter> parameters;
  for (const std::int64_t number : numbers) {
    sql += parameters.empty() ? "?" : ",?";
    parameters.push_back(to_parameter(number));
  }
  for (Cursor found = db.run(sql + ")", parameters); found.next();) {
    auto consignment = map_row<Consignment>(found);
    consignments.emplace(consignment.number, std::move(consignment));
  }
  return consignments;
}

// For the printer in the gatehouse: what was loaded last must come out first.
Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("trip");
  const auto trip = services.db.query_one<Trip>(trip_sql, id);
  if (!trip) throw NotFound("there is no trip " + std::to_string(id));
  const auto rules = services.db.query<Rule>(rules_sql, trip->from, trip->to);
  const auto numbers = numbers_in(trip->scanned, static_cast<std::size_t>(request.knobs.n()));
  const Consignments consignments = consignments_of(numbers, services.db);

  Response response;
  std::string& text = response.body;
  text = trip->trailer + ", " + trip->driver + "\n" + trip->from + " - " + trip->to + "\n";
  for (const Rule& each : rules) text += each.hub + ": " + each.text + "\n";
  text += "\n";
  std::int64_t kilograms = 0, dangerous = 0, unknown = 0;
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    const auto found = consignments.find(*number);
    text += std::to_string(*number);
    if (found == consignments.end()) {
      ++unknown;
      text += "  not announced\n";
      continue;
    }
    const Consignment& each = found->second;
    text += "  " + std::to_string(each.pieces) + " pc  " + std::to_string(each.kilograms) + " kg  " +
            each.recipient + ", " + each.town + (each.is_dangerous ? "  DANGEROUS GOODS\n" : "\n");
    kilograms += each.kilograms;
    if (each.is_dangerous) ++dangerous;
  }
  text += "\n" + std::to_string(numbers.size()) + " consignments, " + grouped(kilograms) + " kg, " +
          std::to_string(dangerous) + " with dangerous goods, " + std::to_string(unknown) +
          " not announced\n";
  return response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage linehaul_manifest() {
  return {
      .summary = "the manifest of a trailer between two parcel hubs, as text for the printer at the gate",
      .why =
          "The numbers come out of a text, so they can't be joined. But all of them are sent in one IN list, "
          "which is as long as the trailer is full. Some hundred at a time would bound the query.",
      .knobs = {items_knob("consignments on the manifest", 2'560),
                {.name = "trip", .help = "number of the trip", .initial = 3, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
