#include <functional>
#include <map>

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

struct WalkBooking : orm::Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> walk_id;
  Column<std::string> language;
  Column<std::int64_t> people;

  static const Mapping<WalkBooking>& mapping();
};

struct WalkRoute : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> title;
  Column<std::int64_t> metres;
  Column<std::string> meets_at;

  static const Mapping<WalkRoute>& mapping();
};

struct Walk : orm::Entity {
  Column<std::int64_t> id;
  Column<std::string> begins_at;
  Column<std::string> state;
  Column<std::int64_t> places;
  Column<std::int64_t> route_id;

  ToOne<WalkRoute> route;
  ToMany<WalkBooking> bookings;

  static const Mapping<Walk>& mapping();
};

const Mapping<WalkBooking>& WalkBooking::mapping() {
  static const auto mapping = Mapping<WalkBooking>("walk_booking")
                                  .column("id", &WalkBooking::id)
                                  .column("walk_id", &WalkBooking::walk_id)
                                  .column("language", &WalkBooking::language)
                                  .column("people", &WalkBooking::people);
  return mapping;
}

const Mapping<WalkRoute>& WalkRoute::mapping() {
  static const auto mapping = Mapping<WalkRoute>("walk_route")
                                  .column("id", &WalkRoute::id)
                                  .column("title", &WalkRoute::title)
                                  .column("metres", &WalkRoute::metres)
                                  .column("meets_at", &WalkRoute::meets_at);
  return mapping;
}

const Mapping<Walk>& Walk::mapping() {
  static const auto mapping = Mapping<Walk>("walk_date")
                                  .column("id", &Walk::id)
                                  .column("begins_at", &Walk::begins_at)
                                  .column("state", &Walk::state)
                                  .column("places", &Walk::places)
                                  .column("route_id", &Walk::route_id)
                                  .to_one("route", &Walk::route, &Walk::route_id)
                                  .to_many("bookings", &Walk::bookings, &WalkBooking::walk_id);
  return mapping;
}

constexpr std::string_view today = "2026-04-01 00:00:00";
constexpr std::string_view guides_sql = "SELECT name, languages FROM walk_guide ORDER BY name";

struct Guide {
  std::string name, languages;
  static constexpr auto columns = std::tuple(&Guide::name, &Guide::languages);
};

// "12 de, 5 en", with what a guide has to speak, and how many come.
struct Party {
  std::int64_t people = 0;
  std::string languages;
};

Party party_of(const Walk& walk) {
  std::map<std::string, std::int64_t, std::less<>> by_language;
  Party party;
  for (const WalkBooking& each : walk.bookings()) {
    by_language[std::string(each.language())] += each.people();
    party.people += each.people();
  }
  for (const auto& [language, people] : by_language)
    party.languages += (party.languages.empty() ? "" : ", ") + std::to_string(people) + " " + language;
  return party;
}

Response show(const Request& request, Services& services) {
  const auto walks = orm::Session(services.db)
                         .query<Walk>()
                         .join(&Walk::route)
                         .prefetch(&Walk::bookings)
                         .where(&Walk::begins_at, orm::Compare::at_least, std::string(today))
                         .order_by(&Walk::begins_at)
                         .limit(request.knobs.n())
                         .all();
  const auto guides = services.db.query<Guide>(guides_sql);
  Rows rows({"number", "begins", "title", "metres", "meets_at", "is_off", "languages", "free"});
  for (const Walk& walk : walks) {
    const WalkRoute& route = walk.route();
    const bool is_off = walk.state() == "cancelled";
    const Party party = is_off ? Party() : party_of(walk);
    rows.add(walk.id(), walk.begins_at().substr(0, 16), route.title(), route.metres(), route.meets_at(),
             is_off, std::string(party.languages), is_off ? 0 : walk.places() - party.people);
  }
  Rows on_call({"name", "languages"});
  for (const Guide& each : guides) on_call.add(each.name, each.languages);
  return services.page(Value::object({{"walks", std::move(rows)}, {"guides", std::move(on_call)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage guided_walks() {
  return {
      .summary = "the next guided walks of a tourist office: who comes, in which languages, and free places",
      .why =
          "Innocent: bookings are prefetched for all walks, and nobody looks at those of a cancelled one. "
          "But one walk in eight is cancelled. The others need every booking to count people by language, "
          "and they come with one query for 200 walks. All guides are read, who are twenty.",
      .knobs = {items_knob("walks on the page", 640), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
