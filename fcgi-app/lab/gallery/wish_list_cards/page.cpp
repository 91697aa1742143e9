#include "lab/gallery_page.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "io/json/json_writer.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Wish {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&Wish::book_id);
};

constexpr std::string_view wishes_sql =
    "SELECT book_id FROM wish_card WHERE list_id = ? ORDER BY position LIMIT ?";
constexpr int card_lifetime_s = 900;

std::string card_of(const orm::Book& book) {
  std::string card;
  io::JsonWriter json(card);
  json.begin_object().key("id").number(book.id()).key("title").text(book.title());
  json.key("author").text(book.author().name()).key("price").text(book.price()).end_object();
  return card;
}

// The cards of wish lists, search results and baskets are the same, so they are kept in the cache.
class Cards {
 public:
  explicit Cards(Services& services) : services_(services) {}

  bool find(std::int64_t book_id) {
    auto card = services_.cache.get(key_of(book_id));
    if (card) cards_.emplace(book_id, *std::move(card));
    return card.has_value();
  }

  void load(const std::vector<std::int64_t>& ids) {
    constexpr std::size_t chunk = 100;
    orm::Session session(services_.db);
    const std::span<const std::int64_t> all(ids);
    for (std::size_t i = 0; i < all.size(); i += chunk) {
      const auto some = all.subspan(i, std::min(chunk, all.size() - i));
      auto query = session.query<orm::Book>();
      for (const orm::Book& book : query.join(&orm::Book::author).where_in(&orm::Book::id, some).all()) {
        const auto& card = cards_.insert_or_assign(book.id(), card_of(book)).first->second;
        services_.cache.set(key_of(book.id()), card, card_lifetime_s);
      }
    }
  }

  std::string_view of(std::int64_t book_id) const {
    const auto card = cards_.find(book_id);
    return card == cards_.end() ? "null" : std::string_view(card->second);
  }

 private:
  std::string key_of(std::int64_t book_id) const {
    return "card " + std::string(name_of(services_.db.dataset())) + " " + std::to_string(book_id);
  }

  Services& services_;
  std::map<std::int64_t, std::string> cards_;
};

Response run(const Request& request, Services& services) {
  constexpr std::int64_t list_id = 1;
  const auto wishes = services.db.query<Wish>(wishes_sql, list_id, request.knobs.n());
  Cards cards(services);
  std::vector<std::int64_t> missing;
  for (const Wish& wish : wishes) {
    if (!cards.find(wish.book_id)) missing.push_back(wish.book_id);
  }
  cards.load(missing);
  Response response = data_page(services, [&](std::string& body) {
    body = "{\"wishes\":[";
    for (const Wish& wish : wishes) {
      if (&wish != &wishes.front()) body += ',';
      body += cards.of(wish.book_id);
    }
    body += "]}";
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage wish_list_cards() {
  return {
      .summary = "a wish list as JSON, made of cached cards",
      .why =
          "The cards are read from the cache one by one, a round trip for each. One call can read many. "
          "What is missing is loaded in chunks, so the database is not the problem.",
      .knobs = {items_knob("wishes in the response", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
