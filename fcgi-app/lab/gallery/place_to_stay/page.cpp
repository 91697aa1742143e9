#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view place_sql =
    "SELECT p.name, p.country_id, c.name, p.about, p.beds FROM stay_place AS p JOIN country AS c ON c.id = "
    "p.country_id "
    "WHERE p.id = ?";
// Opinions come from the old guide. They know a place by its short name.
constexpr std::string_view opinions_sql =
    "SELECT o.stars, o.nights, DATE_FORMAT(o.stayed_on, '%Y-%m'), o.text "
    "FROM stay_place AS p JOIN stay_opinion AS o ON o.place_slug = p.slug "
    "WHERE p.id = ? ORDER BY o.stayed_on DESC, o.id DESC LIMIT ?";
constexpr std::string_view near_sql =
    "SELECT name, beds FROM stay_place WHERE country_id = ? AND id <> ? ORDER BY id LIMIT 6";

struct Place {
  std::string name;
  std::int64_t country_id;
  std::string country, about;
  std::int64_t beds;
  static constexpr auto columns =
      std::tuple(&Place::name, &Place::country_id, &Place::country, &Place::about, &Place::beds);
};

struct Opinion {
  std::int64_t stars, nights;
  std::string month, text;
  static constexpr auto columns =
      std::tuple(&Opinion::stars, &Opinion::nights, &Opinion::month, &Opinion::text);
};

struct Near {
  std::string name;
  std::int64_t beds;
  static constexpr auto columns = std::tuple(&Near::name, &Near::beds);
};

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("place");
  const auto place = db.query_one<Place>(place_sql, id);
  if (!place) throw NotFound("there is no place " + std::to_string(id));
  const auto opinions = db.query<Opinion>(opinions_sql, id, request.knobs.n());
  const auto near = db.query<Near>(near_sql, place->country_id, id);

  Rows said({"stars", "nights", "month", "text"}), others({"name", "beds"});
  std::int64_t stars = 0;
  for (const Opinion& each : opinions) {
    stars += each.stars;
    said.add(each.stars, each.nights, each.month, each.text);
  }
  for (const Near& each : near) others.add(each.name, each.beds);
  const std::string mean =
      opinions.empty() ? "-" : fixed(static_cast<double>(stars) / static_cast<double>(opinions.size()), 1);
  return services
      .page(Value::object({{"name", place->name},
                           {"country", place->country},
                           {"about", place->about},
                           {"beds", place->beds},
                           {"mean", mean},
                           {"opinions", std::move(said)},
                           {"others", std::move(others)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage place_to_stay() {
  return {
      .summary = "a hostel in a travel guide, with what its last guests said and others in the country",
      .why =
          "The opinions have an index on the short name of the place. But that column came from an old "
          "database in Latin 1, and the places are in UTF-8, so the server converts it in each row before "
          "it compares, and reads all opinions of all places.",
      .knobs =
          {{.name = "n",
            .help = "opinions on the page",
            .initial = 10,
            .minimum = 1,
            .maximum = 40,
            .ladder = {5, 10, 20, 40}},
           {.name = "place", .help = "number of the place", .initial = 206, .minimum = 1, .maximum = 600},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
