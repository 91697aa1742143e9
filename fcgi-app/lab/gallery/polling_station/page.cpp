#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view sections_sql = R"(
  SELECT s.name, s.from_number, s.to_number, s.side, p.name, p.address, p.is_accessible
    FROM (SELECT id, name, from_number, to_number, side, station_id
            FROM voting_street WHERE name LIKE ? ORDER BY name, from_number, id LIMIT 24) AS s
    JOIN voting_station AS p ON p.id = s.station_id
   ORDER BY s.name, s.from_number, s.id)";

// A part of a street that votes at the same place. Many streets are divided by odd and even numbers.
struct Section {
  std::string street;
  std::int64_t from_number, to_number;
  std::string side, station, address;
  bool is_accessible;
  static constexpr auto columns =
      std::tuple(&Section::street, &Section::from_number, &Section::to_number, &Section::side,
                 &Section::station, &Section::address, &Section::is_accessible);

  bool has(std::int64_t number) const {
    if (number < from_number || number > to_number) return false;
    return side == "both" || (side == "even") == (number % 2 == 0);
  }
};

void check_street(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
  };
  if (text.size() < 3 || text.size() > 60 || !std::ranges::all_of(text, is_allowed))
    throw BadRequest("the parameter street must be 3 to 60 letters, digits and spaces");
}

Response show(const Request& request, Services& services) {
  std::string street(request.knobs.text("street"));
  if (street.empty()) street = "Bel";
  const std::int64_t number = request.knobs.integer("number");
  const auto sections = services.db.query<Section>(sections_sql, street + "%");
  Rows rows({"street", "from", "to", "side", "station", "address", "is_accessible", "is_yours"});
  for (const Section& each : sections)
    rows.add(each.street, each.from_number, each.to_number, each.side, each.station, each.address,
             each.is_accessible, each.has(number));
  return services.page(Value::object({{"asked", street}, {"number", number}, {"sections", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=600");
}

}  // namespace

GalleryPage polling_station() {
  return {
      .summary =
          "where do I vote? The polling stations for the beginning of a street's name and a house number",
      .why =
          "Innocent: the only wildcard is behind the text, so the index on the name finds the streets and "
          "has them in the order of the page, which ends after 24 sections. Odd and even numbers are "
          "compared in code, but for those few only.",
      .knobs =
          {{.name = "street",
            .type = KnobType::text,
            .help = "how the street's name begins, such as Bel",
            .check_text = check_street},
           {.name = "number", .help = "number of the house", .initial = 14, .minimum = 1, .maximum = 400},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
