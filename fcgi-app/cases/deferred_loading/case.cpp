#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
orm::Query<orm::Document> documents(Services& services, std::int64_t n) {
  return orm::Session(services.db)
      .query<orm::Document>()
      .join(&orm::Document::author)
      .order_by(&orm::Document::id)
      .limit(n);
}

Response page(Services& services, const orm::List<orm::Document>& documents) {
  Rows rows({"title", "author", "year"});
  for (const orm::Document& document : documents) {
    rows.add(document.title(), document.author().name(), document.year());
  }
  return services.page(Value::object({{"documents", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  // [!] All nine columns are fetched, the body of 16 kB included. The page shows three.
  return page(services, documents(services, request.knobs.n()).all());
}
// [/slow]

// [defer]
Response defer(const Request& request, Services& services) {
  // [!] All columns except the body, which would be loaded if the page touched it.
  return page(services, documents(services, request.knobs.n()).defer(&orm::Document::body).all());
}
// [/defer]

// [fast]
Response fast(const Request& request, Services& services) {
  return page(services, documents(services, request.knobs.n())
                            // [!] Only the columns that the page shows.
                            .only(&orm::Document::title, &orm::Document::year)
                            .only(&orm::Document::author, &orm::Author::name)
                            .all());
}
// [/fast]

constexpr std::int64_t body_bytes = 16'000;  // of each document, at least
constexpr std::int64_t shown_bytes = 300;    // of a document without its body, on average at most
constexpr std::int64_t names_bytes = 1'000;  // of the result's column names and types

}  // namespace

Case deferred_loading() {
  const Formula n = items("n", "documents");
  const Formula shown = shown_bytes * n + names_bytes;
  return {
      .page = "a list of documents: title, author, year",
      .knobs = {items_knob("documents on the page", 2'560), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "every column of document and author, including the 16 kB body",
               .run = slow,
               .labels = {{.name = "deferred-loading"}},
               .headline = Headline{.key = Key::db_bytes}},
              {.name = "defer",
               .pace = Pace::fast,
               .summary = "all columns except the body, which would be loaded on first access",
               .run = defer},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "only the columns that the page shows, and the ids",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::cols, 9},
              {"slow", Key::cols_read, 3},
              {"slow", Key::db_bytes, at_least(body_bytes * n)},
              {"slow", Key::sql, 1},
              {"defer", Key::cols, 8},
              {"defer", Key::db_bytes, at_most(shown)},
              {"defer", Key::sql, 1},
              {"fast", Key::cols, 5},
              {"fast", Key::cols_read, 3},
              {"fast", Key::db_bytes, at_most(shown)},
              {"fast", Key::sql, 1},
          },
  };
}

}  // namespace caseload::cases
