#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view article_sql = "SELECT sku, name FROM indexed_product WHERE id = ?";
constexpr std::string_view buyer_sql =
    "SELECT c.name, k.code, k.name FROM customer AS c JOIN country AS k ON k.id = c.country_id WHERE c.id = "
    "?";

struct Article {
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Article::sku, &Article::name);
};

struct Buyer {
  std::string name, country_code, country;
  static constexpr auto columns = std::tuple(&Buyer::name, &Buyer::country_code, &Buyer::country);
};

// What the wholesaler's services say about an article.
class Wholesaler {
 public:
  Wholesaler(Services& services, std::string sku) : services_(services), sku_(std::move(sku)) {}

  std::string availability() {
    const auto document = ask(partners::stock_of(dataset(), {&sku_, 1}));
    if (!document) return "on request";
    const Value::List* items = (*document)["items"].items();
    const std::int64_t pieces = items && !items->empty() ? items->front()["stock"].integer_or(0) : 0;
    return pieces > 0 ? "from stock" : "in three weeks";
  }

  std::string unit_price() {
    const auto document = ask(partners::price_of(dataset(), sku_));
    return document ? std::string((*document)["price"].text_or("")) : "on request";
  }

  std::string freight_to(const std::string& country) {
    const auto document = ask(partners::delivery_of(dataset(), sku_, country));
    return document ? std::string((*document)["price"].text_or("")) : "on request";
  }

 private:
  Dataset dataset() const { return services_.db.dataset(); }
  std::optional<Value> ask(const io::HttpCall& call) {
    return partners::document_in(services_.partners.send(call));
  }

  Services& services_;
  std::string sku_;
};

Response show(const Request& request, Services& services) {
  const auto buyer = services.db.query_one<Buyer>(buyer_sql, request.knobs.integer("buyer"));
  const auto article = services.db.query_one<Article>(article_sql, request.knobs.integer("article"));
  if (!buyer || !article) throw NotFound("there is no such buyer or article");

  Wholesaler wholesaler(services, article->sku);
  Value quote = Value::object({{"buyer", buyer->name}, {"country", buyer->country}});
  quote.set("article", article->name);
  quote.set("availability", wholesaler.availability());
  quote.set("unit_price", wholesaler.unit_price());
  quote.set("freight", wholesaler.freight_to(buyer->country_code));
  return services.page(std::move(quote)).set("Cache-Control", "private");
}

}  // namespace

GalleryPage trade_quote() {
  return {
      .summary = "a quote for a trade customer: availability, price and freight of an article",
      .why =
          "Each of the wholesaler's three services is called when its line of the quote is written, "
          "though none needs what another one said. Called together, the buyer would wait for the slowest "
          "only.",
      .knobs =
          {{.name = "buyer", .help = "id of the customer", .initial = 17, .minimum = 1, .maximum = 2'500},
           {.name = "article", .help = "id of the product", .initial = 220, .minimum = 1, .maximum = 25'000},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
