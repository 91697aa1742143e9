#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Country {
  std::int64_t id;
  std::string code, name;
  static constexpr auto columns = std::tuple(&Country::id, &Country::code, &Country::name);
};

struct Rate {
  std::string zone, price;
  std::int64_t up_to_grams;
  static constexpr auto columns = std::tuple(&Rate::zone, &Rate::price, &Rate::up_to_grams);
};

// Visitors type "korea" and "KR" alike. The shop delivers to 120 countries.
constexpr std::string_view countries_sql =
    "SELECT id, code, name FROM country WHERE LOWER(name) LIKE CONCAT('%', ?, '%') OR LOWER(code) = ? "
    "ORDER BY LOWER(code) <> ?, name, id LIMIT 12";
constexpr std::string_view rates_sql =
    "SELECT zone, price, up_to_grams FROM shipping_rate WHERE up_to_grams * 1.05 >= ? ORDER BY up_to_grams";

void check_part(std::string_view part) {
  const bool is_plain = part.find_first_of("%_\\") == part.npos;
  if (!is_plain || part.size() > 40)
    throw BadRequest("the parameter q must have at most 40 characters and no wildcards");
}

Response run(const Request& request, Services& services) {
  std::string part = lower_case(trimmed(request.knobs.text("q")));
  if (part.empty()) part = "an";
  const auto countries = services.db.query<Country>(countries_sql, part, part, part);
  const auto rates = services.db.query<Rate>(rates_sql, request.knobs.integer("grams"));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("countries").begin_list();
                     for (const Country& each : countries) {
                       json.begin_object().key("id").number(each.id).key("code").text(each.code);
                       json.key("name").text(each.name).end_object();
                     }
                     json.end_list().key("rates").begin_list();
                     for (const Rate& each : rates) {
                       json.begin_object().key("zone").text(each.zone).key("price").text(each.price);
                       json.key("up_to_grams").number(each.up_to_grams).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage country_picker() {
  return {
      .summary = "the country field of the checkout: countries that contain what was typed, and the rates",
      .why =
          "Functions are around the columns and the pattern begins with a wildcard, but the tables have 120 "
          "and 20 rows in every shop, and reading all of them is as fast as an index.",
      .knobs = {{.name = "q",
                 .type = KnobType::text,
                 .help = "part of a country's name, or its code",
                 .check_text = check_part},
                {.name = "grams", .help = "weight", .initial = 900, .minimum = 1, .maximum = 30'000},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
