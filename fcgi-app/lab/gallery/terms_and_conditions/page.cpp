#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The legal department keeps the sections among the documents.
constexpr std::string_view sections_sql =
    "SELECT title, LEFT(body, 1800) FROM document WHERE id BETWEEN 101 AND 116 ORDER BY id";
constexpr std::string_view rates_sql =
    "SELECT zone, up_to_grams, price FROM shipping_rate ORDER BY zone, up_to_grams";
constexpr std::string_view countries_sql =
    "SELECT c.name, COUNT(p.id) FROM country c LEFT JOIN publisher p ON p.country_id = c.id "
    "GROUP BY c.id, c.name ORDER BY c.name, c.id";

struct Section {
  std::string title, text;
  static constexpr auto columns = std::tuple(&Section::title, &Section::text);
};
struct Rate {
  std::string zone;
  std::int64_t up_to_grams;
  std::string price;
  static constexpr auto columns = std::tuple(&Rate::zone, &Rate::up_to_grams, &Rate::price);
};
struct Country {
  std::string name;
  std::int64_t publishers;
  static constexpr auto columns = std::tuple(&Country::name, &Country::publishers);
};

Response show(const Request&, Services& services) {
  const auto sections = services.db.query<Section>(sections_sql);
  const auto rates = services.db.query<Rate>(rates_sql);
  const auto countries = services.db.query<Country>(countries_sql);

  Rows section_rows({"title", "text"});
  for (const Section& each : sections) section_rows.add(each.title, each.text);
  Rows rate_rows({"zone", "up_to_grams", "price"});
  for (const Rate& each : rates) rate_rows.add(each.zone, each.up_to_grams, each.price);
  Rows country_rows({"name", "publishers"});
  for (const Country& each : countries) country_rows.add(each.name, each.publishers);

  Response response = services.page(Value::object({{"sections", std::move(section_rows)},
                                                   {"rates", std::move(rate_rows)},
                                                   {"countries", std::move(country_rows)}}));
  return response.set("Cache-Control", "public, max-age=600");
}

}  // namespace

GalleryPage terms_and_conditions() {
  return {.summary = "terms and conditions, with shipping rates and countries",
          .why =
              "The page is the same for everybody and any cache may keep it for ten minutes, but it is "
              "queried and rendered for every visitor. Neither the application nor nginx stores it.",
          .knobs = {dataset_knob()},
          .run = show,
          .labels = {{.name = "response-cache"}}};
}

}  // namespace caseload::gallery
