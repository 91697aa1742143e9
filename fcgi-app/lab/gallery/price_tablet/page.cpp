#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view shelf_sql =
    "SELECT id, sku, name, price, stock FROM indexed_product WHERE id > ? ORDER BY id LIMIT ?";
constexpr std::string_view notes_sql = "SELECT name, share FROM feature_flag ORDER BY name";
constexpr std::int64_t low_stock = 5;

struct Product {
  std::int64_t id;
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns =
      std::tuple(&Product::id, &Product::sku, &Product::name, &Product::price, &Product::stock);
};

struct Note {
  std::string name;
  std::int64_t share;
  static constexpr auto columns = std::tuple(&Note::name, &Note::share);
};

// Prices are in the head office's database, over the network. The worker's connection to it stays open.
class HeadOffice {
 public:
  explicit HeadOffice(Connector& connector) : db_(connector.kept()) {}

  std::vector<Product> shelf(std::int64_t after, std::int64_t count) {
    return db_.query<Product>(shelf_sql, after, count);
  }
  std::vector<Note> notes() { return db_.query<Note>(notes_sql); }

 private:
  Database& db_;
};

Response show(const Request& request, Services& services) {
  HeadOffice office(services.connector);
  const auto products = office.shelf(request.knobs.integer("after"), request.knobs.n());
  const auto notes = office.notes();
  Rows rows({"number", "sku", "name", "price", "is_low"}), note_rows({"name", "share"});
  for (const Product& each : products)
    rows.add(each.id, each.sku, each.name, each.price, each.stock < low_stock);
  for (const Note& each : notes) note_rows.add(each.name, each.share);
  return services.page(Value::object({{"products", std::move(rows)}, {"notes", std::move(note_rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage price_tablet() {
  return {
      .summary = "the tablet on a shelf in the shop: today's prices from the head office",
      .why =
          "Innocent: the head office's database has a connection of its own, apart from that of other "
          "pages. But each worker opens it once and keeps it, so only a worker's first request connects.",
      .knobs = {items_knob("products on the shelf", 640),
                {.name = "after",
                 .help = "products with a higher number",
                 .initial = 0,
                 .minimum = 0,
                 .maximum = 20'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
