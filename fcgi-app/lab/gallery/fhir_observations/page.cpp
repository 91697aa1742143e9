#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view patient_sql = "SELECT name, gender, born_on FROM fhir_patient WHERE id = ?";
constexpr std::string_view observations_sql =
    "SELECT o.id, o.code, c.display, c.unit, o.value_e2, o.taken_at, o.performer FROM fhir_observation AS o "
    "STRAIGHT_JOIN fhir_code AS c ON c.code = o.code WHERE o.patient_id = ? ORDER BY o.patient_id, o.id "
    "LIMIT ?";

struct Patient {
  std::string name, gender, born_on;
  static constexpr auto columns = std::tuple(&Patient::name, &Patient::gender, &Patient::born_on);
};
struct Observation {
  std::int64_t id;
  std::string code, display, unit;
  std::int64_t value_e2;
  std::string taken_at, performer;
  static constexpr auto columns =
      std::tuple(&Observation::id, &Observation::code, &Observation::display, &Observation::unit,
                 &Observation::value_e2, &Observation::taken_at, &Observation::performer);
};

void write_coding(io::JsonWriter& json, std::string_view system, std::string_view code,
                  std::string_view display) {
  json.begin_object().key("coding").begin_list().begin_object();
  json.key("system").text(system).key("code").text(code).key("display").text(display);
  json.end_object().end_list().end_object();
}

void write_patient(io::JsonWriter& json, const Patient& patient, std::int64_t id) {
  json.begin_object().key("fullUrl").text("urn:clinic:patient:" + std::to_string(id));
  json.key("resource").begin_object().key("resourceType").text("Patient");
  json.key("id").text(std::to_string(id)).key("name").begin_list().begin_object();
  json.key("text").text(patient.name).end_object().end_list();
  json.key("gender").text(patient.gender).key("birthDate").text(patient.born_on);
  json.end_object().end_object();
}

void write_observation(io::JsonWriter& json, const Observation& each, std::int64_t patient) {
  json.begin_object().key("fullUrl").text("urn:clinic:observation:" + std::to_string(each.id));
  json.key("resource").begin_object().key("resourceType").text("Observation");
  json.key("id").text(std::to_string(each.id)).key("status").text("final");
  json.key("category").begin_list();
  write_coding(json, "http://terminology.hl7.org/CodeSystem/observation-category", "laboratory",
               "Laboratory");
  json.end_list().key("code");
  write_coding(json, "http://loinc.org", each.code, each.display);
  json.key("subject").begin_object().key("reference").text("Patient/" + std::to_string(patient)).end_object();
  json.key("effectiveDateTime").text(each.taken_at);
  json.key("performer").begin_list().begin_object().key("display").text(each.performer);
  json.end_object().end_list().key("valueQuantity").begin_object();
  json.key("value").number(static_cast<double>(each.value_e2) / 100).key("unit").text(each.unit);
  json.key("system").text("http://unitsofmeasure.org").key("code").text(each.unit);
  json.end_object().end_object().end_object();
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("patient");
  const auto patient = services.db.query_one<Patient>(patient_sql, id);
  if (!patient) throw NotFound("there is no patient " + std::to_string(id));
  const auto observations = services.db.query<Observation>(observations_sql, id, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("resourceType").text("Bundle").key("type").text("searchset");
    json.key("entry").begin_list();
    write_patient(json, *patient, id);
    for (const Observation& each : observations) write_observation(json, each, id);
    json.end_list().end_object();
  });
  response.set("Content-Type", "application/fhir+json; charset=utf-8")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage fhir_observations() {
  return {
      .summary = "a patient's laboratory values for another hospital, as a FHIR bundle",
      .why =
          "The media type is what FHIR asks for, and nginx compresses application/json but not this one. A "
          "bundle repeats the same addresses and names in each entry, so it would shrink to a twentieth.",
      .knobs =
          {{.name = "n",
            .help = "observations in the bundle",
            .initial = 640,
            .minimum = 1,
            .maximum = 2'560,
            .ladder = {40, 160, 640, 2'560}},
           {.name = "patient", .help = "number of the patient", .initial = 5, .minimum = 1, .maximum = 10},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "no-compression"}},
  };
}

}  // namespace caseload::gallery
