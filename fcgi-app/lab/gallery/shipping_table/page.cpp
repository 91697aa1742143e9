#include <array>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Destination {
  std::string_view code, name;
};
constexpr std::array<Destination, 6> destinations{{{"DE", "Germany"},
                                                   {"AT", "Austria"},
                                                   {"CH", "Switzerland"},
                                                   {"PL", "Poland"},
                                                   {"GB", "United Kingdom"},
                                                   {"NZ", "New Zealand"}}};

constexpr std::string_view article_sql = "SELECT sku, name, price FROM indexed_product WHERE id = ?";

struct Article {
  std::string sku, name, price;
  static constexpr auto columns = std::tuple(&Article::sku, &Article::name, &Article::price);
};

Response show(const Request& request, Services& services) {
  const auto article = services.db.query_one<Article>(article_sql, request.knobs.integer("article"));
  if (!article) throw NotFound("there is no such article");

  std::vector<io::HttpCall> calls;
  for (const Destination& each : destinations)
    calls.push_back(partners::delivery_of(services.db.dataset(), article->sku, std::string(each.code)));
  const auto replies = services.partners.send_all(calls);

  Rows rows({"country", "price", "days"});
  for (std::size_t i = 0; i < destinations.size(); ++i) {
    const auto document = partners::document_in(replies[i]);
    if (document)
      rows.add(destinations[i].name, std::string((*document)["price"].text_or("")),
               (*document)["days"].integer_or(0));
    else
      rows.add(destinations[i].name, "on request", nullptr);
  }
  return services
      .page(Value::object(
          {{"name", article->name}, {"price", article->price}, {"destinations", std::move(rows)}}))
      .set("Cache-Control", "private, max-age=300");
}

}  // namespace

GalleryPage shipping_table() {
  return {
      .summary = "an article with a table of what it costs to send it to six countries",
      .why =
          "Innocent: there is a call for each country, as the service knows one country at a time, but "
          "there are six on every page, and they are sent together.",
      .knobs =
          {{.name = "article", .help = "id of the product", .initial = 220, .minimum = 1, .maximum = 25'000},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
