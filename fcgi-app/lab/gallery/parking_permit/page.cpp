#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Permit {
  std::string plate, holder, zone, valid_until;
  bool has_expired;
  static constexpr auto columns =
      std::tuple(&Permit::plate, &Permit::holder, &Permit::zone, &Permit::valid_until, &Permit::has_expired);
};

// Residents type their plates with and without spaces, and the table has them as they were typed.
constexpr std::string_view by_plate = R"(
  SELECT plate, holder, zone, DATE_FORMAT(valid_until, '%d.%m.%Y'), valid_until < '2026-01-01'
    FROM parking_permit
   WHERE REPLACE(plate, ' ', '') = ?
   ORDER BY valid_until DESC, id)";

void check_plate(std::string_view plate) {
  if (plate.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ") != plate.npos || plate.size() > 12)
    throw BadRequest("the parameter plate must be at most 12 capital letters, digits and spaces");
}

std::string without_spaces(std::string_view plate) {
  std::string text(plate);
  std::erase(text, ' ');
  return text;
}

Response look_up(const Request& request, Services& services) {
  std::string plate = without_spaces(request.knobs.text("plate"));
  if (plate.empty()) plate = "BWD8901";
  const auto permits = services.db.query<Permit>(by_plate, plate);
  Rows rows({"plate", "holder", "zone", "valid_until", "has_expired"});
  for (const Permit& each : permits)
    rows.add(each.plate, each.holder, each.zone, each.valid_until, each.has_expired);
  return services.page(Value::object({{"asked", plate}, {"permits", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage parking_permit() {
  return {
      .summary = "a traffic warden's look-up: does this car have a permit for residents?",
      .why =
          "Spaces are removed from every plate in the table before it is compared, so the index on the "
          "plate can't be used. A generated column without spaces, with an index, would find the car at "
          "once.",
      .knobs = {{.name = "plate",
                 .type = KnobType::text,
                 .help = "the plate, such as B WD 8901",
                 .check_text = check_plate},
                dataset_knob()},
      .run = look_up,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
