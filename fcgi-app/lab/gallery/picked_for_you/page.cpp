#include <map>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

// Books that were ordered together with the customer's own.
constexpr std::string_view ordered_together_sql =
    "SELECT also.book_id FROM (SELECT i.book_id FROM customer_order o JOIN order_item i ON i.order_id = o.id "
    "WHERE o.customer_id = ? GROUP BY i.book_id ORDER BY MAX(o.placed_at) DESC, i.book_id LIMIT 10) AS mine "
    "JOIN order_item AS same ON same.book_id = mine.book_id "
    "JOIN order_item AS also ON also.order_id = same.order_id AND also.book_id <> mine.book_id "
    "GROUP BY also.book_id ORDER BY COUNT(*) DESC, also.book_id LIMIT 24";
constexpr int picks_kept_s = 900, card_kept_s = 300;

struct Pick {
  std::int64_t book_id;
  static constexpr auto columns = std::tuple(&Pick::book_id);
};

std::string card_key(Dataset dataset, std::int64_t book) {
  return "card " + std::string(name_of(dataset)) + " " + std::to_string(book);
}

std::vector<std::int64_t> picks_for(const Visitor& visitor, Services& services) {
  const CachedText kept{
      .key = "picks " + std::string(name_of(services.db.dataset())) + " " + std::to_string(visitor.id),
      .lifetime_s = picks_kept_s};
  const auto text = services.texts.get(kept, [&] {
    Value ids = Value::list();
    for (const Pick& pick : services.db.query<Pick>(ordered_together_sql, visitor.id)) ids.add(pick.book_id);
    return io::to_json(ids);
  });
  std::vector<std::int64_t> ids;
  const Value stored = io::from_json(text.text).value_or(Value::list());
  for (const Value& id : *stored.items()) ids.push_back(id.integer_or(0));
  return ids;
}

// The cards of many customers show the same few books, so each is cached once.
Value cards_of(const std::vector<std::int64_t>& books, Services& services) {
  if (books.empty()) return Value::list();
  std::vector<std::string> keys;
  for (const auto id : books) keys.push_back(card_key(services.db.dataset(), id));
  const auto found = services.cache.get_many(keys);
  std::map<std::int64_t, Value> cards;
  std::vector<std::int64_t> missing;
  for (std::size_t at = 0; at < books.size(); ++at) {
    auto card = found[at] ? io::from_json(*found[at]) : std::nullopt;
    if (card)
      cards[books[at]] = std::move(*card);
    else
      missing.push_back(books[at]);
  }
  // No query is sent if nothing is missing.
  const auto loaded = orm::Session(services.db)
                          .query<orm::Book>()
                          .join(&orm::Book::author)
                          .only(&orm::Book::title, &orm::Book::price)
                          .only(&orm::Book::author, &orm::Author::name)
                          .where_in(&orm::Book::id, missing)
                          .all();
  for (const orm::Book& book : loaded) {
    Value card =
        Value::object({{"title", book.title()}, {"author", book.author().name()}, {"price", book.price()}});
    services.cache.set(card_key(services.db.dataset(), book.id()), io::to_json(card), card_kept_s);
    cards[book.id()] = std::move(card);
  }
  Value list = Value::list();
  for (const auto id : books) list.add(cards[id]);
  return list;
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"name", visitor ? Value(visitor->name) : Value()}});
  if (visitor) model.set("cards", cards_of(picks_for(*visitor, services), services));
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage picked_for_you() {
  return {.summary = "recommendations for the customer",
          .why =
              "Innocent: the expensive query runs only when the customer's list is not cached. The cards "
              "come with one multi-get, and only missing ones are loaded and stored.",
          .knobs = {dataset_knob()},
          .run = show};
}

}  // namespace caseload::gallery
