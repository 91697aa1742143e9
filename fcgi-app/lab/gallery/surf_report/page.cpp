#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view spots_sql = R"(
  SELECT s.name, s.faces, r.waves, r.mean_cm, r.highest_cm, r.period_ds, r.wind_knots
    FROM (SELECT spot_id, COUNT(*) AS waves, CAST(AVG(wave_cm) AS SIGNED) AS mean_cm,
                 MAX(wave_cm) AS highest_cm, CAST(AVG(period_ds) AS SIGNED) AS period_ds,
                 CAST(AVG(wind_knots) AS SIGNED) AS wind_knots
            FROM surf_reading WHERE read_at >= '2025-12-30' GROUP BY spot_id) AS r
    JOIN surf_spot AS s ON s.id = r.spot_id
   ORDER BY r.mean_cm DESC, s.id)";

struct Spot {
  std::string name, faces;
  std::int64_t waves, mean_cm, highest_cm, period_ds, wind_knots;
  static constexpr auto columns = std::tuple(&Spot::name, &Spot::faces, &Spot::waves, &Spot::mean_cm,
                                             &Spot::highest_cm, &Spot::period_ds, &Spot::wind_knots);
};

std::string metres(std::int64_t centimetres) {
  return fixed(static_cast<double>(centimetres) / 100, 1);
}

std::string_view advice(const Spot& spot) {
  if (spot.wind_knots > 22) return "blown out";
  if (spot.mean_cm < 60) return "flat";
  return spot.period_ds > 90 ? "go" : "choppy";
}

// The page's script shows feet to those who have chosen them. Set for everyone, so that it finds a value.
Response with_units(Response response) {
  response.set("Set-Cookie", "units=metres; Path=/; Max-Age=31536000; SameSite=Lax");
  return response;
}

Response show(const Request&, Services& services) {
  const auto spots = services.db.query<Spot>(spots_sql);
  Rows rows({"name", "faces", "readings", "mean", "highest", "period", "wind", "advice"});
  for (const Spot& spot : spots)
    rows.add(spot.name, spot.faces, spot.waves, metres(spot.mean_cm), metres(spot.highest_cm),
             fixed(static_cast<double>(spot.period_ds) / 10, 1), spot.wind_knots, advice(spot));
  return with_units(
      services.page(Value::object({{"spots", std::move(rows)}})).set("Cache-Control", "public, max-age=120"));
}

}  // namespace

GalleryPage surf_report() {
  return {
      .summary = "the surf report of a coast: waves, period and wind at each spot since yesterday",
      .why =
          "nginx's cache is on for the page and its lifetime is two minutes, but every response sets a "
          "cookie, so nginx stores none of them. Each visitor has the same readings added up again. The "
          "cookie belongs in the script that uses it.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "response-cache"}},
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
