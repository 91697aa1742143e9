#include <algorithm>
#include <span>
#include <unordered_map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t chunk = 100;
constexpr int lifetime_s = 3'600;

// Speakers edit their profiles. Each change increments the version, which is part of the key of the card.
constexpr std::string_view speakers_sql =
    "SELECT speaker_id, version FROM conference_speaker WHERE conference_id = ? ORDER BY position LIMIT ?";

struct Speaker {
  std::int64_t id, version;
  static constexpr auto columns = std::tuple(&Speaker::id, &Speaker::version);
};

struct Profile {
  std::int64_t id;
  std::string name, country, talk;
  std::int64_t books;
  static constexpr auto columns =
      std::tuple(&Profile::id, &Profile::name, &Profile::country, &Profile::talk, &Profile::books);
};

using Cards = std::vector<std::optional<std::string>>;

std::string key_of(Dataset dataset, const Speaker& speaker) {
  return "speaker card " + std::string(name_of(dataset)) + " " + std::to_string(speaker.id) + " v" +
         std::to_string(speaker.version);
}

std::string card_of(const Profile& profile) {
  std::string card;
  io::JsonWriter(card)
      .begin_object()
      .key("name")
      .text(profile.name)
      .key("from")
      .text(profile.country)
      .key("talk")
      .text(profile.talk)
      .key("books")
      .number(profile.books)
      .end_object();
  return card;
}

std::string profiles_sql(std::size_t speakers) {
  std::string sql =
      "SELECT s.speaker_id, a.name, c.name, s.talk, "
      "(SELECT COUNT(*) FROM book b WHERE b.author_id = s.speaker_id) "
      "FROM conference_speaker s JOIN author a ON a.id = s.speaker_id JOIN country c ON c.id = a.country_id "
      "WHERE s.conference_id = ? AND s.speaker_id IN (";
  for (std::size_t i = 0; i < speakers; ++i) sql += i == 0 ? "?" : ", ?";
  return sql + ")";
}

void build_missing(Services& services, std::int64_t conference, std::span<const Speaker> speakers,
                   std::span<std::optional<std::string>> cards) {
  std::unordered_map<std::int64_t, std::size_t> places;
  std::vector<Parameter> parameters{to_parameter(conference)};
  for (std::size_t at = 0; at < speakers.size(); ++at) {
    if (cards[at]) continue;
    places.emplace(speakers[at].id, at);
    parameters.push_back(to_parameter(speakers[at].id));
  }
  if (places.empty()) return;
  for (Cursor rows = services.db.run(profiles_sql(places.size()), parameters); rows.next();) {
    const auto profile = map_row<Profile>(rows);
    const std::size_t at = places.at(profile.id);
    cards[at] = card_of(profile);
    services.cache.set(key_of(services.db.dataset(), speakers[at]), *cards[at], lifetime_s);
  }
}

Cards cards_for(Services& services, std::int64_t conference, const std::vector<Speaker>& speakers) {
  Cards cards;
  for (std::size_t from = 0; from < speakers.size(); from += chunk) {
    const auto some = std::span(speakers).subspan(from, std::min(chunk, speakers.size() - from));
    std::vector<std::string> keys;
    for (const Speaker& each : some) keys.push_back(key_of(services.db.dataset(), each));
    std::ranges::move(services.cache.get_many(keys), std::back_inserter(cards));
    build_missing(services, conference, some, std::span(cards).subspan(from));
  }
  return cards;
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t conference = 1;
  const auto speakers = services.db.query<Speaker>(speakers_sql, conference, request.knobs.n());
  const Cards cards = cards_for(services, conference, speakers);
  Response response = data_page(services, [&](std::string& body) {
    body = "{\"speakers\":[";
    for (const auto& card : cards) {
      if (&card != &cards.front()) body += ',';
      body += card.value_or("null");
    }
    body += "]}";
  });
  response.set("Cache-Control", "private, max-age=30");
  return response;
}

}  // namespace

GalleryPage speaker_cards() {
  return {
      .summary = "the speakers of a conference as JSON, made of cached cards",
      .why =
          "The first view builds and stores a card for each speaker, with a count for each. After that a "
          "hundred cards come in one call. A changed profile has another key, so no card is ever out of "
          "date.",
      .knobs = {items_knob("speakers in the list", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
