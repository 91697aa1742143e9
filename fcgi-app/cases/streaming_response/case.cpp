#include <algorithm>

#include "core/csv.hpp"
#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view books_sql =
    "SELECT book.id, book.title, author.name, publisher.name, book.year, book.price, book.rating FROM book "
    "LEFT JOIN author ON author.id = book.author_id LEFT JOIN publisher ON publisher.id = book.publisher_id "
    "ORDER BY book.id LIMIT ?";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM (SELECT id FROM book LIMIT ?) AS exported";

struct Book {
  std::int64_t id;
  std::string title;
  std::string author;
  std::string publisher;
  std::int64_t year;
  std::string price;
  std::optional<std::string> rating;
  static constexpr auto columns = std::tuple(&Book::id, &Book::title, &Book::author, &Book::publisher,
                                             &Book::year, &Book::price, &Book::rating);
};

struct Count {
  std::int64_t books;
  static constexpr auto columns = std::tuple(&Count::books);
};

std::string heading(Services& services) {
  std::string line = services.templates.render("cases/" + services.the_case.stem, Value{});
  line.erase(line.find_last_not_of("\r\n") + 1);
  return line + "\r\n";
}

void add_record(std::string& text, const Book& book) {
  Csv(text)
      .number(std::to_string(book.id))
      .text(book.title)
      .text(book.author)
      .text(book.publisher)
      .number(std::to_string(book.year))
      .number(book.price)
      .number(book.rating.value_or(""))
      .end_record();
}

Response attachment() {
  Response response;
  return response.set("Content-Type", "text/csv; charset=utf-8; header=present")
      .set("Content-Disposition", "attachment; filename=\"books.csv\"")
      .set("Cache-Control", "no-store")
      .set("Vary", "Accept");
}

// Who asks for JSON is told what the file has.
Response description(const Request& request, Services& services) {
  const Count count = services.db.query_one<Count>(count_sql, request.knobs.n()).value();
  return services.page(Value::object({{"file", "books.csv"}, {"books", count.books}}));
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  if (request.format == Format::json) return description(request, services);
  Response response = attachment();
  response.body = heading(services);
  services.db.each<Book>(
      books_sql,
      [&](const Book& book) {
        add_record(response.body, book);
        return true;
      },
      request.knobs.n());
  return response;
}
// [/slow]

// [fast]
Response fast(const Request& request, Services& services) {
  if (request.format == Format::json) return description(request, services);
  Response response = attachment();
  response.set("X-Accel-Buffering", "no");  // nginx hands on what it gets
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    std::string chunk = heading(services);
    std::size_t enough = 1;  // the first book goes out at once
    services.db.each<Book>(
        books_sql,
        [&](const Book& book) {
          add_record(chunk, book);
          if (chunk.size() < enough) return true;
          sink.write(chunk);
          sink.flush();
          chunk.clear();
          enough = 16'384;
          return true;
        },
        n);
    sink.write(chunk);
  };
  return response;
}
// [/fast]

std::int64_t exported(const ClaimContext& in) {
  return std::min(in.knobs.n(), seeded_books(in.knobs));
}

}  // namespace

