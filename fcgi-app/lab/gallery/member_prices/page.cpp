#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view books_sql =
    "SELECT b.id, b.title, b.price, b.year FROM book AS b ORDER BY b.id DESC LIMIT ?";
constexpr std::string_view orders_sql =
    "SELECT COUNT(*) FROM customer_order WHERE customer_id = ? AND status <> 'cancelled'";
constexpr std::int64_t nobody = 0;

struct Offer {
  std::int64_t id;
  std::string title, price;
  std::int64_t year;
  static constexpr auto columns = std::tuple(&Offer::id, &Offer::title, &Offer::price, &Offer::year);
};

struct Orders {
  std::int64_t count = 0;
  static constexpr auto columns = std::tuple(&Orders::count);
};

// Members get up to five per cent. Books of this year have a fixed price by law.
class PriceRules {
 public:
  PriceRules(Database& db, std::int64_t customer) : db_(db), customer_(customer) {}

  std::int64_t member_cents(const Offer& offer) const {
    const std::int64_t cents = cents_of(offer.price);
    return offer.year >= 2025 ? cents : cents - cents * percent() / 100;
  }

 private:
  std::int64_t percent() const {
    const auto orders = db_.query_one<Orders>(orders_sql, customer_);
    return orders && orders->count >= 5 ? 5 : orders && orders->count > 0 ? 3 : 0;
  }

  Database& db_;
  std::int64_t customer_;
};

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const PriceRules rules(services.db, visitor ? visitor->id : nobody);
  Rows rows({"id", "title", "price", "member_price"});
  const auto offers = services.db.query<Offer>(books_sql, request.knobs.n());
  for (const Offer& offer : offers)
    rows.add(offer.id, offer.title, offer.price, price_of(rules.member_cents(offer)));
  return services
      .page(
          Value::object({{"member", visitor ? Value(visitor->name) : Value()}, {"offers", std::move(rows)}}))
      .set("Cache-Control", "private, no-cache")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage member_prices() {
  return {
      .summary = "the newest offers with the price for the member who is signed in",
      .why =
          "The member's discount depends on the number of orders, which is counted anew for each offer: "
          "the same query with the same customer. It is enough to count once for the request.",
      .knobs = {items_knob("offers on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
