#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

using orm::ScratchBook;

constexpr std::string_view books_of_list =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) "
    "SELECT ?, id, title, author_id, publisher_id, year, price FROM book WHERE id <= ?";

// The national library dates a book by its imprint. Autumn titles carry the year after.
std::int64_t year_of_imprint(const ScratchBook& book) {
  return book.position() % 4 == 3 ? book.year() : book.year() - 1;
}

void correct(orm::Session& session, ScratchBook& book) {
  const std::int64_t imprint = year_of_imprint(book);
  if (imprint == book.year()) return;
  book.year = imprint;
  write_row(book, [&] { session.save(book); });
}

Response run(const Request& request, Services& services) {
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.execute(books_of_list, batch, request.knobs.n());
    orm::Session session(services.db);
    session.transaction([&] {
      auto books = session.query<ScratchBook>()
                       .only(&ScratchBook::position, &ScratchBook::year)
                       .where(&ScratchBook::batch, batch)
                       .order_by(&ScratchBook::position)
                       .all();
      for (ScratchBook& book : books) correct(session, book);
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage year_corrections() {
  return {
      .summary = "a list of books gets the years of the national library",
      .why =
          "Three of four books change, and each of them is saved by an UPDATE of its own. They share a "
          "transaction, but one UPDATE could take hundreds of years.",
      .knobs = {items_knob("books on the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
