#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t rows_per_query = 200;

struct Setting {
  std::string name, value;
};

// From the body, {"settings": [{"name": "font-size", "value": "12"}, ..]}, or those of a new device.
std::vector<Setting> settings_in(const Request& request) {
  const auto given = list_in_body(request, "settings");
  std::vector<Setting> settings;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given)
      settings.push_back({.name = text_in_row((*given)[row], row, "name"),
                          .value = text_in_row((*given)[row], row, "value")});
    else
      settings.push_back(
          {.name = "reader.option-" + std::to_string(at), .value = at % 3 == 0 ? "on" : "off"});
  }
  return settings;
}

std::string upsert_sql(std::size_t rows) {
  std::string sql = "INSERT INTO device_setting (device_id, name, value) VALUES ";
  for (std::size_t row = 0; row < rows; ++row) sql += row == 0 ? "(?, ?, ?)" : ", (?, ?, ?)";
  return sql + " ON DUPLICATE KEY UPDATE value = VALUES(value)";
}

void save(Database& db, std::int64_t device, const std::vector<Setting>& settings) {
  for (std::size_t from = 0; from < settings.size(); from += rows_per_query) {
    const std::size_t to = std::min(from + rows_per_query, settings.size());
    std::vector<Parameter> values;
    for (std::size_t at = from; at < to; ++at)
      values.insert(values.end(), {to_parameter(device), to_parameter(settings[at].name),
                                   to_parameter(settings[at].value)});
    db.run_write(upsert_sql(to - from), values);
  }
}

Response run(const Request& request, Services& services) {
  const auto settings = settings_in(request);
  const std::int64_t device = request.knobs.integer("device");
  services.db.transaction([&] { save(services.db, device, settings); });
  const auto switched_on = std::ranges::count(settings, "on", &Setting::value);
  return services
      .page(Value::object({{"device", device},
                           {"settings", settings.size()},
                           {"switched_on", static_cast<std::int64_t>(switched_on)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage device_settings() {
  return {
      .summary = "a reading device saves its settings, new ones and changed ones",
      .why =
          "The settings are sent all together whether they changed or not, but two hundred of them go into "
          "one INSERT .. ON DUPLICATE KEY UPDATE, and all into one transaction.",
      .knobs =
          {items_knob("settings to save", 2'560),
           {.name = "device", .help = "number of the device", .initial = 5, .minimum = 1, .maximum = 500},
           dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
