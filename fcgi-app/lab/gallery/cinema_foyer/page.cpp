#include "core/text.hpp"
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

// Who made a film and who plays in it.
struct Credit : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> feature_id;
  Column<std::string> person;
  Column<std::string> task;

  static const Mapping<Credit>& mapping();
};

struct Feature : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> title;
  Column<std::int64_t> minutes;
  Column<std::string> certificate;

  ToMany<Credit> credits;

  static const Mapping<Feature>& mapping();
};

struct Screening : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> cinema_id;
  Column<std::string> begins_at;
  Column<std::string> hall;
  Column<std::string> language;
  Column<std::int64_t> seats_left;
  Column<std::int64_t> feature_id;

  ToOne<Feature> feature;

  static const Mapping<Screening>& mapping();
};

const Mapping<Credit>& Credit::mapping() {
  static const auto mapping = Mapping<Credit>("cinema_credit")
                                  .column("id", &Credit::id)
                                  .column("feature_id", &Credit::feature_id)
                                  .column("person", &Credit::person)
                                  .column("task", &Credit::task);
  return mapping;
}

const Mapping<Feature>& Feature::mapping() {
  static const auto mapping = Mapping<Feature>("cinema_feature")
                                  .column("id", &Feature::id)
                                  .column("title", &Feature::title)
                                  .column("minutes", &Feature::minutes)
                                  .column("certificate", &Feature::certificate)
                                  .to_many("credits", &Feature::credits, &Credit::feature_id);
  return mapping;
}

const Mapping<Screening>& Screening::mapping() {
  static const auto mapping = Mapping<Screening>("cinema_screening")
                                  .column("id", &Screening::id)
                                  .column("cinema_id", &Screening::cinema_id)
                                  .column("begins_at", &Screening::begins_at)
                                  .column("hall", &Screening::hall)
                                  .column("language", &Screening::language)
                                  .column("seats_left", &Screening::seats_left)
                                  .column("feature_id", &Screening::feature_id)
                                  .to_one("feature", &Screening::feature, &Screening::feature_id);
  return mapping;
}

constexpr std::string_view now = "2025-12-01 14:00:00";
constexpr std::string_view notices_sql =
    "SELECT text FROM cinema_notice WHERE cinema_id = ? AND shown_until > ? ORDER BY shown_until";
constexpr std::string_view bar_sql = "SELECT name, cents FROM cinema_bar_item WHERE is_offer ORDER BY name";

struct Notice {
  std::string text;
  static constexpr auto columns = std::tuple(&Notice::text);
};

struct BarItem {
  std::string name;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&BarItem::name, &BarItem::cents);
};

// The programme of the website and that of the foyer begin with the same screenings.
orm::List<Screening> next_screenings(Database& db, std::int64_t cinema, std::int64_t n) {
  return orm::Session(db)
      .query<Screening>()
      .join(&Screening::feature)
      .prefetch(&Screening::feature, &Feature::credits)
      .where(&Screening::cinema_id, cinema)
      .where(&Screening::begins_at, orm::Compare::at_least, std::string(now))
      .order_by(&Screening::begins_at)
      .limit(n)
      .all();
}

void add_element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(name).append(">");
}

void add_screening(std::string& xml, const Screening& screening) {
  const Feature& feature = screening.feature();
  const std::int64_t seats = screening.seats_left();
  xml += "<screening>";
  add_element(xml, "begins", screening.begins_at().substr(0, 16));
  add_element(xml, "hall", screening.hall());
  add_element(xml, "title", feature.title());
  add_element(xml, "version", screening.language());
  add_element(xml, "minutes", std::to_string(feature.minutes()));
  add_element(xml, "certificate", feature.certificate());
  add_element(xml, "seats", seats == 0 ? "sold out" : seats < 10 ? "few" : "free");
  xml += "</screening>\n";
}

Response run(const Request& request, Services& services) {
  const std::int64_t cinema = request.knobs.integer("cinema");
  const auto screenings = next_screenings(services.db, cinema, request.knobs.n());
  const auto notices = services.db.query<Notice>(notices_sql, cinema, now);
  const auto bar = services.db.query<BarItem>(bar_sql);
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<foyer>\n";
  for (const Notice& each : notices) add_element(xml, "notice", each.text);
  for (const Screening& each : screenings) add_screening(xml, each);
  for (const BarItem& each : bar)
    add_element(xml, "offer", each.name + ": " + std::to_string(each.cents) + " cents");
  return Response{.body = xml + "</foyer>\n"}
      .set("Content-Type", "application/xml")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage cinema_foyer() {
  return {
      .summary = "the screens in the foyer of a cinema: what begins next and where, notices, offers, as XML",
      .why =
          "The helper serves the website too, which lists who plays in a film, so it prefetches the credits "
          "of each film. The screens in the foyer have no room for them: the rows are fetched and never "
          "read.",
      .knobs = {items_knob("screenings on the screens", 320),
                {.name = "cinema", .help = "number of the cinema", .initial = 4, .minimum = 1, .maximum = 10},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "unused-prefetch"}},
  };
}

}  // namespace caseload::gallery
