#include <algorithm>
#include <charconv>
#include <iterator>
#include <span>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t chunk = 100;
constexpr int lifetime_s = 600;

// Sensors put their values into the cache. After a restart of the cache, the last stored one is shown.
constexpr std::string_view rooms_sql =
    "SELECT id, name, last_value FROM building_sensor WHERE kind = 'room' ORDER BY id LIMIT 24";
constexpr std::string_view meters_sql =
    "SELECT id, name, last_value FROM building_sensor WHERE kind = 'meter' ORDER BY id LIMIT ?";

struct Sensor {
  std::int64_t id;
  std::string name;
  std::int64_t last_value;  // in tenths
  static constexpr auto columns = std::tuple(&Sensor::id, &Sensor::name, &Sensor::last_value);
};

std::string key_of(const Sensor& sensor, Dataset dataset) {
  return "sensor " + std::string(name_of(dataset)) + " " + std::to_string(sensor.id);
}

std::string in_units(std::string_view tenths) {
  std::int64_t number = 0;
  std::from_chars(tenths.data(), tenths.data() + tenths.size(), number);
  return fixed(static_cast<double>(number) / 10, 1);
}

std::string value_of(const Sensor& sensor, const std::optional<std::string>& cached, Services& services) {
  if (cached) return in_units(*cached);
  const std::string last = std::to_string(sensor.last_value);
  services.cache.set(key_of(sensor, services.db.dataset()), last, lifetime_s);
  return in_units(last);
}

std::string current_value(const Sensor& sensor, Services& services) {
  return value_of(sensor, services.cache.get(key_of(sensor, services.db.dataset())), services);
}

Rows tiles_of_rooms(const std::vector<Sensor>& rooms, Services& services) {
  std::vector<std::string> keys;
  for (const Sensor& each : rooms) keys.push_back(key_of(each, services.db.dataset()));
  const auto cached = services.cache.get_many(keys);
  Rows tiles({"name", "value"});
  for (std::size_t at = 0; at < rooms.size(); ++at)
    tiles.add(rooms[at].name, value_of(rooms[at], cached[at], services));
  return tiles;
}

Rows lines_of_meters(const std::vector<Sensor>& meters, Services& services) {
  Rows lines({"id", "name", "value"});
  for (const Sensor& each : meters) lines.add(each.id, each.name, current_value(each, services));
  return lines;
}

Response show(const Request& request, Services& services) {
  const auto rooms = services.db.query<Sensor>(rooms_sql);
  const auto meters = services.db.query<Sensor>(meters_sql, request.knobs.n());
  return services
      .page(Value::object(
          {{"rooms", tiles_of_rooms(rooms, services)}, {"meters", lines_of_meters(meters, services)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage building_wall() {
  return {
      .summary = "a caretaker's screen: the temperature of the rooms, and all meters of a building",
      .why =
          "The rooms' values come in one call to the cache, but the meters', which were added later, are "
          "fetched one by one in a helper: a round trip for each meter.",
      .knobs = {items_knob("meters on the screen", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
