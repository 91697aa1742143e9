#include "core/errors.hpp"
#include "core/text.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view usual_sku = "NB-0025-03";
const std::string country = "DE";  // of the visitor
constexpr std::string_view product_sql = "SELECT sku, name FROM indexed_product WHERE sku = ? LIMIT 1";

struct Product {
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Product::sku, &Product::name);
};

void check_sku(std::string_view sku) {
  if (sku.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != sku.npos || sku.size() > 20)
    throw BadRequest("the parameter sku must be at most 20 capital letters, digits and dashes; got " +
                     in_quotes(sku));
}

Product product_for(const Request& request, Services& services) {
  const std::string_view sku = request.knobs.text("sku");
  auto product = services.db.query_one<Product>(product_sql, sku.empty() ? usual_sku : sku);
  if (!product) throw NotFound("there is no product " + std::string(sku));
  return std::move(*product);
}

std::string text_of_stock(const Value& document) {
  const Value::List* items = document["items"].items();
  const std::int64_t* pieces =
      items != nullptr && !items->empty() ? items->front()["stock"].integer() : nullptr;
  return pieces == nullptr ? "not known" : std::to_string(*pieces) + " in stock";
}

std::string text_of_price(const Value& document) {
  return std::string(document["price"].text_or("")) + " " + std::string(document["currency"].text_or(""));
}

std::string text_of_delivery(const Value& document) {
  return text_of_price(document) + ", " + std::to_string(document["days"].integer_or(0)) + " days";
}

std::string said(const io::HttpReply& reply, std::string (*text_of)(const Value&)) {
  const auto document = partners::document_in(reply);
  return document ? text_of(*document) : "not known at the moment";
}

// Each part of the page can be missing without the others.
Response show(Services& services, const Product& product, const io::HttpReply& stock,
              const io::HttpReply& price, const io::HttpReply& delivery) {
  return services.page(Value::object({{"sku", product.sku},
                                      {"name", product.name},
                                      {"stock", said(stock, text_of_stock)},
                                      {"price", said(price, text_of_price)},
                                      {"delivery", said(delivery, text_of_delivery)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const Product product = product_for(request, services);
  const Dataset dataset = request.knobs.dataset();
  // [!] Each call begins when the one before it has ended, though none needs its result.
  const auto stock = services.partners.send(partners::stock_of(dataset, {&product.sku, 1}));
  const auto price = services.partners.send(partners::price_of(dataset, product.sku));
  const auto delivery = services.partners.send(partners::delivery_of(dataset, product.sku, country));
  return show(services, product, stock, price, delivery);
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  const Product product = product_for(request, services);
  const Dataset dataset = request.knobs.dataset();
  const std::vector<io::HttpCall> calls{partners::stock_of(dataset, {&product.sku, 1}),
                                        partners::price_of(dataset, product.sku),
                                        partners::delivery_of(dataset, product.sku, country)};
  // [!] All three run at the same time. The page waits only for the slowest.
  const auto replies = services.partners.send_all(calls);
  return show(services, product, replies[0], replies[1], replies[2]);
}
// [/fast]

}  // namespace

Case sequential_calls() {
  return {
      .page = "a product with its stock, price and delivery, which come from three services",
      .knobs = {{.name = "sku",
                 .type = KnobType::text,
                 .help = "a SKU; NB-0025-03 if empty",
                 .check_text = check_sku},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "three services called one after the other",
               .run = slow,
               .labels = {{.name = "sequential-calls"}},
               .headline = Headline{.key = Key::call_waits}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the three called at the same time",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::calls, 3},
              {"slow", Key::calls_overlapping, 0},
              {"slow", Key::call_waits, 3},
              {"slow", Key::sql, 1},
              {"fast", Key::calls, 3},
              {"fast", Key::calls_overlapping, 3},
              {"fast", Key::call_waits, 1},
              {"fast", Key::sql, 1},
          },
  };
}

}  // namespace caseload::cases
