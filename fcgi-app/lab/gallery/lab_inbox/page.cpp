#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view practice_sql = "SELECT name FROM vet_house WHERE id = ?";
// What someone has to call the owner about comes first.
constexpr std::string_view reports_sql = R"(
  SELECT r.is_alarming, r.reported_at, p.name, p.species, p.owner, r.test, r.result
    FROM (SELECT id, patient_id, reported_at, is_alarming, test, result
            FROM vet_lab_report
           WHERE practice_id = ?
           ORDER BY is_alarming DESC, reported_at DESC, id DESC
           LIMIT ?) AS r
    JOIN vet_patient AS p ON p.id = r.patient_id
   ORDER BY r.is_alarming DESC, r.reported_at DESC, r.id DESC)";
constexpr std::string_view slots_sql = R"(
  SELECT s.at_min, p.name, s.reason
    FROM vet_slot AS s
    JOIN vet_patient AS p ON p.id = s.patient_id
   WHERE s.practice_id = ?
   ORDER BY s.at_min)";

struct Practice {
  std::string name;
  static constexpr auto columns = std::tuple(&Practice::name);
};
struct Report {
  bool is_alarming;
  std::string reported_at, patient, species, owner, test, result;
  static constexpr auto columns =
      std::tuple(&Report::is_alarming, &Report::reported_at, &Report::patient, &Report::species,
                 &Report::owner, &Report::test, &Report::result);
};
struct Slot {
  std::int64_t at_min;
  std::string patient, reason;
  static constexpr auto columns = std::tuple(&Slot::at_min, &Slot::patient, &Slot::reason);
};

std::string clock_time(std::int64_t minutes) {
  return std::to_string(minutes / 60) + (minutes % 60 < 10 ? ":0" : ":") + std::to_string(minutes % 60);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("practice");
  const auto practice = services.db.query_one<Practice>(practice_sql, id);
  if (!practice) throw NotFound("there is no practice " + std::to_string(id));
  const auto reports = services.db.query<Report>(reports_sql, id, request.knobs.n());
  const auto slots = services.db.query<Slot>(slots_sql, id);
  Rows inbox({"is_alarming", "reported", "patient", "species", "owner", "test", "result"}),
      day({"time", "patient", "reason"});
  std::int64_t alarming = 0;
  for (const Report& each : reports) {
    alarming += each.is_alarming ? 1 : 0;
    inbox.add(each.is_alarming, each.reported_at.substr(0, 16), each.patient, each.species, each.owner,
              each.test, each.result);
  }
  for (const Slot& each : slots) day.add(clock_time(each.at_min), each.patient, each.reason);
  return services
      .page(Value::object({{"name", practice->name},
                           {"alarming", alarming},
                           {"reports", std::move(inbox)},
                           {"slots", std::move(day)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage lab_inbox() {
  return {
      .summary =
          "a veterinary practice in the morning: what the laboratories report, and today's appointments",
      .why =
          "Alarming reports come first, and then the newest. The index has the practice alone, so all "
          "reports "
          "that it ever had are read and sorted for the few in the list. An index on practice, alarm and "
          "time "
          "would deliver them in this order.",
      .knobs =
          {items_knob("reports in the list", 320),
           {.name = "practice", .help = "number of the practice", .initial = 3, .minimum = 1, .maximum = 5},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
