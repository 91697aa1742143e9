#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToMany;

// What a climber wrote about a problem: "the third hold spins".
struct Remark : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> problem_id;
  Column<std::string> text;

  static const Mapping<Remark>& mapping();
};

struct Problem : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> wall_id;
  Column<std::string> colour;
  Column<std::string> grade;
  Column<std::int64_t> weeks_up;

  ToMany<Remark> remarks;

  static const Mapping<Problem>& mapping();
};

struct Wall : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;
  Column<std::int64_t> angle;

  ToMany<Problem> problems;

  static const Mapping<Wall>& mapping();
};

const Mapping<Remark>& Remark::mapping() {
  static const auto mapping = Mapping<Remark>("boulder_remark")
                                  .column("id", &Remark::id)
                                  .column("problem_id", &Remark::problem_id)
                                  .column("text", &Remark::text);
  return mapping;
}

const Mapping<Problem>& Problem::mapping() {
  static const auto mapping = Mapping<Problem>("boulder_problem")
                                  .column("id", &Problem::id)
                                  .column("wall_id", &Problem::wall_id)
                                  .column("colour", &Problem::colour)
                                  .column("grade", &Problem::grade)
                                  .column("weeks_up", &Problem::weeks_up)
                                  .to_many("remarks", &Problem::remarks, &Remark::problem_id);
  return mapping;
}

const Mapping<Wall>& Wall::mapping() {
  static const auto mapping = Mapping<Wall>("boulder_wall")
                                  .column("id", &Wall::id)
                                  .column("name", &Wall::name)
                                  .column("angle", &Wall::angle)
                                  .to_many("problems", &Wall::problems, &Problem::wall_id);
  return mapping;
}

constexpr std::int64_t weeks_until_worn = 8;

constexpr std::string_view shifts_sql =
    "SELECT DATE_FORMAT(begins_at, '%a %e %b, %H:%i'), setter, pads FROM boulder_setting_shift "
    "WHERE begins_at >= '2025-12-01' ORDER BY begins_at, setter LIMIT 6";
constexpr std::string_view holds_sql =
    "SELECT colour, COUNT(*) FROM boulder_hold_set WHERE is_washed GROUP BY colour ORDER BY colour";

struct Shift {
  std::string begins_at, setter;
  std::int64_t pads;
  static constexpr auto columns = std::tuple(&Shift::begins_at, &Shift::setter, &Shift::pads);
};

struct HoldSets {
  std::string colour;
  std::int64_t sets;
  static constexpr auto columns = std::tuple(&HoldSets::colour, &HoldSets::sets);
};

// A problem that has been up for weeks is shown with what climbers say about it.
Rows worn_problems(const Wall& wall) {
  Rows worn({"colour", "grade", "weeks", "remarks"});
  for (const Problem& problem : wall.problems()) {
    if (problem.weeks_up() < weeks_until_worn) continue;
    Rows remarks({"text"});
    for (const Remark& each : problem.remarks()) remarks.add(each.text());
    worn.add(problem.colour(), problem.grade(), problem.weeks_up(), std::move(remarks));
  }
  return worn;
}

Response show(const Request& request, Services& services) {
  const auto shifts = services.db.query<Shift>(shifts_sql);
  const auto holds = services.db.query<HoldSets>(holds_sql);
  const auto walls = orm::Session(services.db)
                         .query<Wall>()
                         .order_by(&Wall::id)
                         .limit(request.knobs.n())
                         .prefetch(&Wall::problems)
                         .all();
  Rows next({"begins_at", "setter", "pads"}), clean({"colour", "sets"}),
      plan({"name", "angle", "problems", "worn"});
  for (const Shift& each : shifts) next.add(each.begins_at, each.setter, each.pads);
  for (const HoldSets& each : holds) clean.add(each.colour, each.sets);
  for (const Wall& wall : walls)
    plan.add(wall.name(), wall.angle(), wall.problems().size(), worn_problems(wall));
  return services
      .page(
          Value::object({{"next", std::move(next)}, {"clean", std::move(clean)}, {"plan", std::move(plan)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage route_setting() {
  return {
      .summary = "the plan of a climbing gym's route setters: shifts, clean holds, walls with worn problems",
      .why =
          "The walls bring their problems with a prefetch, but not the remarks of climbers, which only "
          "problems of eight weeks and more show. They are loaded lazily, one query for each such problem; "
          "the prefetch could go one relation further.",
      .knobs = {items_knob("walls on the plan", 320), dataset_knob()},
      .run = show,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
