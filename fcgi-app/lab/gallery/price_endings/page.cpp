#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view copy_books =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) "
    "SELECT ?, id, title, author_id, publisher_id, year, price FROM book WHERE id <= ?";
constexpr std::string_view prices_of_batch =
    "SELECT position, price FROM scratch_book WHERE batch = ? ORDER BY position";
constexpr std::string_view set_price = "UPDATE scratch_book SET price = ? WHERE batch = ? AND position = ?";

struct Priced {
  std::int64_t position;
  std::string price;
  static constexpr auto columns = std::tuple(&Priced::position, &Priced::price);
};

// What the marketing department wants: .99 up to twenty, .90 up to a hundred, then whole fives. Never cheaper
// than before, and free books stay free.
std::int64_t with_ending(std::int64_t cents) {
  if (cents == 0) return 0;
  if (cents < 2'000) return cents / 100 * 100 + 99;
  if (cents < 10'000) return (cents + 9) / 100 * 100 + 90;
  return (cents + 499) / 500 * 500;
}

Response run(const Request& request, Services& services) {
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.execute(copy_books, batch, request.knobs.n());
    services.db.transaction([&] {
      for (const Priced& book : services.db.query<Priced>(prices_of_batch, batch)) {
        const std::int64_t before = cents_of(book.price);
        const std::int64_t after = with_ending(before);
        if (after != before) services.db.execute(set_price, price_of(after), batch, book.position);
      }
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage price_endings() {
  return {
      .summary = "all prices of a list get the endings that the marketing department wants",
      .why =
          "Each book whose price changes has an UPDATE of its own. They share a transaction, but the new "
          "prices could be sent for hundreds of rows at once.",
      .knobs = {items_knob("books on the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
