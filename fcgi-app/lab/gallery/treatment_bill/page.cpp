#include <utility>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view patient_sql = "SELECT name, region FROM therapy_patient WHERE id = ?";
constexpr std::string_view sessions_sql =
    "SELECT held_on, treatment, points FROM therapy_session WHERE patient_id = ? ORDER BY number";
constexpr std::string_view materials_sql =
    "SELECT material, pieces, points FROM therapy_material WHERE patient_id = ? ORDER BY number LIMIT ?";
constexpr std::string_view value_sql =
    "SELECT cents FROM therapy_point_value WHERE region = ? AND valid_from <= '2025-12-31' "
    "ORDER BY valid_from DESC LIMIT 1";

struct Patient {
  std::string name, region;
  static constexpr auto columns = std::tuple(&Patient::name, &Patient::region);
};

struct Session {
  std::string held_on, treatment;
  std::int64_t points;
  static constexpr auto columns = std::tuple(&Session::held_on, &Session::treatment, &Session::points);
};

struct Material {
  std::string name;
  std::int64_t pieces, points;
  static constexpr auto columns = std::tuple(&Material::name, &Material::pieces, &Material::points);
};

struct PointValue {
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&PointValue::cents);

  std::int64_t of(std::int64_t points) const { return points * cents; }
};

PointValue point_value(const Patient& patient, Database& db) {
  const auto value = db.query_one<PointValue>(value_sql, patient.region);
  if (!value) throw NotFound("the region " + patient.region + " has not agreed on the value of a point");
  return *value;
}

// What one material costs the patient's insurer.
std::int64_t cents_of_material(const Material& material, const Patient& patient, Database& db) {
  return point_value(patient, db).of(material.pieces * material.points);
}

class Bill {
 public:
  explicit Bill(const Patient& patient) {
    xml_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bill>\n  <patient>";
    append_html_escaped(patient.name, xml_);
    xml_ += "</patient>\n";
  }

  void add(std::string_view element, std::string_view text, std::int64_t cents) {
    xml_.append("  <").append(element).append(" amount=\"").append(price_of(cents)).append("\">");
    append_html_escaped(text, xml_);
    xml_.append("</").append(element).append(">\n");
    total_ += cents;
  }

  std::string take() {
    return std::move(xml_.append("  <total>").append(price_of(total_)).append("</total>\n</bill>\n"));
  }

 private:
  std::string xml_;
  std::int64_t total_ = 0;
};

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("patient");
  const auto patient = db.query_one<Patient>(patient_sql, id);
  if (!patient) throw NotFound("there is no patient " + std::to_string(id));
  Bill bill(*patient);
  const PointValue value = point_value(*patient, db);
  for (const Session& each : db.query<Session>(sessions_sql, id))
    bill.add("session", each.held_on + " " + each.treatment, value.of(each.points));
  for (const Material& each : db.query<Material>(materials_sql, id, request.knobs.n()))
    bill.add("material", std::to_string(each.pieces) + " x " + each.name,
             cents_of_material(each, *patient, db));
  return Response{.body = bill.take()}
      .set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage treatment_bill() {
  return {
      .summary = "the bill of a physiotherapy practice for the insurer, as XML: sessions and materials",
      .why =
          "For the sessions, the value of a point is looked up once. For the materials, a helper that looks "
          "harmless looks it up for each of them, though it depends on the patient's region alone.",
      .knobs =
          {items_knob("materials on the bill", 640),
           {.name = "patient", .help = "number of the patient", .initial = 9, .minimum = 1, .maximum = 20},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
