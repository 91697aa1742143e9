#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// A city has sixty pitches.
constexpr std::string_view pitches_sql = R"(
  SELECT d.name, p.name, p.surface, p.is_floodlit, c.reason, DATE_FORMAT(c.until_at, '%Y-%m-%dT%H:%i')
    FROM city_pitch AS p
    JOIN city_district AS d ON d.id = p.district_id
    LEFT JOIN city_pitch_closure AS c ON c.pitch_id = p.id
   ORDER BY d.name, p.name, p.id)";
constexpr std::string_view keepers_sql = "SELECT name, phone FROM city_groundskeeper ORDER BY name";

struct Pitch {
  std::string district, name, surface;
  bool is_floodlit;
  std::optional<std::string> reason, until;
  static constexpr auto columns = std::tuple(&Pitch::district, &Pitch::name, &Pitch::surface,
                                             &Pitch::is_floodlit, &Pitch::reason, &Pitch::until);
};

struct Keeper {
  std::string name, phone;
  static constexpr auto columns = std::tuple(&Keeper::name, &Keeper::phone);
};

Response run(const Request&, Services& services) {
  const auto pitches = services.db.query<Pitch>(pitches_sql);
  const auto keepers = services.db.query<Keeper>(keepers_sql);
  return data_page(
             services,
             [&](std::string& body) {
               io::JsonWriter json(body);
               json.begin_object().key("pitches").begin_list();
               for (const Pitch& each : pitches) {
                 json.begin_object().key("district").text(each.district).key("name").text(each.name);
                 json.key("surface").text(each.surface).key("floodlit").boolean(each.is_floodlit);
                 json.key("open").boolean(!each.reason);
                 if (each.reason) json.key("reason").text(*each.reason);
                 if (each.until) json.key("until").text(*each.until);
                 json.end_object();
               }
               json.end_list().key("keepers").begin_list();
               for (const Keeper& each : keepers)
                 json.begin_object().key("name").text(each.name).key("phone").text(each.phone).end_object();
               json.end_list().end_object();
             })
      .set("Cache-Control", "public, max-age=300");
}

}  // namespace

GalleryPage pitch_closures() {
  return {
      .summary = "which of a city's sports pitches are closed after the rain, as JSON for clubs' websites",
      .why =
          "Innocent: it reads three tables without a condition and sorts by a column without an index. But "
          "a city has sixty pitches, twelve districts and eight keepers at any size of the database, and "
          "nginx keeps the response for five minutes.",
      .knobs = {dataset_knob()},
      .run = run,
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
