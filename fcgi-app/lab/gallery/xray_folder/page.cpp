#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view patient_sql = "SELECT name, born_on, note FROM dental_patient WHERE id = ?";
constexpr std::string_view visits_sql =
    "SELECT held_on, dentist, treatment FROM dental_visit WHERE patient_id = ? ORDER BY held_on DESC LIMIT 6";
constexpr std::string_view xrays_sql =
    "SELECT id, taken_at, tooth, view_name, microsievert, finding FROM dental_xray "
    "WHERE patient_id = ? ORDER BY taken_at DESC, id DESC LIMIT 40";

struct Patient {
  std::string name, born_on;
  std::optional<std::string> note;
  static constexpr auto columns = std::tuple(&Patient::name, &Patient::born_on, &Patient::note);
};

struct Visit {
  std::string held_on, dentist, treatment;
  static constexpr auto columns = std::tuple(&Visit::held_on, &Visit::dentist, &Visit::treatment);
};

struct Xray {
  std::int64_t id;
  std::string taken_at;
  std::int64_t tooth;
  std::string view;
  std::int64_t microsievert;
  std::optional<std::string> finding;
  static constexpr auto columns =
      std::tuple(&Xray::id, &Xray::taken_at, &Xray::tooth, &Xray::view, &Xray::microsievert, &Xray::finding);
};

Rows rows_of(const std::vector<Visit>& visits) {
  Rows rows({"held_on", "dentist", "treatment"});
  for (const Visit& each : visits) rows.add(each.held_on, each.dentist, each.treatment);
  return rows;
}

Rows rows_of(const std::vector<Xray>& xrays) {
  Rows rows({"id", "day", "tooth", "view", "finding"});
  for (const Xray& each : xrays)
    rows.add(each.id, std::string_view(each.taken_at).substr(0, 10),
             each.tooth == 0 ? std::string("all") : std::to_string(each.tooth), each.view, each.finding);
  return rows;
}

std::int64_t dose_of(const std::vector<Xray>& xrays) {
  std::int64_t microsievert = 0;
  for (const Xray& each : xrays) microsievert += each.microsievert;
  return microsievert;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("patient");
  const auto patient = services.db.query_one<Patient>(patient_sql, id);
  if (!patient) throw NotFound("there is no patient " + std::to_string(id));
  const auto visits = services.db.query<Visit>(visits_sql, id);
  const auto xrays = services.db.query<Xray>(xrays_sql, id);
  return services
      .page(Value::object({{"name", patient->name},
                           {"born_on", patient->born_on},
                           {"note", patient->note ? Value(*patient->note) : Value()},
                           {"visits", rows_of(visits)},
                           {"dose", dose_of(xrays)},
                           {"xrays", rows_of(xrays)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage xray_folder() {
  return {
      .summary = "a patient's folder in a dental practice: the last visits, and all X-rays with their dose",
      .why =
          "The index was made for the radiology log, so it begins with the time. For a patient's X-rays, "
          "the log of five years is read to find a dozen. An index on patient and time would have them, in "
          "order.",
      .knobs = {{.name = "patient",
                 .help = "number of the patient",
                 .initial = 812,
                 .minimum = 1,
                 .maximum = 2'500,
                 .ladder = {812, 1'977}},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
