#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view beds_sql =
    "SELECT w.hospital, w.kind, COUNT(*), SUM(b.state = 'free'), SUM(b.state = 'closed') "
    "FROM capacity_ward AS w JOIN capacity_bed AS b ON b.ward_id = w.id "
    "WHERE w.region = ? GROUP BY w.hospital, w.kind ORDER BY w.hospital, w.kind";
constexpr std::string_view notices_sql =
    "SELECT hospital, text FROM capacity_notice WHERE region = ? AND ends_at > '2026-01-05 00:00' ORDER BY "
    "ends_at, id";

struct Beds {
  std::string hospital, kind;
  std::int64_t beds, free, closed;
  static constexpr auto columns =
      std::tuple(&Beds::hospital, &Beds::kind, &Beds::beds, &Beds::free, &Beds::closed);
};
struct Notice {
  std::string hospital, text;
  static constexpr auto columns = std::tuple(&Notice::hospital, &Notice::text);
};

std::string_view colour_of(const Beds& beds) {
  const std::int64_t open = beds.beds - beds.closed;
  if (open == 0 || beds.free == 0) return "red";
  return beds.free * 10 < open ? "yellow" : "green";
}

std::string capacity_of(std::int64_t region, Database& db) {
  std::string text;
  io::JsonWriter json(text);
  json.begin_object().key("region").number(region).key("wards").begin_list();
  for (const Beds& each : db.query<Beds>(beds_sql, region)) {
    json.begin_object().key("hospital").text(each.hospital).key("kind").text(each.kind);
    json.key("beds").number(each.beds - each.closed).key("free").number(each.free);
    json.key("colour").text(colour_of(each)).end_object();
  }
  json.end_list().key("notices").begin_list();
  for (const Notice& each : db.query<Notice>(notices_sql, region))
    json.begin_object().key("hospital").text(each.hospital).key("text").text(each.text).end_object();
  json.end_list().end_object();
  return text;
}

Response run(const Request& request, Services& services) {
  const std::int64_t region = request.knobs.integer("region");
  const CachedText kept{
      .key = "beds/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(region),
      .depends = {},
      .lifetime_s = 20,
      .stale_s = 20};
  const auto capacity = services.texts.get(kept, [&] { return capacity_of(region, services.db); });
  return data_page(services, [&](std::string& body) { body += capacity.text; })
      .set("Cache-Control", "private, max-age=5");
}

}  // namespace

GalleryPage bed_capacity() {
  return {
      .summary =
          "free beds in the hospitals of a region, as JSON for the screens of an ambulance control centre",
      .why =
          "Innocent: all beds of the region are counted, but once in twenty seconds. The text is kept in the "
          "cache, one request builds it, and the others get what is there meanwhile, so that a "
          "screen that asks every five seconds costs one call to the cache.",
      .knobs = {{.name = "region", .help = "number of the region", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
