#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::cases {

namespace {

// [shared]
// The list of a publisher's that comes with the request as {"books": [..]}, or a made-up one.
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
    session.bulk_create(books);
  });
}
// [/fast]

std::int64_t chunks(const ClaimContext& in) {
  constexpr auto rows = static_cast<std::int64_t>(orm::chunk_rows);
  return (in.knobs.n() + rows - 1) / rows;
}

}  // namespace

Case bulk_create() {
  return {
      .title = "Bulk insert",
      .category = Category::database,
      .page = "import n books (POST)",
      .lesson =
          {
              .symptom =
                  "An import of a few hundred rows takes seconds, and twice as long for twice the rows. "
                  "The database is hardly busy; it waits for its disk and for the next statement.",
              .why =
                  "`save()` in a loop sends one INSERT a row and waits for its answer. Without a transaction "
                  "around the loop each of them is also committed by itself, and a commit has to reach the "
                  "disk before the next row may start: n round trips and n flushes of the log. It is not "
                  "safe either: when row 500 is refused, 499 rows are already in, for all to see, and "
                  "someone has to take them out again. The slow variant here does just that.",
              .recognise = "Count INSERTs and commits for 10 rows and for 40. One INSERT text whose count "
                           "follows n is this problem; if the commits follow n as well, the transaction is "
                           "missing too. The three variants here send n, n and n/200 INSERTs, and commit n "
                           "times, once and once.",
              .fix =
                  "Put the loop into one transaction: that alone takes the flushes away and makes the import "
                  "all or nothing. Then send many rows with each INSERT, in chunks of some hundred.",
              .caution =
                  "Bulk inserts go past what a mapper does for one object: hooks and signals are not "
                  "run, and ids are often not filled in. Keep chunks bounded: a statement has at most "
                  "65,535 placeholders and `max_allowed_packet` bytes. One transaction over millions of "
                  "rows holds its locks and its undo log until the end; commit every few thousand rows "
                  "and note how far you came. For a few rows a form saves, plain `save()` is right.",
              .twins =
                  {
                      {.system = "Django",
                       .slow =
                           "for row in rows:\n    Book.objects.create(**row)  # autocommit: one transaction "
                           "each",
                       .fast =
                           "with transaction.atomic():\n    Book.objects.bulk_create(\n        [Book(**row) "
                           "for row in rows], batch_size=200)"},
                      {.system = "Rails",
                       .slow = "rows.each { |row| Book.create!(row) }  # BEGIN, INSERT, COMMIT each",
                       .fast =
                           "Book.transaction do\n  rows.each_slice(200) { |slice| Book.insert_all!(slice) }\n"
                           "end  # no validations, no callbacks"},
                      {.system = "Hibernate",
                       .slow = "for (Book book : books) {\n  em.getTransaction().begin();\n  "
                               "em.persist(book);\n  em.getTransaction().commit();\n}",
                       .fast =
                           "// hibernate.jdbc.batch_size=200; ids from a sequence or table, since IDENTITY\n"
                           "// turns batching off; MySQL's driver: rewriteBatchedStatements=true\n"
                           "em.getTransaction().begin();\nfor (Book book : books) em.persist(book);\n"
                           "em.getTransaction().commit();"},
                      {.system = "SQL",
                       .slow =
                           "INSERT INTO book (title, year, price) VALUES (?, ?, ?);  -- n times, n commits",
                       .fast =
                           "START TRANSACTION;\nINSERT INTO book (title, year, price)\n  VALUES (?, ?, ?), "
                           "(?, ?, ?), ...;  -- n / 200 times\nCOMMIT;"},
                  },
          },
      .knobs = {items_knob("books to import", 2'560), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "one INSERT and one commit for each book",
               .run = slow,
               .method = Method::post},
              {.name = "one-transaction",
               .pace = Pace::slow,
               .summary = "one INSERT for each book, one commit",
               .run = one_transaction,
               .method = Method::post},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "INSERTs of 200 rows each, one commit",
               .run = fast,
               .method = Method::post},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "n + 3, of which 3 read back and clean up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + scratch_statements; }},
              {.variant = "slow",
               .key = "sql-write",
               .formula = "n + 1, of which 1 cleans up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + scratch_writes; }},
              {.variant = "slow",
               .key = "commits",
               .formula = "n + 1, of which 1 cleans up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + scratch_commits; }},
              {.variant = "one-transaction",
               .key = "sql",
               .formula = "n + 3, of which 3 read back and clean up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + scratch_statements; }},
              {.variant = "one-transaction",
               .key = "sql-write",
               .formula = "n + 1, of which 1 cleans up",
               .value = [](const ClaimContext& in) { return in.knobs.n() + scratch_writes; }},
              {.variant = "one-transaction",
               .key = "commits",
               .formula = "1 + 1, of which 1 cleans up",
               .value = [](const ClaimContext&) { return 1 + scratch_commits; }},
              {.variant = "fast",
               .key = "sql",
               .formula = "ceil(n/200) + 3, of which 3 read back and clean up",
               .value = [](const ClaimContext& in) { return chunks(in) + scratch_statements; }},
              {.variant = "fast",
               .key = "sql-write",
               .formula = "ceil(n/200) + 1, of which 1 cleans up",
               .value = [](const ClaimContext& in) { return chunks(in) + scratch_writes; }},
              {.variant = "fast",
               .key = "commits",
               .formula = "1 + 1, of which 1 cleans up",
               .value = [](const ClaimContext&) { return 1 + scratch_commits; }},
          },
  };
}

}  // namespace caseload::cases
