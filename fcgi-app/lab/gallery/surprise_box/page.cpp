#include "lab/gallery_page.hpp"

#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

// Not too expensive for a gift, and not one that readers disliked.
constexpr std::string_view surprises_sql =
    "SELECT s.title, a.name, s.price FROM "
    "(SELECT id, title, author_id, price FROM book WHERE price BETWEEN 5 AND 30 "
    "AND COALESCE(rating, 3) >= 3 ORDER BY RAND() LIMIT ?) s "
    "STRAIGHT_JOIN author a ON a.id = s.author_id";

struct Surprise {
  std::string title, author, price;
  static constexpr auto columns = std::tuple(&Surprise::title, &Surprise::author, &Surprise::price);
};

std::string greeting_for(const std::optional<Visitor>& visitor) {
  return visitor ? "A box for " + visitor->name : "A box for you";
}

Response run(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const auto surprises = services.db.query<Surprise>(surprises_sql, request.knobs.n());
  Rows rows({"title", "author", "price"});
  for (const Surprise& each : surprises) rows.add(each.title, each.author, each.price);
  return services.page(Value::object({{"greeting", greeting_for(visitor)}, {"surprises", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage surprise_box() {
  return {
      .summary = "a box of surprises: books drawn by lot, others each time",
      .why =
          "Every book of the shop gets a random number, and all of them are sorted by it, although only the "
          "few in the box are shown. Random ids could be looked up by the primary key.",
      .knobs = {items_knob("books in the box", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "random-order"}},
  };
}

}  // namespace caseload::gallery
