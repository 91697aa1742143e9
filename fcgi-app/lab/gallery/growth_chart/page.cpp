#include <algorithm>
#include <map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view patients_sql =
    "SELECT next_visit, name, owner, species, week, grams FROM young_patient WHERE practice_id = ? "
    "ORDER BY next_visit, id LIMIT ?";

struct Patient {
  std::string next_visit, name, owner, species;
  std::int64_t week, grams;
  static constexpr auto columns = std::tuple(&Patient::next_visit, &Patient::name, &Patient::owner,
                                             &Patient::species, &Patient::week, &Patient::grams);
};
struct Week {
  std::int64_t number, low, middle, high;
  static constexpr auto columns = std::tuple(&Week::number, &Week::low, &Week::middle, &Week::high);
};

// The four species for which there are curves, each from a textbook of its own.
std::string_view curve_sql(std::string_view species) {
  if (species == "puppy") return "SELECT week, low, middle, high FROM puppy_curve ORDER BY week";
  if (species == "kitten") return "SELECT week, low, middle, high FROM kitten_curve ORDER BY week";
  if (species == "rabbit") return "SELECT week, low, middle, high FROM rabbit_curve ORDER BY week";
  return "SELECT week, low, middle, high FROM foal_curve ORDER BY week";
}

class Curves {
 public:
  explicit Curves(Database& db) : db_(db) {}

  std::string_view verdict(const Patient& patient) {
    const Week& week = week_of(curve(patient.species), patient.week);
    if (patient.grams < week.low) return "too light";
    if (patient.grams > week.high) return "too heavy";
    return patient.grams < week.middle ? "below the middle" : "above the middle";
  }

 private:
  const std::vector<Week>& curve(const std::string& species) {
    const auto known = curves_.find(species);
    if (known != curves_.end()) return known->second;
    return curves_.emplace(species, db_.query<Week>(curve_sql(species))).first->second;
  }
  // The last week that is not later.
  static const Week& week_of(const std::vector<Week>& curve, std::int64_t number) {
    const auto after = std::ranges::upper_bound(curve, number, {}, &Week::number);
    return after == curve.begin() ? *after : *std::prev(after);
  }

  Database& db_;
  std::map<std::string, std::vector<Week>, std::less<>> curves_;
};

Response run(const Request& request, Services& services) {
  const auto patients =
      services.db.query<Patient>(patients_sql, request.knobs.integer("practice"), request.knobs.n());
  Curves curves(services.db);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("patients").begin_list();
                     for (const Patient& each : patients) {
                       json.begin_object().key("next_visit").text(each.next_visit);
                       json.key("name").text(each.name).key("owner").text(each.owner);
                       json.key("species").text(each.species).key("week").number(each.week);
                       json.key("grams").number(each.grams);
                       json.key("weight").text(curves.verdict(each)).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage growth_chart() {
  return {
      .summary =
          "a veterinary practice's young animals that come next, and whether their weight is right, as JSON",
      .why =
          "Innocent: a query within a loop, but only for a species that has not come before in the list. "
          "There are four, each with a table of its own and sixty rows, so the page takes at most five "
          "queries, however many animals it has.",
      .knobs =
          {items_knob("animals in the list", 640),
           {.name = "practice", .help = "number of the practice", .initial = 2, .minimum = 1, .maximum = 3},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
