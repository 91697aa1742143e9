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

// One to nine per cent more, book by book, to the cent.
std::string raised(const std::string& price, std::int64_t position) {
  return price_of(cents_of(price) * (101 + position % 9) / 100);
}

// The new price of each book: from the request, {"prices": [{"price": "9.90"}, ..]}, or worked out.
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
    for (orm::ScratchBook& book : books) save(session, book);
  });
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  return with_scratch_batch(services, [&](std::int64_t batch) {
    orm::Session session(services.db);
    ScratchBooks books = repriced_books(request, services, session, batch);
    session.bulk_update(books, {&orm::ScratchBook::price});
  });
}
// [/fast]

// The books are copied into the batch, and read from it: two statements, one of them a write, one commit.
constexpr std::int64_t around_statements = 2 + scratch_statements;
constexpr std::int64_t around_writes = 1 + scratch_writes;
constexpr std::int64_t around_commits = 1 + scratch_commits;

std::int64_t chunks(const ClaimContext& in) {
  constexpr auto rows = static_cast<std::int64_t>(orm::chunk_rows);
  return (in.knobs.n() + rows - 1) / rows;
}

}  // namespace

Case bulk_update() {
  return {
      .title = "Bulk update",
      .category = Category::database,
      .page = "reprice n books, each to its own price (POST)",
      .lesson =
          {
              .symptom = "A nightly change of prices takes longer with each book the shop adds, and pages "
                         "that show prices are slow while it runs.",
              .why =
                  "The loop loads the books, sets a new price and calls `save()`. Each `save()` is an "
                  "UPDATE of one row with a round trip and, outside a transaction, a commit of its own that "
                  "has to reach the disk. Since each book gets a different price, one plain "
                  "`UPDATE .. SET price = ..` won't do, and so the loop stays.",
              .recognise =
                  "One UPDATE text whose count follows the number of rows, `WHERE id = ?` in it, and "
                  "as many commits. Ask for 10 and for 40 books: here the slow variant sends 30 more "
                  "UPDATEs and commits 30 times more, the fast one neither.",
              .fix =
                  "Send the values of a chunk of rows with one statement: `SET price = CASE id WHEN .. THEN "
                  ".. END WHERE id IN (..)`, which is what a mapper's bulk update makes, and one "
                  "transaction around all chunks. Where the new value is a formula of the old one, let the "
                  "database work it out: `SET price = ROUND(price * 1.05, 2)` needs no loading at all.",
              .caution =
                  "Objects are written as they were loaded: a change that someone else made in between "
                  "is lost, unless the UPDATE also checks a version. Hooks and signals of single saves "
                  "are not run. All rows of a chunk stay locked until the commit, so two jobs that "
                  "change the same rows in different order deadlock: sort by id, keep transactions "
                  "short, and run the whole transaction again when the database picks it as the "
                  "victim. A CASE compares id by id; with thousands of rows in one statement that "
                  "outweighs what it saves.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "for book in books:\n    book.price = new_price(book)\n    book.save()",
                       .fast = "for book in books:\n    book.price = new_price(book)\n"
                               "Book.objects.bulk_update(books, [\"price\"], batch_size=200)"},
                      {.system = "Rails",
                       .slow = "books.each { |book| book.update!(price: new_price(book)) }",
                       .fast =
                           "rows = books.map { |book| book.attributes.merge(\"price\" => new_price(book)) }\n"
                           "Book.transaction do\n  rows.each_slice(200) { |slice| Book.upsert_all(slice, "
                           "update_only: :price) }\nend  # an INSERT .. ON DUPLICATE KEY UPDATE"},
                      {.system = "Hibernate",
                       .slow = "for (Long id : ids) {\n  em.getTransaction().begin();\n  Book book = "
                               "em.find(Book.class, id);\n  book.setPrice(newPrice(book));\n  "
                               "em.getTransaction().commit();\n}",
                       .fast = "// hibernate.jdbc.batch_size=200, hibernate.order_updates=true\n"
                               "em.getTransaction().begin();\nfor (Book book : books) "
                               "book.setPrice(newPrice(book));\nem.getTransaction().commit();  // flushed in "
                               "batches"},
                      {.system = "SQL",
                       .slow = "UPDATE book SET price = ? WHERE id = ?;  -- n times, n commits",
                       .fast =
                           "START TRANSACTION;\nUPDATE book SET price = CASE id\n    WHEN ? THEN ? WHEN ? "
                           "THEN ? ... END\n  WHERE id IN (?, ?, ...);  -- n / 200 times\nCOMMIT;"},
                  },
          },
      .knobs = {items_knob("books to reprice", 2'560), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one UPDATE and one commit for each book",
               .run = slow,
               .method = Method::post},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "UPDATEs of 200 rows each, one commit",
               .run = fast,
               .method = Method::post},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "n + 5, of which 5 copy, load, read back and clean up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + around_statements; }},
              {.variant = "slow",
               .key = "sql-write",
               .formula = "n + 2, of which 2 copy and clean up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + around_writes; }},
              {.variant = "slow",
               .key = "commits",
               .formula = "n + 2, of which 2 copy and clean up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + around_commits; }},
              {.variant = "fast",
               .key = "sql",
               .formula = "ceil(n/200) + 5, of which 5 copy, load, read back and clean up",
               .value = [](const ClaimContext& in) { return chunks(in) + around_statements; }},
              {.variant = "fast",
               .key = "sql-write",
               .formula = "ceil(n/200) + 2, of which 2 copy and clean up",
               .value = [](const ClaimContext& in) { return chunks(in) + around_writes; }},
              {.variant = "fast",
               .key = "commits",
               .formula = "1 + 2, of which 2 copy and clean up",
               .value = [](const ClaimContext&) { return 1 + around_commits; }},
          },
  };
}

}  // namespace caseload::cases
