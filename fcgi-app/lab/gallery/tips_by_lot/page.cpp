#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The editors look through the newest titles, so every visit may show others of these.
constexpr std::string_view tips_sql = R"(
  SELECT b.id, b.title, a.name, p.name, b.price
    FROM (SELECT fresh.id
            FROM (SELECT id FROM book ORDER BY year DESC, id DESC LIMIT 48) AS fresh
           ORDER BY RAND() LIMIT 6) AS tip
    STRAIGHT_JOIN book AS b ON b.id = tip.id
    STRAIGHT_JOIN author AS a ON a.id = b.author_id
    STRAIGHT_JOIN publisher AS p ON p.id = b.publisher_id)";

struct Tip {
  std::int64_t id;
  std::string title, author, publisher, price;
  static constexpr auto columns =
      std::tuple(&Tip::id, &Tip::title, &Tip::author, &Tip::publisher, &Tip::price);
};

Response show(const Request&, Services& services) {
  const auto tips = services.db.query<Tip>(tips_sql);
  Rows rows({"id", "title", "author", "publisher", "price"});
  for (const Tip& tip : tips) rows.add(tip.id, tip.title, tip.author, tip.publisher, tip.price);
  return services.page(Value::object({{"tips", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage tips_by_lot() {
  return {
      .summary = "six tips drawn by lot from the newest books, others at every visit",
      .why =
          "Innocent: there is an ORDER BY RAND(), but it sorts the 48 newest ids, which come from an index, "
          "however many books there are.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
