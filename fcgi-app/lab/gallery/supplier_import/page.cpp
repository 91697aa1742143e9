#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view put_line =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE title = VALUES(title), price = VALUES(price)";

struct Line {
  std::int64_t position;
  std::string title;
  std::int64_t author_id, publisher_id, year;
  std::string net_price;
};

// A supplier's list from the body, {"lines": [..]}, or the spring list. A line without a title is a remark.
std::vector<Line> lines_of(const Request& request) {
  const auto given = list_in_body(request, "lines");
  std::vector<Line> lines;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    Line line{.position = at + 1,
              .title = at % 25 == 24 ? "" : "Supplier's title " + std::to_string(9'000 + at),
              .author_id = 1 + at * 11 % 1'000,
              .publisher_id = 1 + at / 40 % 1'000,
              .year = 2026,
              .net_price = std::to_string(6 + at % 30) + ".40"};
    if (given) {
      const auto row = static_cast<std::size_t>(at);
      const Value& entry = (*given)[row];
      line.title = text_in_row(entry, row, "title");
      line.author_id = integer_in_row(entry, row, "author_id");
      line.publisher_id = integer_in_row(entry, row, "publisher_id");
      line.net_price = text_in_row(entry, row, "net_price");
    }
    if (!line.title.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

// With 7 per cent of tax, rounded up to the next 10 cents.
std::string retail_price(const std::string& net_price) {
  const std::int64_t cents = (cents_of(net_price) * 107 + 99) / 100;
  return price_of((cents + 9) / 10 * 10);
}

Response run(const Request& request, Services& services) {
  const std::vector<Line> lines = lines_of(request);
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.transaction([&] {
      for (const Line& line : lines)
        services.db.execute(put_line, batch, line.position, line.title, line.author_id, line.publisher_id,
                            line.year, retail_price(line.net_price));
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage supplier_import() {
  return {
      .summary = "import of a supplier's list: each line is added, or updated if it was there",
      .why = "The lines share a transaction, but each has a separate INSERT.",
      .knobs = {items_knob("lines of the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
