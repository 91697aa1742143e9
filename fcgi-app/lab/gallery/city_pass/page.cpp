#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view pass_sql =
    "SELECT t.city, t.days, t.title, p.sku FROM city_pass_type AS t "
    "JOIN indexed_product AS p ON p.id = t.product_id WHERE t.id = ?";
constexpr std::string_view sights_sql =
    "SELECT name, saves_cents FROM city_sight WHERE pass_type_id = ? ORDER BY saves_cents DESC";
constexpr std::string_view sell_sql =
    "INSERT INTO city_pass_sold (pass_type_id, customer_id, cents, reference) VALUES (?, ?, ?, ?)";
constexpr std::string_view remove_sql = "DELETE FROM city_pass_sold WHERE id = ?";
constexpr std::int64_t passes_kept = 1'000;

struct Pass {
  std::string city;
  std::int64_t days;
  std::string title, sku;
  static constexpr auto columns = std::tuple(&Pass::city, &Pass::days, &Pass::title, &Pass::sku);
};

struct Sight {
  std::string name;
  std::int64_t saves_cents;
  static constexpr auto columns = std::tuple(&Sight::name, &Sight::saves_cents);
};

// The tourist office sets the price, which changes in the course of a day.
std::int64_t price_today(const Pass& pass, Services& services) {
  const auto quoted =
      partners::document_in(services.partners.send(partners::price_of(services.db.dataset(), pass.sku)));
  if (!quoted) throw Unavailable("the tourist office does not say what the pass costs");
  return cents_of((*quoted)["price"].text_or("0.00"));
}

std::optional<std::string> paid(std::int64_t customer, std::int64_t cents, Services& services) {
  if (cents == 0) return "free";
  const auto approval = partners::document_in(
      services.partners.send(partners::payment_by(services.db.dataset(), customer, cents)));
  if (!approval) return std::nullopt;
  return std::string((*approval)["reference"].text_or(""));
}

Response buy(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("pass"), customer = request.knobs.integer("customer");
  const auto pass = db.query_one<Pass>(pass_sql, id);
  if (!pass) throw NotFound("there is no pass " + std::to_string(id));
  const auto sights = db.query<Sight>(sights_sql, id);
  const std::int64_t cents = price_today(*pass, services);
  const auto reference = paid(customer, cents, services);
  if (reference)
    db.transaction([&] {
      db.execute(sell_sql, id, customer, cents, *reference);
      db.execute(remove_sql, db.last_insert_id() - passes_kept);
    });

  Rows rows({"name", "saves"});
  for (const Sight& each : sights) rows.add(each.name, price_of(each.saves_cents));
  return services
      .page(Value::object({{"city", pass->city},
                           {"title", pass->title},
                           {"days", pass->days},
                           {"price", price_of(cents)},
                           {"reference", reference ? Value(*reference) : Value()},
                           {"sights", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage city_pass() {
  return {
      .summary = "a tourist buys a city pass at today's price, and sees what it is good for",
      .why =
          "Innocent: two calls to other companies, one after the other, but the payment needs the price that "
          "the first one brings. The transaction begins after both and has two writes.",
      .knobs = {{.name = "pass", .help = "number of the pass", .initial = 21, .minimum = 1, .maximum = 120},
                {.name = "customer", .help = "who buys", .initial = 40, .minimum = 1, .maximum = 2'500},
                dataset_knob()},
      .run = buy,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