Case streaming_response() {
  return {
      .title = "Download held back",
      .category = Category::asynchronous,
      .page = "export of n books as CSV",
      .lesson =
          {
              .symptom =
                  "The export button seems dead: nothing for seconds, then the whole file at once. With "
                  "more rows it takes longer to begin, the process swells, and one day the proxy gives "
                  "up waiting (504) or the process is killed for its memory.",
              .why =
                  "The code puts the whole file together as one text and returns it. No byte can leave "
                  "before the last row is in, and all of it lies in memory at the same time, once for each "
                  "download that runs. A text that grows is also copied each time it needs more room.",
              .recognise =
                  "Two signs together. `first-byte` is nearly `total`, and both grow with the number "
                  "of rows. And `mem-peak-app` grows with the body: here it is never below the "
                  "body's own size. `curl -N` shows the same without any tool: silence, then "
                  "everything.",
              .fix =
                  "Send while you read. Take the rows one by one (an unbuffered result), write each into a "
                  "small buffer, flush when it is full. The memory is that of one buffer, whatever the "
                  "number of rows. Each stage in front must agree not to collect: `X-Accel-Buffering: no` "
                  "tells nginx, which else holds an answer back in its buffers.",
              .caution = "Once the first byte is out the status is said: an error half way can only cut the "
                         "connection, so make sure that it does. An answer that just ends looks complete. "
                         "There is no `Content-Length`, so the browser shows no progress in percent. The "
                         "query lasts as long as the slowest reader, and holds a connection and a snapshot "
                         "of the data; for very slow readers or files asked for again and again, write the "
                         "file in the background once and let the web server send it. Small answers gain "
                         "nothing.",
              .twins =
                  {
                      {.system = "Django",
                       .slow = "out = io.StringIO()\nwriter = csv.writer(out)\nfor book in "
                               "Book.objects.all():\n    writer.writerow([book.id, book.title])\nreturn "
                               "HttpResponse(out.getvalue(), content_type=\"text/csv\")",
                       .fast = "rows = Book.objects.values_list(\"id\", \"title\").iterator()\n"
                               "writer = csv.writer(Echo())  # its write() returns the line\n"
                               "return StreamingHttpResponse((writer.writerow(row) for row in rows),\n"
                               "    content_type=\"text/csv\", headers={\"X-Accel-Buffering\": \"no\"})"},
                      {.system = "Rails",
                       .slow = "send_data CSV.generate { |csv| Book.all.each { |book| csv << [book.id, "
                               "book.title] } }",
                       .fast = "# include ActionController::Live\n"
                               "send_stream(filename: \"books.csv\") do |stream|\n"
                               "  Book.find_each { |book| stream.write [book.id, book.title].to_csv }\nend"},
                      {.system = "Hibernate",
                       .slow = "var csv = new StringBuilder();\nem.createQuery(\"from Book order by id\", "
                               "Book.class).getResultList()\n    .forEach(book -> append(csv, book));\n"
                               "response.getWriter().print(csv);",
                       .fast =
                           "try (var books = em.createQuery(\"from Book order by id\", Book.class)\n"
                           "        .setHint(\"org.hibernate.fetchSize\", Integer.MIN_VALUE)  // MySQL: row "
                           "by row\n        .getResultStream()) {\n    books.forEach(book -> { "
                           "write(response.getWriter(), book); em.detach(book); });\n}"},
                      {.system = "SQL",
                       .slow =
                           "-- the client keeps all rows: mysql_store_result()\nSELECT id, title FROM book "
                           "ORDER BY id;",
                       .fast = "-- the same statement, taken as it comes: mysql_use_result(), or\n"
                               "-- mysql --quick --batch -e \"SELECT id, title FROM book ORDER BY id\""},
                  },
          },
      .knobs = {{.name = "n",
                 .help = "books in the file; more than there are gives all",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 160'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the whole text is built, then sent",
               .run = slow},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "rows are taken one by one and flushed in small chunks",
               .run = fast},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
              {.variant = "slow", .key = "rows", .formula = "n, or all books", .value = exported},
              {.variant = "slow",
               .key = "mem-peak-app",
               .formula = "60 bytes a book: the file itself",
               .value = [](const ClaimContext& in) { return 60 * exported(in); },
               .relation = Claim::Relation::at_least},
              {.variant = "fast",
               .key = "sql",
               .formula = "1",
               .value = [](const ClaimContext&) { return std::int64_t{1}; }},
              {.variant = "fast", .key = "rows", .formula = "n, or all books", .value = exported},
              {.variant = "fast",
               .key = "mem-peak",
               .formula = "500,000 bytes, for any n",
               .value = [](const ClaimContext&) { return std::int64_t{500'000}; },
               .relation = Claim::Relation::at_most},
          },
  };
}

}  // namespace caseload::cases
