#include "lab/gallery_page.hpp"
#include "orm/mapping.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Column;
using orm::Mapping;
using orm::ToMany;

struct FilmShowing : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> film_id;
  Column<std::string> cinema;
  Column<std::string> starts_at;

  static const Mapping<FilmShowing>& mapping();
};

struct FestivalFilm : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> year;
  Column<std::string> programme;  // "competition", "guests"
  Column<std::string> title;
  Column<std::int64_t> minutes;
  Column<bool> is_coproduction;

  ToMany<FilmShowing> showings;
  ToMany<orm::Country> countries;

  static const Mapping<FestivalFilm>& mapping();
};

const Mapping<FilmShowing>& FilmShowing::mapping() {
  static const auto mapping = Mapping<FilmShowing>("filmfest_showing")
                                  .column("id", &FilmShowing::id)
                                  .column("film_id", &FilmShowing::film_id)
                                  .column("cinema", &FilmShowing::cinema)
                                  .column("starts_at", &FilmShowing::starts_at);
  return mapping;
}

const Mapping<FestivalFilm>& FestivalFilm::mapping() {
  static const auto mapping =
      Mapping<FestivalFilm>("filmfest_film")
          .column("id", &FestivalFilm::id)
          .column("year", &FestivalFilm::year)
          .column("programme", &FestivalFilm::programme)
          .column("title", &FestivalFilm::title)
          .column("minutes", &FestivalFilm::minutes)
          .column("is_coproduction", &FestivalFilm::is_coproduction)
          .to_many("showings", &FestivalFilm::showings, &FilmShowing::film_id)
          .to_many("countries", &FestivalFilm::countries, {"filmfest_film_country", "film_id", "country_id"});
  return mapping;
}

orm::Query<FestivalFilm> films_of(orm::Session& session, const Request& request, const char* programme) {
  auto query = session.query<FestivalFilm>();
  query.only(&FestivalFilm::title, &FestivalFilm::minutes, &FestivalFilm::is_coproduction)
      .where(&FestivalFilm::year, request.knobs.integer("year"))
      .where(&FestivalFilm::programme, programme)
      .order_by(&FestivalFilm::title)
      .limit(request.knobs.n())
      .prefetch(&FestivalFilm::showings);
  return query;
}

// "FR, BE". Only a co-production needs it: the programme prints the festival's own country otherwise.
std::string origin_of(const FestivalFilm& film) {
  if (!film.is_coproduction()) return "";
  std::string names;
  for (const orm::Country& each : film.countries()) {
    if (!names.empty()) names += ", ";
    names += std::string(each.name()) + " (" + std::string(each.code()) + ")";
  }
  return names;
}

Rows table_of(const orm::List<FestivalFilm>& films) {
  Rows rows({"title", "minutes", "origin", "showings"});
  for (const FestivalFilm& film : films) {
    Rows showings({"cinema", "starts_at"});
    for (const FilmShowing& each : film.showings()) showings.add(each.cinema(), each.starts_at());
    rows.add(film.title(), film.minutes(), origin_of(film), std::move(showings));
  }
  return rows;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto nominees = films_of(session, request, "competition").prefetch(&FestivalFilm::countries).all();
  const auto guests = films_of(session, request, "guests").all();
  return services
      .page(Value::object({{"year", request.knobs.integer("year")},
                           {"nominees", table_of(nominees)},
                           {"guests", table_of(guests)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage award_nominees() {
  return {
      .summary = "the jury's list of a film festival: the films in competition, then its guests",
      .why =
          "The films in competition are loaded with their showings and countries. The guests were added "
          "later and only their showings are prefetched, so each co-production among them loads its "
          "countries when its row is written.",
      .knobs = {items_knob("films of each programme", 640),
                {.name = "year",
                 .help = "year of the festival",
                 .initial = 2'025,
                 .minimum = 2'022,
                 .maximum = 2'025},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "prefetch-related"}},
  };
}

}  // namespace caseload::gallery
