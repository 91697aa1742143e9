#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Patient {
  std::string name;
  static constexpr auto columns = std::tuple(&Patient::name);
};

struct Visit {
  std::string starts_at;
  std::int64_t doctor_id;
  std::string reason, state;
  static constexpr auto columns =
      std::tuple(&Visit::starts_at, &Visit::doctor_id, &Visit::reason, &Visit::state);
};

constexpr std::string_view patient_sql = "SELECT name FROM customer WHERE id = ?";
constexpr std::string_view visits_sql =
    "SELECT starts_at, doctor_id, reason, state FROM clinic_visit WHERE patient_id = ? "
    "ORDER BY starts_at DESC LIMIT 25";

// Ten doctors share a corridor.
std::string surgery_of(std::int64_t doctor) {
  return std::string(1, static_cast<char>('A' + (doctor - 1) / 10)) + std::to_string(1 + (doctor - 1) % 10);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("patient");
  const auto patient = services.db.query_one<Patient>(patient_sql, id);
  const auto visits = services.db.query<Visit>(visits_sql, id);
  Rows rows({"at", "surgery", "reason", "state"});
  std::int64_t missed = 0;
  for (const Visit& visit : visits) {
    if (visit.state == "missed") ++missed;
    rows.add(visit.starts_at.substr(0, 16), surgery_of(visit.doctor_id), visit.reason, visit.state);
  }
  return services
      .page(Value::object({{"name", patient ? Value(patient->name) : Value()},
                           {"missed", missed},
                           {"visits", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage patient_visits() {
  return {
      .summary = "a patient's appointments at a clinic, past and coming",
      .why =
          "The patient is the second column of the only index, after the doctor, so that a search by "
          "patient alone can't use it. Every appointment of the clinic is read to find a dozen.",
      .knobs = {{.name = "patient",
                 .help = "number of the patient",
                 .initial = 731,
                 .minimum = 1,
                 .maximum = 2'500,
                 .ladder = {731, 1'462}},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
