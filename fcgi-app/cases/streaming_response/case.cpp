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
  std::string line = services.templates.render(services.the_case.template_name, Value{});
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

// A request for JSON gets a description of the file.
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
  services.stale.each<Book>(
      books_sql,
      [&](const Book& book) {
        // [!] The whole file grows in memory. Nothing is sent before the last row is read.
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
  response.set("X-Accel-Buffering", "no");  // nginx passes data on as it arrives
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    std::string chunk = heading(services);
    std::size_t enough = 1;  // the first book is sent at once
    services.stale.each<Book>(
        books_sql,
        [&](const Book& book) {
          add_record(chunk, book);
          if (chunk.size() < enough) return true;
          // [!] Sent as soon as 16 kB are there, the first book at once.
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

}  // namespace

Case streaming_response() {
  const Formula exported = smaller_of(knob("n"), stored_books());
  return {
      .page = "an export of books as CSV",
      .knobs = {{.name = "n",
                 .help = "books in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 160'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the whole file built in memory, then sent",
               .run = slow,
               .labels = {{.name = "streaming-response"}},
               .headline = Headline{.key = Key::first_byte, .second = Key::mem_peak}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "rows read one by one and flushed in small chunks",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::sql, 1},
              {"slow", Key::rows, exported},
              {"slow", Key::mem_peak_app, at_least(60 * exported)},
              {"fast", Key::sql, 1},
              {"fast", Key::rows, exported},
              {"fast", Key::mem_peak, at_most(500'000)},
          },
  };
}

}  // namespace caseload::cases
