#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view copy_first_books =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) "
    "SELECT ?, id, title, author_id, publisher_id, year, price FROM book ORDER BY id LIMIT ?";

ScratchBooks copied_books(const Request& request, Services& services, orm::Session& session,
                          std::int64_t batch) {
  services.db.execute(copy_first_books, batch, request.knobs.n());
  return session.query<orm::ScratchBook>()
      .where(&orm::ScratchBook::batch, batch)
      .only(&orm::ScratchBook::position, &orm::ScratchBook::price)
      .order_by(&orm::ScratchBook::position)
      .all();
}

// Raised by one to nine per cent, depending on the book's position, and rounded down to the cent.
std::string raised(std::string_view price, std::int64_t position) {
  return price_of(cents_of(price) * (101 + position % 9) / 100);
}

// Each book with its new price: from the request body, {"prices": [{"price": "9.90"}, ..]}, or computed.
ScratchBooks repriced_books(const Request& request, Services& services, orm::Session& session,
                            std::int64_t batch) {
  const auto given = list_in_body(request, "prices");
  ScratchBooks books = copied_books(request, services, session, batch);
  for (std::size_t row = 0; row < books.size(); ++row) {
    orm::ScratchBook& book = books[row];
    book.price = given ? text_in_row((*given)[row], row, "price") : raised(book.price(), book.position());
  }
  return books;
}

void save(orm::Session& session, orm::ScratchBook& book) {
  write_row(book, [&] { session.save(book); });
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  return with_scratch_batch(services, [&](std::int64_t batch) {
    orm::Session session(services.db);
    ScratchBooks books = repriced_books(request, services, session, batch);
    // [!] One UPDATE and one commit for each book.
    for (orm::ScratchBook& book : books) save(session, book);
  });
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  return with_scratch_batch(services, [&](std::int64_t batch) {
    orm::Session session(services.db);
    ScratchBooks books = repriced_books(request, services, session, batch);
    // [!] One UPDATE for 200 books, with all their prices in it.
    session.bulk_update(books, {&orm::ScratchBook::price});
  });
}
// [/fast]

}  // namespace

Case bulk_update() {
  const Formula n = knob("n");
  const Formula chunks = chunks_of(n, orm::chunk_rows);
  return {
      .page = "an update of prices, with its own price for each book",
      .knobs = {items_knob("books to reprice", 2'560), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one UPDATE and one commit for each book",
               .run = slow,
               .labels = {{.name = "bulk-update"}},
               .headline = Headline{.key = Key::sql},
               .method = Method::post},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "UPDATEs of up to 200 rows each, one commit",
               .run = fast,
               .method = Method::post},
          },
      .claims =
          {
              {"slow", Key::sql,
               (n + 2 + scratch_queries)
                   .remark("5 to make the demo's rows, load them, read them back and clean up")},
              {"slow", Key::sql_write,
               (n + 1 + scratch_writes).remark("2 to make the demo's rows and clean up")},
              {"slow", Key::commits,
               (n + 1 + scratch_commits).remark("2 to make the demo's rows and clean up")},
              {"fast", Key::sql,
               (chunks + 2 + scratch_queries)
                   .remark("5 to make the demo's rows, load them, read them back and clean up")},
              {"fast", Key::sql_write,
               (chunks + 1 + scratch_writes).remark("2 to make the demo's rows and clean up")},
              {"fast", Key::commits,
               (Formula(1) + 1 + scratch_commits).remark("2 to make the demo's rows and clean up")},
          },
  };
}

}  // namespace caseload::cases
