#include <algorithm>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t suggested = 8;

constexpr std::string_view by_name_sql =
    "SELECT name, postcode, region FROM gazetteer_place WHERE name LIKE ? ORDER BY name, id LIMIT ?";
constexpr std::string_view by_postcode_sql =
    "SELECT name, postcode, region FROM gazetteer_place WHERE postcode LIKE ? ORDER BY postcode, id LIMIT ?";

struct Place {
  std::string name, postcode, region;
  static constexpr auto columns = std::tuple(&Place::name, &Place::postcode, &Place::region);
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "har" becomes "Har": names are stored with a capital letter.
std::string pattern_of(std::string_view typed) {
  std::string pattern(typed);
  if (pattern.front() >= 'a' && pattern.front() <= 'z')
    pattern.front() = static_cast<char>(pattern.front() - 'a' + 'A');
  return pattern + "%";
}

void check_typed(std::string_view text) {
  if (text.size() > 20 || !(std::ranges::all_of(text, is_digit) || std::ranges::all_of(text, is_letter)))
    throw BadRequest("the parameter typed must be at most 20 letters or at most 20 digits");
}

Response run(const Request& request, Services& services) {
  std::string_view typed = request.knobs.text("typed");
  if (typed.empty()) typed = "har";
  const auto places = services.db.query<Place>(is_digit(typed.front()) ? by_postcode_sql : by_name_sql,
                                               pattern_of(typed), suggested);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_list();
                     for (const Place& place : places)
                       json.begin_object()
                           .key("label")
                           .text(place.postcode + " " + place.name)
                           .key("region")
                           .text(place.region)
                           .end_object();
                     json.end_list();
                   })
      .set("Cache-Control", "private, max-age=300");
}

}  // namespace

GalleryPage place_suggest() {
  return {
      .summary = "the place field of an address form: what begins with the letters or digits typed",
      .why =
          "It is a LIKE on each keystroke, over a table that grows, and the same for everybody. But the "
          "wildcard is at the end, an index has the names in the order shown, and reading stops after eight.",
      .knobs = {{.name = "typed",
                 .type = KnobType::text,
                 .help = "the beginning of a name or a postcode",
                 .check_text = check_typed},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
