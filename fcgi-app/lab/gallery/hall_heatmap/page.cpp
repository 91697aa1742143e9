#include <algorithm>
#include <array>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view bays_sql =
    "SELECT b.aisle, b.bay, b.use_for, d.picks FROM hall_bay AS b "
    "LEFT JOIN hall_bay_day AS d ON d.hall_id = b.hall_id AND d.aisle = b.aisle AND d.bay = b.bay "
    "AND d.picked_on = DATE '2025-12-31' - INTERVAL ? DAY WHERE b.hall_id = ? ORDER BY b.aisle, b.bay";

struct Bay {
  std::int64_t aisle, bay;
  std::string use_for;
  std::optional<std::int64_t> picks;
  static constexpr auto columns = std::tuple(&Bay::aisle, &Bay::bay, &Bay::use_for, &Bay::picks);
};

// From never to often.
constexpr std::array<std::string_view, 6> heat{"#eef2f7", "#cfe0f2", "#f6dd9c",
                                               "#f3b063", "#e2743b", "#b3331f"};
constexpr std::int64_t side = 14;

std::string_view colour_of(const Bay& bay) {
  if (bay.use_for == "door") return "#777777";
  const auto warmth = static_cast<std::size_t>(bay.picks.value_or(0) / 10);
  return heat[std::min(warmth, heat.size() - 1)];
}

// Attributes with numbers: x="14" y="28"
void attribute(std::string& svg, std::string_view name, std::int64_t value) {
  svg.append(" ").append(name).append("=\"").append(std::to_string(value)).append("\"");
}

Response run(const Request& request, Services& services) {
  const auto bays =
      services.db.query<Bay>(bays_sql, request.knobs.integer("days_ago"), request.knobs.integer("hall"));
  std::int64_t aisles = 0, longest = 0;
  for (const Bay& each : bays) {
    aisles = std::max(aisles, each.aisle);
    longest = std::max(longest, each.bay);
  }
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
                    std::to_string(longest * side) + " " + std::to_string(aisles * side) + "\">\n";
  for (const Bay& each : bays) {
    svg += "<rect";
    attribute(svg, "x", (each.bay - 1) * side);
    attribute(svg, "y", (each.aisle - 1) * side);
    attribute(svg, "width", side - 1);
    attribute(svg, "height", side - 1);
    svg.append(" fill=\"").append(colour_of(each)).append("\"");
    if (each.use_for == "cold") svg += " stroke=\"#3366cc\"";
    svg += "/>\n";
  }
  svg += "</svg>\n";
  // The days shown are over, so their picks no longer change.
  return Response{.body = std::move(svg)}
      .set("Content-Type", "image/svg+xml")
      .set("Cache-Control", "private, max-age=86400, immutable");
}

}  // namespace

GalleryPage hall_heatmap() {
  return {
      .summary = "a warehouse hall as a picture: how often each bay was visited on a day",
      .why =
          "Innocent: each of the 960 bays of a hall is a rectangle, so all of them are read, and as many "
          "look-ups find what was picked there on that day, within one query and by primary keys. A hall has "
          "the same size in every warehouse, and browsers keep the picture for a day.",
      .knobs =
          {{.name = "hall", .help = "number of the hall", .initial = 2, .minimum = 1, .maximum = 3},
           {.name = "days_ago", .help = "days before the last one", .initial = 3, .minimum = 0, .maximum = 9},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
