#include <algorithm>
#include <map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t cards_per_call = 100;
constexpr int lifetime_s = 1'800;

struct Id {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Id::value);
};

struct Author {
  std::int64_t id;
  std::string name, country;
  std::int64_t books;
  std::optional<std::int64_t> latest_year;
  static constexpr auto columns =
      std::tuple(&Author::id, &Author::name, &Author::country, &Author::books, &Author::latest_year);
};

using Cards = std::map<std::int64_t, std::string>;

class AuthorCards {
 public:
  explicit AuthorCards(Services& services) : services_(services) {}

  // The same cards are on the pages of books and tags, so most of them are there already.
  void collect(const std::vector<std::int64_t>& ids, Cards& cards) {
    std::vector<std::string> keys;
    for (const std::int64_t id : ids) keys.push_back(key_of(id));
    const auto cached = services_.cache.get_many(keys);
    std::vector<std::int64_t> missing;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (cached[i])
        cards.emplace(ids[i], *cached[i]);
      else
        missing.push_back(ids[i]);
    }
    if (!missing.empty()) load(missing, cards);
  }

 private:
  std::string key_of(std::int64_t id) const {
    return "author card " + std::string(name_of(services_.db.dataset())) + " " + std::to_string(id);
  }

  void load(const std::vector<std::int64_t>& ids, Cards& cards) {
    std::string sql =
        "SELECT a.id, a.name, n.name, COUNT(b.id), MAX(b.year) FROM author a "
        "JOIN country n ON n.id = a.country_id LEFT JOIN book b ON b.author_id = a.id WHERE a.id IN (";
    std::vector<Parameter> values;
    for (const std::int64_t id : ids) {
      sql += values.empty() ? "?" : ", ?";
      values.push_back(to_parameter(id));
    }
    Cursor cursor = services_.db.run(sql + ") GROUP BY a.id, a.name, n.name", values);
    while (cursor.next()) {
      const auto author = map_row<Author>(cursor);
      const auto& card = cards.emplace(author.id, card_of(author)).first->second;
      services_.cache.set(key_of(author.id), card, lifetime_s);
    }
  }

  static std::string card_of(const Author& author) {
    std::string card;
    io::JsonWriter json(card);
    json.begin_object().key("id").number(author.id).key("name").text(author.name);
    json.key("country").text(author.country).key("books").number(author.books).key("latest");
    author.latest_year ? json.number(*author.latest_year) : json.null();
    json.end_object();
    return card;
  }

  Services& services_;
};

Response run(const Request& request, Services& services) {
  const auto authors =
      services.db.query<Id>("SELECT id FROM author ORDER BY id DESC LIMIT ?", request.knobs.n());
  AuthorCards author_cards(services);
  Cards cards;
  std::vector<std::int64_t> ids;
  for (const Id& id : authors) {
    ids.push_back(id.value);
    if (ids.size() < cards_per_call && &id != &authors.back()) continue;
    author_cards.collect(ids, cards);
    ids.clear();
  }
  Response response = data_page(services, [&](std::string& body) {
    body = "{\"authors\":[";
    for (const Id& id : authors) {
      if (&id != &authors.front()) body += ',';
      const auto card = cards.find(id.value);
      body += card == cards.end() ? "null" : card->second;
    }
    body += "]}";
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage author_cards() {
  return {
      .summary = "the authors that joined last, as JSON made of cached cards",
      .why =
          "Each author has an entry in the cache, but a hundred of them come with one call. What is missing "
          "is loaded with one query per hundred, and only then is there a call for each card, to store it.",
      .knobs = {items_knob("authors in the response", 1'250), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
