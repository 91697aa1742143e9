#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;

// A plot as a farmer has declared it for the area payment.
struct Plot : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> farm;
  Column<std::string> municipality;
  Column<std::string> crop;
  Column<std::int64_t> ares;
  Column<std::int64_t> season;

  static const Mapping<Plot>& mapping();
};

const Mapping<Plot>& Plot::mapping() {
  static const auto mapping = Mapping<Plot>("declared_plot")
                                  .column("id", &Plot::id)
                                  .column("farm", &Plot::farm)
                                  .column("municipality", &Plot::municipality)
                                  .column("crop", &Plot::crop)
                                  .column("ares", &Plot::ares)
                                  .column("season", &Plot::season);
  return mapping;
}

constexpr std::string_view sample_sql =
    "SELECT plot_id FROM control_sample WHERE year = ? ORDER BY position LIMIT ?";
constexpr std::int64_t this_year = 2025;

struct Drawn {
  std::int64_t plot_id;
  static constexpr auto columns = std::tuple(&Drawn::plot_id);
};

std::vector<std::int64_t> drawn_plots(Database& db, std::int64_t count) {
  std::vector<std::int64_t> ids;
  for (const Drawn& each : db.query<Drawn>(sample_sql, this_year, count)) ids.push_back(each.plot_id);
  return ids;
}

// Plots that were declared again this year. The others have been given up.
orm::List<Plot> to_visit(orm::Session& session, const std::vector<std::int64_t>& ids) {
  return session.query<Plot>()
      .only(&Plot::farm, &Plot::municipality, &Plot::crop, &Plot::ares)
      .where(&Plot::season, this_year)
      .where_in(&Plot::id, ids)
      .order_by(&Plot::municipality)
      .all();
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto ids = drawn_plots(services.db, request.knobs.n());
  const auto plots = to_visit(session, ids);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("drawn").number(static_cast<std::int64_t>(ids.size()));
                     json.key("plots").begin_list();
                     for (const Plot& plot : plots) {
                       json.begin_object().key("plot").number(plot.id()).key("farm").text(plot.farm());
                       json.key("municipality").text(plot.municipality()).key("crop").text(plot.crop());
                       json.key("hectares").text(fixed(static_cast<double>(plot.ares()) / 100, 2));
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage plot_controls() {
  return {
      .summary = "the plots that were drawn for a control of the area payments, by municipality, as JSON",
      .why =
          "The ids of the sample are fetched and sent back in one IN list, which has as many parameters as "
          "plots were drawn. A join with the sample needs no ids, and chunks would bound the list.",
      .knobs = {items_knob("plots of the sample", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
