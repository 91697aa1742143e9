#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::cases {

namespace {

// [shared]
// The publisher's list from the request body, {"books": [..]}, or a generated one.
ScratchBooks books_to_import(const Request& request, std::int64_t batch) {
  const auto given = list_in_body(request, "books");
  ScratchBooks books;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    orm::ScratchBook& book = books.add();
    book.batch = batch;
    book.position = at + 1;
    if (given) {
      const Value& entry = (*given)[row];
      book.title = text_in_row(entry, row, "title");
      book.author_id = integer_in_row(entry, row, "author_id");
      book.publisher_id = integer_in_row(entry, row, "publisher_id");
      book.year = integer_in_row(entry, row, "year");
      book.price = text_in_row(entry, row, "price");
    } else {
      book.title = "Spring list, no. " + std::to_string(at + 1);
      book.author_id = 1 + at * 7 % 1'000;
      book.publisher_id = 1 + at * 3 % 1'000;
      book.year = 1990 + at % 35;
      book.price = std::to_string(5 + at % 40) + ".90";
    }
  }
  return books;
}

void create(orm::Session& session, orm::ScratchBook& book) {
  write_row(book, [&] { session.create(book); });
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  return with_scratch_batch(services, [&](std::int64_t batch) {
    orm::Session session(services.db);
    ScratchBooks books = books_to_import(request, batch);
    // [!] One INSERT for each book, and each one commits: the disk is flushed once per book.
    for (orm::ScratchBook& book : books) create(session, book);
  });
}
// [/slow]

// [one-transaction]
Response one_transaction(const Request& request, Services& services) {
  return with_scratch_batch(services, [&](std::int64_t batch) {
    orm::Session session(services.db);
    ScratchBooks books = books_to_import(request, batch);
    session.transaction([&] {
      // [!] One commit now, but still one INSERT and one round trip for each book.
      for (orm::ScratchBook& book : books) create(session, book);
    });
  });
}
// [/one-transaction]

// [fast]
Response fast(const Request& request, Services& services) {
  return with_scratch_batch(services, [&](std::int64_t batch) {
    orm::Session session(services.db);
    ScratchBooks books = books_to_import(request, batch);
    // [!] INSERTs of 200 rows each, in one transaction.
    session.bulk_create(books);
  });
}
// [/fast]

}  // namespace

Case bulk_create() {
  const Formula n = knob("n");
  const Formula chunks = chunks_of(n, orm::chunk_rows);
  return {
      .page = "an import of books",
      .knobs = {items_knob("books to import", 2'560), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one INSERT and one commit for each book",
               .run = slow,
               .labels = {{.name = "bulk-create"}},
               .headline = Headline{.key = Key::commits},
               .method = Method::post},
              {.name = "one-transaction",
               .pace = Pace::slow,
               .summary = "one INSERT for each book, one commit",
               .run = one_transaction,
               .labels = {{.name = "bulk-create"}},
               .headline = Headline{.key = Key::sql},
               .method = Method::post},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "one INSERT for up to 200 books, one commit for all",
               .run = fast,
               .method = Method::post},
          },
      .claims =
          {
              {"slow", Key::sql, (n + scratch_queries).remark("3 to read back and clean up")},
              {"slow", Key::sql_write, (n + scratch_writes).remark("1 to clean up")},
              {"slow", Key::commits, (n + scratch_commits).remark("1 to clean up")},
              {"one-transaction", Key::sql, (n + scratch_queries).remark("3 to read back and clean up")},
              {"one-transaction", Key::sql_write, (n + scratch_writes).remark("1 to clean up")},
              {"one-transaction", Key::commits, (Formula(1) + scratch_commits).remark("1 to clean up")},
              {"fast", Key::sql, (chunks + scratch_queries).remark("3 to read back and clean up")},
              {"fast", Key::sql_write, (chunks + scratch_writes).remark("1 to clean up")},
              {"fast", Key::commits, (Formula(1) + scratch_commits).remark("1 to clean up")},
          },
  };
}

}  // namespace caseload::cases
