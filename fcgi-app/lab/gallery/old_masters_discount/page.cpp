#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view select_books = R"(
  INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price)
  SELECT ?, id, title, author_id, publisher_id, year, price FROM book WHERE id <= ?)";

// Each book gets the price of its author's generation.
constexpr std::string_view set_prices = R"(
  UPDATE scratch_book s
    JOIN author a ON a.id = s.author_id
     SET s.price = ROUND(s.price * CASE WHEN a.born < 1930 THEN 0.75
                                        WHEN a.born < 1960 THEN 0.90
                                        ELSE 1.02 END, 2)
   WHERE s.batch = ? AND s.price > 0)";

Response apply(const Request& request, Services& services) {
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.transaction([&] {
      services.db.execute(select_books, batch, request.knobs.n());
      services.db.execute(set_prices, batch);
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage old_masters_discount() {
  return {
      .summary = "new prices for a list of books, by the author's generation",
      .why =
          "Every book gets a new price that depends on another table. One UPDATE with a join sets all of "
          "them, in the transaction that copied the list.",
      .knobs = {items_knob("books on the list", 2'560), dataset_knob()},
      .run = apply,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
