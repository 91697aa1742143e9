#include <algorithm>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t suggested = 10;

// People type the middle of a name: "Ferry" for "Old Ferry Lane". Few letters are not enough for that.
constexpr std::string_view in_the_middle_sql =
    "SELECT name, district FROM city_street WHERE name LIKE CONCAT('%', ?, '%') ORDER BY name, id LIMIT ?";
constexpr std::string_view at_the_beginning_sql =
    "SELECT name, district FROM city_street WHERE name LIKE CONCAT(?, '%') ORDER BY name, id LIMIT ?";
constexpr std::size_t min_letters = 4;

struct Street {
  std::string name, district;
  static constexpr auto columns = std::tuple(&Street::name, &Street::district);
};

void check_typed(std::string_view text) {
  const bool is_plain = std::ranges::all_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '-'; });
  if (!is_plain || text.size() > 30)
    throw BadRequest("the parameter typed must be at most 30 letters, spaces and hyphens");
}

Response run(const Request& request, Services& services) {
  std::string_view typed = request.knobs.text("typed");
  if (typed.empty()) typed = "Estuary";
  const auto streets = services.db.query<Street>(
      typed.size() < min_letters ? at_the_beginning_sql : in_the_middle_sql, typed, suggested);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_list();
                     for (const Street& each : streets)
                       json.begin_object()
                           .key("street")
                           .text(each.name)
                           .key("district")
                           .text(each.district)
                           .end_object();
                     json.end_list();
                   })
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage address_suggest() {
  return {
      .summary = "the street field of an address form, as JSON: streets that contain what was typed",
      .why =
          "From the fourth letter on, the pattern begins with a wildcard. The index on the name then only "
          "gives the order: every street is compared until ten are found, which for a rare word is all of "
          "them. A FULLTEXT index finds the word.",
      .knobs =
          {{.name = "typed", .type = KnobType::text, .help = "part of a name", .check_text = check_typed},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
