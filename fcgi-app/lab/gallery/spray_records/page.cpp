#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view inspector_sql = "SELECT name, authority FROM spray_inspector WHERE id = ?";
constexpr std::string_view fields_sql =
    "SELECT id, farm, name, crop, ares, harvest_on FROM spray_field ORDER BY id LIMIT ?";
constexpr std::string_view treatments_sql =
    "SELECT treated_on, product, grams_per_hectare, DATE_ADD(treated_on, INTERVAL wait_days DAY) "
    "FROM spray_treatment WHERE field_id = ? ORDER BY treated_on";

struct Inspector {
  std::string name, authority;
  static constexpr auto columns = std::tuple(&Inspector::name, &Inspector::authority);
};

struct Field {
  std::int64_t id;
  std::string farm, name, crop;
  std::int64_t ares;
  std::string harvest_on;
  static constexpr auto columns =
      std::tuple(&Field::id, &Field::farm, &Field::name, &Field::crop, &Field::ares, &Field::harvest_on);
};

struct Treatment {
  std::string treated_on, product;
  std::int64_t grams_per_hectare;
  std::string safe_from;
  static constexpr auto columns = std::tuple(&Treatment::treated_on, &Treatment::product,
                                             &Treatment::grams_per_hectare, &Treatment::safe_from);
};

// The file that the inspectors' tablets read (spray-records 2.1).
class RecordFile {
 public:
  RecordFile(Database& db, std::string& xml) : db_(db), xml_(xml) {}

  void add_head(const Inspector& inspector) {
    xml_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<records";
    attribute("inspector", inspector.name);
    attribute("authority", inspector.authority);
    xml_ += ">\n";
  }

  void add(const Field& field) {
    xml_ += " <field";
    attribute("farm", field.farm);
    attribute("name", field.name);
    attribute("crop", field.crop);
    attribute("hectares", fixed(static_cast<double>(field.ares) / 100, 2));
    attribute("harvest", field.harvest_on);
    xml_ += ">\n";
    add_treatments(field);
    xml_ += " </field>\n";
  }

  void end() { xml_ += "</records>\n"; }

 private:
  void add_treatments(const Field& field) {
    for (const Treatment& each : db_.query<Treatment>(treatments_sql, field.id)) {
      xml_ += "  <treatment";
      attribute("on", each.treated_on);
      attribute("product", each.product);
      attribute("grams", std::to_string(each.grams_per_hectare * field.ares / 100));
      // Dates are written year first, so their texts have the order of the days.
      if (each.safe_from > field.harvest_on) attribute("violation", "harvested before " + each.safe_from);
      xml_ += "/>\n";
    }
  }

  void attribute(std::string_view name, std::string_view value) {
    xml_.append(" ").append(name).append("=\"");
    append_html_escaped(value, xml_);
    xml_ += '"';
  }

  Database& db_;
  std::string& xml_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("inspector");
  const auto inspector = services.db.query_one<Inspector>(inspector_sql, id);
  if (!inspector) throw NotFound("there is no inspector " + std::to_string(id));
  Response response;
  RecordFile file(services.db, response.body);
  file.add_head(*inspector);
  for (const Field& field : services.db.query<Field>(fields_sql, request.knobs.n())) file.add(field);
  file.end();
  response.set("Content-Type", "application/xml; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage spray_records() {
  return {
      .summary = "what was sprayed on the fields of a district in a season, as XML for an inspector's tablet",
      .why =
          "When the file gets to a field, it queries the treatments of this field. They could be loaded for "
          "all fields of the file at once, or for some hundred fields at a time.",
      .knobs = {items_knob("fields in the file", 640),
                {.name = "inspector",
                 .help = "number of the inspector",
                 .initial = 5,
                 .minimum = 1,
                 .maximum = 40},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
