#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToMany;
using orm::ToOne;
using orm::ToOneOrNone;

struct Dancer : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> name;

  static const Mapping<Dancer>& mapping();
};

// Who dances a part, and who does so if that dancer is ill.
struct Casting : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> evening_id;
  Column<std::string> part;
  Column<bool> is_ill;
  Column<std::int64_t> dancer_id;
  Column<std::optional<std::int64_t>> cover_id;

  ToOne<Dancer> dancer;
  ToOneOrNone<Dancer> cover;

  static const Mapping<Casting>& mapping();
};

struct Ballet : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> title;
  Column<std::string> choreographer;

  static const Mapping<Ballet>& mapping();
};

struct Evening : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> house_id;
  Column<std::string> begins_at;
  Column<std::int64_t> ballet_id;

  ToOne<Ballet> ballet;
  ToMany<Casting> castings;

  static const Mapping<Evening>& mapping();
};

const Mapping<Dancer>& Dancer::mapping() {
  static const auto mapping =
      Mapping<Dancer>("ballet_dancer").column("id", &Dancer::id).column("name", &Dancer::name);
  return mapping;
}

const Mapping<Casting>& Casting::mapping() {
  static const auto mapping = Mapping<Casting>("ballet_casting")
                                  .column("id", &Casting::id)
                                  .column("evening_id", &Casting::evening_id)
                                  .column("part", &Casting::part)
                                  .column("is_ill", &Casting::is_ill)
                                  .column("dancer_id", &Casting::dancer_id)
                                  .column("cover_id", &Casting::cover_id)
                                  .to_one("dancer", &Casting::dancer, &Casting::dancer_id)
                                  .to_one("cover", &Casting::cover, &Casting::cover_id);
  return mapping;
}

const Mapping<Ballet>& Ballet::mapping() {
  static const auto mapping = Mapping<Ballet>("ballet_work")
                                  .column("id", &Ballet::id)
                                  .column("title", &Ballet::title)
                                  .column("choreographer", &Ballet::choreographer);
  return mapping;
}

const Mapping<Evening>& Evening::mapping() {
  static const auto mapping = Mapping<Evening>("ballet_evening")
                                  .column("id", &Evening::id)
                                  .column("house_id", &Evening::house_id)
                                  .column("begins_at", &Evening::begins_at)
                                  .column("ballet_id", &Evening::ballet_id)
                                  .to_one("ballet", &Evening::ballet, &Evening::ballet_id)
                                  .to_many("castings", &Evening::castings, &Casting::evening_id);
  return mapping;
}

constexpr std::string_view studios_sql =
    "SELECT studio, DATE_FORMAT(begins_at, '%H:%i'), what FROM ballet_rehearsal WHERE house_id = ? AND "
    "begins_at >= '2025-12-02' AND begins_at < '2025-12-03' ORDER BY begins_at, studio";

struct Rehearsal {
  std::string studio, begins_at, what;
  static constexpr auto columns = std::tuple(&Rehearsal::studio, &Rehearsal::begins_at, &Rehearsal::what);
};

Rows cast_of(const Evening& evening) {
  Rows cast({"part", "dancer", "instead_of"});
  for (const Casting& each : evening.castings()) {
    const Dancer* cover = each.is_ill() ? each.cover() : nullptr;
    if (cover == nullptr)
      cast.add(each.part(), each.dancer().name(), nullptr);
    else
      cast.add(each.part(), cover->name(), each.dancer().name());
  }
  return cast;
}

Response show(const Request& request, Services& services) {
  const std::int64_t house = request.knobs.integer("house");
  const auto rehearsals = services.db.query<Rehearsal>(studios_sql, house);
  const auto evenings = orm::Session(services.db)
                            .query<Evening>()
                            .join(&Evening::ballet)
                            .prefetch(&Evening::castings, &Casting::dancer)
                            .prefetch(&Evening::castings, &Casting::cover)
                            .where(&Evening::house_id, house)
                            .where(&Evening::begins_at, orm::Compare::at_least, "2025-12-02 00:00:00")
                            .order_by(&Evening::begins_at)
                            .limit(request.knobs.n())
                            .all();
  Rows studios({"studio", "begins_at", "what"}), rows({"begins_at", "title", "choreographer", "cast"});
  for (const Rehearsal& each : rehearsals) studios.add(each.studio, each.begins_at, each.what);
  for (const Evening& each : evenings)
    rows.add(each.begins_at().substr(0, 16), each.ballet().title(), each.ballet().choreographer(),
             cast_of(each));
  return services.page(Value::object({{"studios", std::move(studios)}, {"evenings", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage casting_sheet() {
  return {
      .summary = "the notice board of a ballet company: today's rehearsals, and who dances on which evening",
      .why =
          "Innocent: the page walks over relations three levels deep, but the ballet is joined, and parts, "
          "dancers and covers are prefetched, two hundred ids at a time. A cover is shown only where the "
          "dancer is ill, which is known when the parts have been read; the dancer is shown always.",
      .knobs =
          {items_knob("evenings on the board", 160),
           {.name = "house", .help = "number of the opera house", .initial = 3, .minimum = 1, .maximum = 6},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
