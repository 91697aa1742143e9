#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The number of rooms is in the attributes. A generated column has it too, and an index on that column finds
// the newest flats of a size.
constexpr std::string_view listings_sql =
    "SELECT id, title, rent, attributes FROM flat_listing WHERE rooms = ? ORDER BY id DESC LIMIT ?";

struct Listing {
  std::int64_t id;
  std::string title;
  std::int64_t rent;
  std::string attributes;  // JSON
  static constexpr auto columns =
      std::tuple(&Listing::id, &Listing::title, &Listing::rent, &Listing::attributes);
};

// {"rooms": 3, "balcony": true, "heating": "gas"} becomes "3 rooms, balcony, heating: gas".
std::string described(std::string_view attributes) {
  const auto document = io::from_json(attributes);
  const Value::Object* members = document ? document->members() : nullptr;
  if (members == nullptr) return "";
  std::string text;
  for (const auto& [name, value] : *members) {
    if (const bool* has = value.boolean(); has != nullptr && !*has) continue;
    if (!text.empty()) text += ", ";
    if (const std::int64_t* number = value.integer())
      text += std::to_string(*number) + " " + name;
    else if (const std::string* word = value.text())
      text += name + ": " + *word;
    else
      text += name;
  }
  return text;
}

Response show(const Request& request, Services& services) {
  const std::int64_t rooms = request.knobs.integer("rooms");
  const auto listings = services.db.query<Listing>(listings_sql, rooms, request.knobs.n());
  Rows rows({"id", "title", "rent", "description"});
  for (const Listing& each : listings) rows.add(each.id, each.title, each.rent, described(each.attributes));
  return services.page(Value::object({{"rooms", rooms}, {"flats", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=20");
}

}  // namespace

GalleryPage listing_attributes() {
  return {
      .summary = "the newest flats to let of a size, with all that is known about them",
      .why =
          "The attributes are a JSON document in each row, which is parsed for each row. All of it is shown, "
          "and the condition is on a generated column with an index, not on a function of the document.",
      .knobs = {items_knob("flats on the page", 1'280),
                {.name = "rooms", .help = "number of rooms", .initial = 3, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
