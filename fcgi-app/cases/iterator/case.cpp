#include <array>
#include <map>

#include "shop/services.hpp"
#include "shop/shop_size.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::string_view books_sql = "SELECT year, price FROM book";

struct Book {
  std::int64_t year;
  double price;
  static constexpr auto columns = std::tuple(&Book::year, &Book::price);
};

class Histogram {
 public:
  void count(const Book& book) { ++years_[book.year][band_of(book.price)]; }

  Response page(Services& services) const {
    Value years = Value::list();
    for (const auto& [year, counts] : years_) {
      Value bands = Value::list();
      for (const std::int64_t books : counts) bands.add(Value::object({{"books", books}}));
      years.add(Value::object({{"year", year}, {"bands", std::move(bands)}}));
    }
    return services.page(Value::object({{"years", std::move(years)}}));
  }

 private:
  static constexpr std::array<double, 4> band_ends{10, 20, 30, 40};

  static std::size_t band_of(double price) {
    std::size_t band = 0;
    while (band < band_ends.size() && price >= band_ends[band]) ++band;
    return band;
  }

  std::map<std::int64_t, std::array<std::int64_t, band_ends.size() + 1>> years_;
};
// [/shared]

// [slow]
Response slow(const Request&, Services& services) {
  Histogram histogram;
  Cursor books = services.db.run(books_sql, {});  // the driver reads all rows before it returns one
  while (books.next()) histogram.count(map_row<Book>(books));
  return histogram.page(services);
}
// [/slow]

// [fast]
Response fast(const Request&, Services& services) {
  Histogram histogram;
  services.db.each<Book>(books_sql, [&](const Book& book) {
    histogram.count(book);
    return true;
  });
  return histogram.page(services);
}
// [/fast]

}  // namespace

Case iterator() {
  return {
      .page = "how many books of each year cost how much",
      .knobs = {dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the driver buffers the whole result",
               .run = slow,
               .labels = {{.name = "iterator"}},
               .headline = Headline{.key = Key::mem_peak_driver}},
              {.name = "fast", .pace = Pace::fast, .summary = "rows are read one by one", .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows, stored_books()},
              {"slow", Key::mem_peak_driver, at_least(32 * stored_books())},
              {"fast", Key::rows, stored_books()},
              {"fast", Key::mem_peak_driver, at_most(200'000)},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::mem_peak_driver,
               .over = "dataset",
               .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = Key::mem_peak_driver,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
