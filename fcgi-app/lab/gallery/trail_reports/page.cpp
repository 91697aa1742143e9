#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;

struct TrailReport : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> trail_id;
  Column<std::int64_t> stars;
  Column<bool> is_muddy;

  static const Mapping<TrailReport>& mapping();
};

struct Trail : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::int64_t> length_m;

  orm::ToMany<TrailReport> reports;

  static const Mapping<Trail>& mapping();
};

const Mapping<TrailReport>& TrailReport::mapping() {
  static const auto mapping = Mapping<TrailReport>("trail_report")
                                  .column("id", &TrailReport::id)
                                  .column("trail_id", &TrailReport::trail_id)
                                  .column("stars", &TrailReport::stars)
                                  .column("is_muddy", &TrailReport::is_muddy);
  return mapping;
}

const Mapping<Trail>& Trail::mapping() {
  static const auto mapping = Mapping<Trail>("trail")
                                  .column("id", &Trail::id)
                                  .column("name", &Trail::name)
                                  .column("length_m", &Trail::length_m)
                                  .to_many("reports", &Trail::reports, &TrailReport::trail_id);
  return mapping;
}

// The numbers beside a trail's name, as the template wants them.
class Popularity {
 public:
  explicit Popularity(const Trail& trail) : reports_(trail.reports()) {}

  std::size_t count() const { return reports_.size(); }
  std::string stars() const {
    std::int64_t sum = 0;
    for (const TrailReport& each : reports_) sum += each.stars();
    return fixed(static_cast<double>(sum) / static_cast<double>(divisor()), 1);
  }
  std::string muddy_percent() const {
    std::int64_t muddy = 0;
    for (const TrailReport& each : reports_) muddy += each.is_muddy() ? 1 : 0;
    return std::to_string(100 * muddy / divisor());
  }

 private:
  std::int64_t divisor() const { return reports_.empty() ? 1 : static_cast<std::int64_t>(reports_.size()); }

  const orm::List<TrailReport>& reports_;
};

Response show(const Request& request, Services& services) {
  const auto trails = orm::Session(services.db)
                          .query<Trail>()
                          .order_by(&Trail::id)
                          .limit(request.knobs.n())
                          .prefetch(&Trail::reports)
                          .all();
  Rows rows({"number", "name", "kilometres", "reports", "stars", "muddy"});
  for (const Trail& trail : trails) {
    const Popularity popularity(trail);
    rows.add(trail.id(), trail.name(), fixed(static_cast<double>(trail.length_m()) / 1'000, 1),
             popularity.count(), popularity.stars(), popularity.muddy_percent());
  }
  return services.page(Value::object({{"trails", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage trail_reports() {
  return {
      .summary = "the trails of a nature park with what hikers report: how many, stars, how often muddy",
      .why =
          "There is no query in a loop, but every report of every trail becomes an object, only to be "
          "counted and added up. The database could return three numbers for each trail.",
      .knobs = {items_knob("trails on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
