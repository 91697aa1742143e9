#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::ScratchBook;

void fill(ScratchBook& line, std::int64_t batch, std::int64_t position, const Book& book) {
  line.batch = batch;
  line.position = position;
  line.title = std::string(book.title());
  line.author_id = book.author_id();
  line.publisher_id = book.publisher_id();
  line.year = book.year();
  line.price = std::string(book.price());
}

struct Extra {
  const char* title;
  const char* price;
};

// Every parcel has these two lines.
constexpr Extra extras[] = {{.title = "Catalogue", .price = "0.00"},
                            {.title = "Gift wrapping", .price = "2.50"}};

Response order(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto chosen =
      session.query<Book>().defer(&Book::rating).order_by(&Book::id).limit(request.knobs.n()).all();
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    session.transaction([&] {
      std::int64_t position = 0;
      ScratchBooks lines;
      for (const Book& book : chosen) fill(lines.add(), batch, ++position, book);
      session.bulk_create(lines);
      for (const Extra& extra : extras) {
        ScratchBook line;
        fill(line, batch, ++position, chosen[0]);
        line.title = extra.title;
        line.price = extra.price;
        session.create(line);
      }
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage order_with_extras() {
  return {
      .summary = "an order of many books, with a catalogue and gift wrapping added",
      .why =
          "Rows are inserted in a loop, but these are the two extras of an order, however long it is. The "
          "books are inserted by the hundreds, and all is one transaction.",
      .knobs = {items_knob("books in the order", 2'560), dataset_knob()},
      .run = order,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
