#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t picks = 40;

// What sold in the last half-year and pleased its readers. Affiliates show these on their own sites.
constexpr std::string_view picks_sql =
    "with sold as ("
    "  select oi.book_id, sum(oi.quantity) as copies"
    "  from customer_order co join order_item oi on oi.order_id = co.id"
    "  where co.placed_at >= '2025-07-01' and co.placed_at < '2026-01-01'"
    "  group by oi.book_id) "
    "select b.id, b.title, a.name, b.price, sold.copies "
    "from sold join book b on b.id = sold.book_id join author a on a.id = b.author_id "
    "where b.rating >= 3.5 and b.price > 0 order by sold.copies desc, b.id limit ?";

struct Pick {
  std::int64_t id;
  std::string title, author, price;
  std::int64_t copies;
  static constexpr auto columns =
      std::tuple(&Pick::id, &Pick::title, &Pick::author, &Pick::price, &Pick::copies);
};

std::string link_to(const Pick& pick) {
  return "https://shop.example/books/" + std::to_string(pick.id) + "?from=affiliate";
}

Response run(const Request&, Services& services) {
  const auto found = services.db.query<Pick>(picks_sql, picks);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("currency").text("EUR").key("picks").begin_list();
    std::int64_t place = 0;
    for (const Pick& pick : found) {
      json.begin_object().key("place").number(++place).key("title").text(pick.title);
      json.key("author").text(pick.author).key("price").text(pick.price);
      json.key("link").text(link_to(pick)).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "public, max-age=900").set("Access-Control-Allow-Origin", "*");
}

}  // namespace

GalleryPage affiliate_picks() {
  return {
      .summary = "the books of the half-year, as JSON that affiliates load into their own sites",
      .why =
          "Every site gets the same document and may keep it for fifteen minutes, but it is built anew "
          "for each of their visitors: neither nginx nor the application stores it.",
      .knobs = {dataset_knob()},
      .run = run,
      .labels = {{.name = "response-cache"}},
  };
}

}  // namespace caseload::gallery
