#include <optional>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view product_sql = "SELECT sku, name FROM indexed_product WHERE id = ?";
constexpr std::string_view country_sql = "SELECT code, name FROM country WHERE id = ?";
constexpr std::string_view add_sql =
    "INSERT INTO sent_parcel (product_id, country_id, state) VALUES (?, ?, 'packed')";
constexpr std::string_view note_sql = "INSERT INTO sent_parcel_event (parcel_id, text) VALUES (?, 'packed')";
constexpr std::string_view remove_sql = "DELETE FROM sent_parcel WHERE id = ?";  // with its events
constexpr std::string_view quoted_sql =
    "UPDATE sent_parcel SET state = 'announced', days = ?, price = ? WHERE id = ?";
constexpr std::int64_t parcels_kept = 1'000;

struct Product {
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Product::sku, &Product::name);
};

struct Country {
  std::string code, name;
  static constexpr auto columns = std::tuple(&Country::code, &Country::name);
};

struct Quote {
  std::int64_t days;
  std::string price;
};

std::int64_t stored_parcel(Database& db, std::int64_t product, std::int64_t country) {
  std::int64_t parcel = 0;
  db.transaction([&] {
    db.execute(add_sql, product, country);
    parcel = db.last_insert_id();
    db.execute(note_sql, parcel);
    db.execute(remove_sql, parcel - parcels_kept);
  });
  return parcel;
}

std::optional<Quote> announce(Services& services, const Product& product, const Country& country) {
  const auto reply = partners::document_in(
      services.partners.send(partners::delivery_of(services.db.dataset(), product.sku, country.code)));
  if (!reply) return std::nullopt;
  return Quote{.days = (*reply)["days"].integer_or(0), .price = std::string((*reply)["price"].text_or(""))};
}

Response send(const Request& request, Services& services) {
  const std::int64_t product_id = request.knobs.integer("product"),
                     country_id = request.knobs.integer("country");
  const auto product = services.db.query_one<Product>(product_sql, product_id);
  const auto country = services.db.query_one<Country>(country_sql, country_id);
  if (!product || !country) throw NotFound("there is no such product or country");

  const std::int64_t parcel = stored_parcel(services.db, product_id, country_id);
  // A parcel whose announcement failed stays packed, and is announced again in the evening.
  const auto quote = announce(services, *product, *country);
  if (quote) services.db.execute(quoted_sql, quote->days, quote->price, parcel);

  Value model = Value::object({{"product", product->name}, {"country", country->name}, {"quote", Value()}});
  if (quote) model.set("quote", Value::object({{"days", quote->days}, {"price", quote->price}}));
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage send_parcel() {
  return {
      .summary = "a packed parcel is announced to the courier",
      .why =
          "Innocent: rows are written, the courier is called, and another row is written. But the first "
          "transaction is committed before the call, and the second one is a single UPDATE after it.",
      .knobs =
          {{.name = "product",
            .help = "number of the product",
            .initial = 77,
            .minimum = 1,
            .maximum = 25'000},
           {.name = "country", .help = "number of the country", .initial = 42, .minimum = 1, .maximum = 120},
           dataset_knob()},
      .run = send,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
