#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "io/cache/cached_response.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view season_sql = "SELECT title, version FROM repertory_season WHERE id = ?";
constexpr std::string_view productions_sql =
    "SELECT id, title, author, about FROM repertory_production WHERE season_id = ? ORDER BY id";
constexpr std::string_view evenings_sql = R"(
  SELECT e.production_id, e.plays_at, e.stage
    FROM repertory_production AS p
    JOIN repertory_evening AS e ON e.production_id = p.id
   WHERE p.season_id = ?
   ORDER BY e.production_id, e.plays_at)";
constexpr int brochure_kept_s = 86'400;

struct Season {
  std::string title;
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Season::title, &Season::version);
};
struct Production {
  std::int64_t id;
  std::string title, author, about;
  static constexpr auto columns =
      std::tuple(&Production::id, &Production::title, &Production::author, &Production::about);
};
struct Evening {
  std::int64_t production_id;
  std::string plays_at, stage;
  static constexpr auto columns = std::tuple(&Evening::production_id, &Evening::plays_at, &Evening::stage);
};

Response brochure(Services& services, std::int64_t id, const Season& season) {
  const auto productions = services.db.query<Production>(productions_sql, id);
  const auto evenings = services.db.query<Evening>(evenings_sql, id);
  Rows rows({"title", "author", "about", "evenings"});
  auto at = evenings.begin();  // both lists are sorted by production
  for (const Production& each : productions) {
    Rows dates({"at", "stage"});
    for (; at != evenings.end() && at->production_id == each.id; ++at)
      dates.add(at->plays_at.substr(0, 16), at->stage);
    rows.add(each.title, each.author, each.about, std::move(dates));
  }
  return services.page(Value::object({{"title", season.title}, {"productions", std::move(rows)}}));
}

// The plan changes at short notice, so browsers may keep the brochure but have to ask.
Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("season");
  const auto season = services.db.query_one<Season>(season_sql, id);
  if (!season) throw NotFound("there is no season " + std::to_string(id));
  const std::string version = std::to_string(id) + "." + std::to_string(season->version);
  const Validators validators{.etag = etag_of(version, request.format), .last_modified = std::nullopt};
  Response response;
  if (auto known = not_modified(request, validators, services.clock.now())) {
    response = *std::move(known);
  } else {
    const CachedText kept{
        .key = "brochure " + std::string(name_of(services.db.dataset())) + " " + validators.etag,
        .depends = {},
        .lifetime_s = brochure_kept_s};
    response = cached_response(services.texts, kept, [&] { return brochure(services, id, *season); });
    set_validators(response, validators);
  }
  response.set("Cache-Control", "public, no-cache").set("Vary", "Accept");
  return response;
}

}  // namespace

GalleryPage season_brochure() {
  return {
      .summary =
          "the brochure of a theatre's season: productions with what they are about and when they are on",
      .why =
          "Innocent: the page is long, and browsers have to ask each time. But its tag is the version of the "
          "plan, one look-up, and is compared before anything else is read: who has the brochure gets a 304, "
          "anybody else the page from the cache, whose key has the version and the format.",
      .knobs = {{.name = "season", .help = "number of the season", .initial = 6, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
