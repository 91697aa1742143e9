#include <mutex>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/shop_writes.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view table_sql =
    "SELECT p.name, SUM(i.quantity) AS copies, COUNT(DISTINCT b.id) AS titles "
    "FROM (SELECT id FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT 4000) AS recent "
    "STRAIGHT_JOIN order_item i ON i.order_id = recent.id STRAIGHT_JOIN book b ON b.id = i.book_id "
    "STRAIGHT_JOIN publisher p ON p.id = b.publisher_id "
    "GROUP BY p.id, p.name ORDER BY copies DESC, p.id LIMIT 30";

struct Club {
  std::string name;
  std::int64_t copies, titles;
  static constexpr auto columns = std::tuple(&Club::name, &Club::copies, &Club::titles);
};

// The query is heavy, so that only one request at a time may run it.
std::mutex& turn() {
  static std::mutex mutex;
  return mutex;
}

std::string table_of(Database& db) {
  Value list = Value::list();
  std::int64_t place = 0;
  for (const Club& club : db.query<Club>(table_sql))
    list.add(Value::object({{"place", ++place},
                            {"name", club.name},
                            {"copies", club.copies},
                            {"titles", club.titles},
                            {"is_promoted", place <= 3}}));
  return io::to_json(list);
}

Response show(const Request& request, Services& services) {
  const Dataset dataset = request.knobs.dataset();
  const CachedText entry{.key = "publishers' league " + std::string(name_of(dataset)),
                         .depends = {orders_of(dataset)},
                         .lifetime_s = 300};
  std::optional<std::string> table = services.texts.find(entry);
  if (!table) {
    const std::lock_guard my_turn(turn());
    table = table_of(services.db);
    services.texts.store(entry, *table);
  }
  return services.page(Value::object({{"clubs", io::from_json(*table).value()}}))
      .set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage publishers_league() {
  return {
      .summary = "the league of publishers by copies sold",
      .why =
          "A lock lets only one request compute the table at a time. But the requests that waited for it "
          "don't look into the cache again: one after the other, they all compute the same table once more.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "cache-stampede"}},
  };
}

}  // namespace caseload::gallery
