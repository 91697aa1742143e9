#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::gallery {

namespace {

constexpr int strip_kept_s = 120, lock_kept_s = 10;

constexpr std::string_view strip_sql = R"(
  SELECT b.title, a.name, CAST(b.price * 100 AS SIGNED), sold.copies
    FROM (SELECT i.book_id, CAST(SUM(i.quantity) AS SIGNED) AS copies
            FROM customer_order AS o
            JOIN order_item AS i ON i.order_id = o.id
           WHERE o.placed_at >= '2025-12-01' AND o.placed_at < '2026-01-01'
           GROUP BY i.book_id
           ORDER BY copies DESC, i.book_id
           LIMIT 8) AS sold
    JOIN book AS b ON b.id = sold.book_id
    JOIN author AS a ON a.id = b.author_id
   ORDER BY sold.copies DESC, sold.book_id)";

struct Article {
  std::string title, author;
  std::int64_t cents, copies;
  static constexpr auto columns =
      std::tuple(&Article::title, &Article::author, &Article::cents, &Article::copies);
};

std::string strip_from(Database& db) {
  std::string text;
  io::JsonWriter json(text);
  json.begin_object().key("sold_in_the_foyer").begin_list();
  for (const Article& each : db.query<Article>(strip_sql)) {
    json.begin_object().key("title").text(each.title).key("author").text(each.author);
    json.key("cents").number(each.cents).key("copies").number(each.copies).end_object();
  }
  json.end_list().end_object();
  return text;
}

// Built by one request at a time: the one that gets the lock.
std::string strip(Services& services) {
  const std::string name = "foyer strip " + std::string(name_of(services.db.dataset()));
  const CachedText entry{
      .key = name, .depends = {orders_of(services.db.dataset())}, .lifetime_s = strip_kept_s};
  if (auto kept = services.texts.find(entry)) return *std::move(kept);
  const std::string lock = name + " lock";
  const bool has_lock = services.cache.add(lock, "1", lock_kept_s);
  std::string text = strip_from(services.db);
  if (has_lock) {
    services.texts.store(entry, text);
    services.cache.remove(lock);
  }
  return text;
}

Response run(const Request&, Services& services) {
  const std::string text = strip(services);
  return data_page(services, [&](std::string& body) { body += text; })
      .set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage foyer_shop() {
  return {
      .summary = "what sells in the shop of a theatre's foyer, as JSON for the screens above the tills",
      .why =
          "The strip is cached, and there is a lock for its rebuild. But who does not get the lock builds "
          "the "
          "strip all the same and only does not store it. When a sale drops the entry, all requests of that "
          "moment add up the month's orders. They should wait, or send the old strip.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "cache-stampede"}},
  };
}

}  // namespace caseload::gallery
