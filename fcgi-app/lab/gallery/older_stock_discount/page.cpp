#include <array>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view select_books =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) "
    "SELECT ?, id, title, author_id, publisher_id, year, price FROM book WHERE id <= ?";
constexpr std::string_view reduce =
    "update scratch_book set price = round(price * (100 - ?) / 100, 2) "
    "where batch = ? and year between ? and ?";
constexpr std::string_view mark_free =
    "update scratch_book set title = concat('Gift: ', left(title, 200)) where batch = ? and price = 0";

struct Reduction {
  std::int64_t first_year, last_year, per_cent;
};

// The longer on the shelf, the cheaper. Books of the last three years keep their price.
constexpr std::array<Reduction, 6> reductions{{
    {.first_year = 2018, .last_year = 2022, .per_cent = 5},
    {.first_year = 2010, .last_year = 2017, .per_cent = 10},
    {.first_year = 2000, .last_year = 2009, .per_cent = 15},
    {.first_year = 1990, .last_year = 1999, .per_cent = 25},
    {.first_year = 1970, .last_year = 1989, .per_cent = 40},
    {.first_year = 1900, .last_year = 1969, .per_cent = 50},
}};

Response run(const Request& request, Services& services) {
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.transaction([&] {
      services.db.execute(select_books, batch, request.knobs.n());
      for (const Reduction& each : reductions)
        services.db.execute(reduce, each.per_cent, batch, each.first_year, each.last_year);
      services.db.execute(mark_free, batch);
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage older_stock_discount() {
  return {
      .summary = "bulk edit: the books selected get the discount of their age",
      .why = "There is one UPDATE for each of six discounts, however many books are selected.",
      .knobs = {items_knob("books selected", 2'560), dataset_knob()},
      .run = run,
      .labels = {},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
