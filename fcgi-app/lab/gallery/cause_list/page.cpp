#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view day = "2025-11-17";

constexpr std::string_view hearings_sql = R"(
  SELECT TIME_FORMAT(h.starts_at, '%H:%i'), c.room, c.name, h.reference, h.matter
    FROM bench_hearing AS h
    JOIN bench_chamber AS c ON c.id = h.chamber_id
   WHERE h.starts_at >= '2025-11-17' AND h.starts_at < '2025-11-18' AND h.is_public
   ORDER BY h.starts_at, h.chamber_id, h.id)";
constexpr std::string_view chambers_sql = R"(
  SELECT c.name, c.presides, w.hearings, w.in_public, DATE(w.last_at)
    FROM (SELECT chamber_id, COUNT(*) AS hearings, CAST(SUM(is_public) AS SIGNED) AS in_public,
                 MAX(starts_at) AS last_at
            FROM bench_hearing
           WHERE starts_at >= '2025-11-17' AND starts_at < '2026-01-17'
           GROUP BY chamber_id) AS w
    JOIN bench_chamber AS c ON c.id = w.chamber_id
   ORDER BY c.id)";

struct Hearing {
  std::string time, room, chamber, reference, matter;
  static constexpr auto columns =
      std::tuple(&Hearing::time, &Hearing::room, &Hearing::chamber, &Hearing::reference, &Hearing::matter);
};
struct Chamber {
  std::string name, presides;
  std::int64_t hearings, in_public;
  std::string last_on;
  static constexpr auto columns = std::tuple(&Chamber::name, &Chamber::presides, &Chamber::hearings,
                                             &Chamber::in_public, &Chamber::last_on);
};

// The headers of all public pages of the court. Journalists get some of these pages with more details.
Response published(Response response, int seconds) {
  response.set("Cache-Control", "public, max-age=" + std::to_string(seconds)).set("Vary", "*");
  return response;
}

Response show(const Request&, Services& services) {
  const auto hearings = services.db.query<Hearing>(hearings_sql);
  const auto chambers = services.db.query<Chamber>(chambers_sql);
  Rows list({"time", "room", "chamber", "reference", "matter"}),
      overview({"name", "presides", "hearings", "in_public", "last"});
  for (const Hearing& each : hearings)
    list.add(each.time, each.room, each.chamber, each.reference, each.matter);
  for (const Chamber& each : chambers)
    overview.add(each.name, each.presides, each.hearings, each.in_public, each.last_on);
  return published(services.page(Value::object(
                       {{"day", day}, {"hearings", std::move(list)}, {"chambers", std::move(overview)}})),
                   600);
}

}  // namespace

GalleryPage cause_list() {
  return {
      .summary = "a higher court's public cause list: today's hearings, and each chamber's next two months",
      .why =
          "The list is the same for everyone, is sent with a lifetime of ten minutes, and nginx's cache is "
          "on. But a helper for all public pages says \"Vary: *\", because a few of them have more for "
          "journalists, and a response that varies with everything is never stored. Each visitor has the "
          "hearings read and counted again.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "response-cache"}},
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
