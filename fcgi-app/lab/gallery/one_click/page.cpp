#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The colours of a product.
constexpr std::string_view colours_sql =
    "SELECT sku, name FROM indexed_product WHERE sku LIKE ? ORDER BY sku LIMIT 20";

struct Article {
  std::string sku, name;
  static constexpr auto columns = std::tuple(&Article::sku, &Article::name);
};

// The first article in the order given that can be delivered.
const Article* first_in_stock(const std::vector<Article>& articles, Services& services) {
  std::vector<std::string> skus;
  for (const Article& each : articles) skus.push_back(each.sku);
  const auto document =
      partners::document_in(services.partners.send(partners::stock_of(services.db.dataset(), skus)));
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  if (items == nullptr) return nullptr;
  for (std::size_t i = 0; i < items->size() && i < articles.size(); ++i)
    if ((*items)[i]["stock"].integer_or(0) > 0) return &articles[i];
  return nullptr;
}

Response show(const Request& request, Services& services) {
  const auto articles = services.db.query<Article>(colours_sql, "NB-0025-%");
  const Article* article = articles.empty() ? nullptr : first_in_stock(articles, services);
  if (article == nullptr) throw NotFound("no colour of this product is in stock");

  const Dataset dataset = services.db.dataset();
  const io::HttpCall wanted[] = {partners::price_of(dataset, article->sku),
                                 partners::delivery_of(dataset, article->sku, "DE")};
  const auto replies = services.partners.send_all(wanted);
  const auto price = partners::document_in(replies[0]), delivery = partners::document_in(replies[1]);
  if (!price || !delivery) throw Unavailable("the price is not known at the moment");

  // The limit of an account is checked against the whole sum.
  const std::int64_t cents =
      cents_of((*price)["price"].text_or("0.00")) + cents_of((*delivery)["price"].text_or("0.00"));
  const auto payment =
      services.partners.send(partners::payment_by(dataset, request.knobs.integer("customer"), cents));
  return services
      .page(Value::object({{"name", article->name},
                           {"total", price_of(cents)},
                           {"days", (*delivery)["days"].integer_or(0)},
                           {"is_approved", payment.is_success()}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage one_click() {
  return {
      .summary = "one click to buy: the colour that is in stock, its total and whether the account covers it",
      .why =
          "Innocent: four calls in three steps, and each step needs the one before. The stock decides "
          "which colour is priced, and price and freight, which are requested together, are the sum to "
          "approve.",
      .knobs =
          {{.name = "customer", .help = "id of the customer", .initial = 17, .minimum = 1, .maximum = 2'500},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
