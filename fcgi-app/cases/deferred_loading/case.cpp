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
  Value rows = Value::list();
  for (const orm::Document& document : documents) {
    rows.add(Value::object(
        {{"title", document.title()}, {"author", document.author().name()}, {"year", document.year()}}));
  }
  return services.page(Value::object({{"documents", std::move(rows)}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  return page(services, documents(services, request.knobs.n()).all());
}
// [/slow]

// [defer]
Response defer(const Request& request, Services& services) {
  return page(services, documents(services, request.knobs.n()).defer(&orm::Document::body).all());
}
// [/defer]

// [fast]
Response fast(const Request& request, Services& services) {
  return page(services, documents(services, request.knobs.n())
                            .only(&orm::Document::title, &orm::Document::year)
                            .only(&orm::Document::author, &orm::Author::name)
                            .all());
}
// [/fast]

constexpr std::int64_t body_bytes = 16'000;  // of each document, at least
constexpr std::int64_t shown_bytes = 300;    // of a document without its body, at most on the mean
constexpr std::int64_t names_bytes = 1'000;  // the result's own: names and types of its columns

}  // namespace

Case deferred_loading() {
  return {
      .title = "Columns that nobody reads",
      .category = Category::templates_and_views,
      .page = "n documents: title, author, year",
      .lesson =
          {
              .symptom =
                  "A plain list of titles is slow and takes far more memory than its few lines explain. "
                  "There is one statement, it uses an index, and the database's own time for it is short.",
              .why = "The mapper fetches every column of the entity, as `SELECT *` does, and one of them is "
                     "the text of the document: 16 KB for each row, read from its overflow page, sent over "
                     "the wire, copied into an object, and dropped unread. The template that leaves the body "
                     "out does not tell the query so.",
              .recognise =
                  "Compare columns *fetched* with columns *read* (here 9 and 3), and the bytes that the "
                  "database sent with the bytes of the page. Each document brings over 16,000 bytes and "
                  "shows about a hundred. Statements and rows look healthy, so a count of queries finds "
                  "nothing.",
              .fix = "Say which columns the page shows (`only`), or which large one it can do without "
                     "(`defer`). `only` is the smaller result; `defer` goes on working when the page shows "
                     "one more small column.",
              .caution =
                  "A column left out and then touched costs a statement of its own for each row: N+1 by the "
                  "back door, and most mappers do it without a word. Saving an object that was loaded in "
                  "part can surprise too. For small rows the gain is nothing; keep it for wide columns and "
                  "long lists. If lists never show the body, a table of its own for it says so once for all "
                  "queries.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "for d in Document.objects.select_related(\"author\").order_by(\"id\")[:n]:\n"
                               "    print(d.title, d.author.name, d.year)",
                       .fast = "documents = Document.objects.select_related(\"author\")\n"
                               "documents.only(\"title\", \"year\", \"author__name\")\n"
                               "documents.defer(\"body\")  # or: all but the large one"},
                      {.system = "Rails",
                       .slow = "Document.eager_load(:author).order(:id).limit(n)",
                       .fast = "Document.joins(:author).order(:id).limit(n)\n"
                               "        .select(\"documents.id, documents.title, documents.year, "
                               "authors.name AS author_name\")"},
                      {.system = "Hibernate",
                       .slow = "em.createQuery(\"from Document d join fetch d.author order by d.id\", "
                               "Document.class)\n    .setMaxResults(n).getResultList();",
                       .fast = "em.createQuery(\"select new Line(d.title, a.name, d.year)\"\n"
                               "    + \" from Document d join d.author a order by d.id\", Line.class)\n"
                               "    .setMaxResults(n).getResultList();"},
                      {.system = "SQL",
                       .slow = "SELECT * FROM document LEFT JOIN author ON author.id = document.author_id\n"
                               "ORDER BY document.id LIMIT ?;",
                       .fast = "SELECT document.title, author.name, document.year\n"
                               "FROM document LEFT JOIN author ON author.id = document.author_id\n"
                               "ORDER BY document.id LIMIT ?;"},
                  },
          },
      .knobs = {items_knob("documents on the page", 2'560), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "every column of document and author, the body of 16 KB included",
               .run = slow},
              {.name = "defer",
               .pace = Pace::fast,
               .summary = "all columns but the body, which would be loaded when touched",
               .run = defer},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "only the columns that the page shows, and the ids",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "cols",
               .formula = "9",
               .value = [](const ClaimContext&) { return std::int64_t{9}; }},
              {.variant = "slow",
               .key = "cols-read",
               .formula = "3",
               .value = [](const ClaimContext&) { return std::int64_t{3}; }},
              {.variant = "slow",
               .key = "db-bytes",
               .formula = "16,000 × n",
               .value = [](const ClaimContext& in) { return body_bytes * in.length("documents"); },
               .relation = Claim::Relation::at_least},
              {.variant = "slow",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
              {.variant = "defer",
               .key = "cols",
               .formula = "8",
               .value = [](const ClaimContext&) { return std::int64_t{8}; }},
              {.variant = "defer",
               .key = "db-bytes",
               .formula = "300 × n + 1,000",
               .value =
                   [](const ClaimContext& in) { return shown_bytes * in.length("documents") + names_bytes; },
               .relation = Claim::Relation::at_most},
              {.variant = "defer",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
              {.variant = "fast",
               .key = "cols",
               .formula = "5",
               .value = [](const ClaimContext&) { return std::int64_t{5}; }},
              {.variant = "fast",
               .key = "cols-read",
               .formula = "3",
               .value = [](const ClaimContext&) { return std::int64_t{3}; }},
              {.variant = "fast",
               .key = "db-bytes",
               .formula = "300 × n + 1,000",
               .value =
                   [](const ClaimContext& in) { return shown_bytes * in.length("documents") + names_bytes; },
               .relation = Claim::Relation::at_most},
              {.variant = "fast",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
          },
  };
}

}  // namespace caseload::cases
