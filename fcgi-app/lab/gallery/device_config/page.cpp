#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view profile_sql =
    "SELECT p.name, p.version FROM fleet_device d JOIN fleet_profile p ON p.id = d.profile_id WHERE d.id = ?";
constexpr std::string_view options_sql =
    "SELECT o.section, o.name, COALESCE(w.value, o.value) FROM fleet_device d "
    "JOIN fleet_option o ON o.profile_id = d.profile_id "
    "LEFT JOIN fleet_override w ON w.device_id = d.id AND w.option_id = o.id "
    "WHERE d.id = ? ORDER BY o.section, o.name, o.id LIMIT ?";

struct Profile {
  std::string name;
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Profile::name, &Profile::version);
};

struct Option {
  std::string section, name, value;
  static constexpr auto columns = std::tuple(&Option::section, &Option::name, &Option::value);
};

std::string etag_for(std::string_view body) {
  return "\"" + io::sha256_hex(body).substr(0, 20) + "\"";
}

// Devices ask for their configuration every minute and send the tag of the one they have.
Response run(const Request& request, Services& services) {
  const std::int64_t device = request.knobs.integer("device");
  const auto profile = services.db.query_one<Profile>(profile_sql, device);
  if (!profile) throw NotFound("there is no device " + std::to_string(device));
  const auto options = services.db.query<Option>(options_sql, device, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("profile").text(profile->name).key("version").number(profile->version);
    json.key("options").begin_list();
    for (const Option& each : options) {
      json.begin_object().key("section").text(each.section).key("name").text(each.name);
      json.key("value").text(each.value).end_object();
    }
    json.end_list().end_object();
  });
  response.set("ETag", etag_for(response.body)).set("Cache-Control", "private, no-cache");
  return response;
}

}  // namespace

GalleryPage device_config() {
  return {
      .summary = "the configuration of a device, as JSON that it asks for every minute",
      .why =
          "A device that has the current configuration gets a 304, but only after all options were queried, "
          "written and hashed. The profile has a version, which is read first and would be the tag.",
      .knobs =
          {items_knob("options to send at most", 640),
           {.name = "device", .help = "number of the device", .initial = 14, .minimum = 1, .maximum = 500},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
