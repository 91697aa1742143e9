#include <map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Stock {
  std::string blood_group;
  std::int64_t units;
  static constexpr auto columns = std::tuple(&Stock::blood_group, &Stock::units);
};

struct Minimum {
  std::string blood_group;
  std::int64_t units;
  static constexpr auto columns = std::tuple(&Minimum::blood_group, &Minimum::units);
};

struct Unit {
  std::string number, blood_group, expires_on;
  static constexpr auto columns = std::tuple(&Unit::number, &Unit::blood_group, &Unit::expires_on);
};

// What has been given out is by far the most, but the index leads past it.
constexpr std::string_view stock_sql =
    "SELECT blood_group, COUNT(*) FROM blood_unit WHERE state = 'free' AND expires_on >= '2025-12-31' "
    "GROUP BY blood_group";
constexpr std::string_view minimum_sql = "SELECT blood_group, units FROM blood_minimum ORDER BY blood_group";
constexpr std::string_view first_to_expire_sql =
    "SELECT number, blood_group, expires_on FROM blood_unit WHERE state = 'free' AND "
    "expires_on >= '2025-12-31' ORDER BY expires_on, blood_group LIMIT 12";

std::string_view colour_of(std::int64_t units, std::int64_t minimum) {
  if (units < minimum) return "red";
  return units < minimum * 3 / 2 ? "amber" : "green";
}

Response run(const Request&, Services& services) {
  std::map<std::string, std::int64_t> stock;
  for (const Stock& each : services.db.query<Stock>(stock_sql)) stock[each.blood_group] = each.units;
  const auto minimums = services.db.query<Minimum>(minimum_sql);
  const auto expiring = services.db.query<Unit>(first_to_expire_sql);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("groups").begin_list();
    for (const Minimum& minimum : minimums) {
      const std::int64_t units = stock[minimum.blood_group];
      json.begin_object().key("group").text(minimum.blood_group).key("units").number(units);
      json.key("colour").text(colour_of(units, minimum.units)).end_object();
    }
    json.end_list().key("first_to_expire").begin_list();
    for (const Unit& unit : expiring) {
      json.begin_object().key("number").text(unit.number).key("group").text(unit.blood_group);
      json.key("on").text(unit.expires_on).end_object();
    }
    json.end_list().end_object();
  });
  response.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

GalleryPage blood_stock() {
  return {
      .summary = "a blood bank's stock by group and what expires first, as JSON for the screen in the ward",
      .why =
          "Innocent: units are counted again at each poll, because a stock that is a minute old may cost a "
          "life, and no-store says so. Few units are free at a time, however many were given out, and an "
          "index with their state first has them. The table of minimums has eight rows.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
