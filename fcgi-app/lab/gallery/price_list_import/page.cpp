#include <algorithm>
#include <unordered_set>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t rows_per_insert = 100;

struct Line {
  std::string title, price;
  std::int64_t author_id, publisher_id;
};

struct Id {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Id::id);
};

std::vector<Line> lines_of(const Request& request) {
  const auto given = list_in_body(request, "lines");
  std::vector<Line> lines;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given) {
      const Value& entry = (*given)[row];
      lines.push_back({.title = text_in_row(entry, row, "title"),
                       .price = text_in_row(entry, row, "price"),
                       .author_id = integer_in_row(entry, row, "author_id"),
                       .publisher_id = integer_in_row(entry, row, "publisher_id")});
    } else {
      lines.push_back({.title = "Backlist " + std::to_string(at + 1),
                       .price = std::to_string(3 + at % 17) + ".95",
                       .author_id = 1 + at * 13 % 1'200,
                       .publisher_id = 1 + at * 5 % 1'000});
    }
  }
  return lines;
}

// A thousand publishers fit in memory, so a line is checked without a query.
void check_publishers(Database& db, const std::vector<Line>& lines) {
  std::unordered_set<std::int64_t> known;
  for (const Id& publisher : db.query<Id>("SELECT id FROM publisher")) known.insert(publisher.id);
  for (const Line& line : lines)
    if (!known.contains(line.publisher_id))
      throw HttpError(422, "'" + line.title + "' has an unknown publisher");
}

void insert(Database& db, std::int64_t batch, const std::vector<Line>& lines, std::size_t from) {
  std::string sql =
      "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) VALUES ";
  std::vector<Parameter> values;
  for (std::size_t at = from; at < std::min(from + rows_per_insert, lines.size()); ++at) {
    const Line& line = lines[at];
    sql += at == from ? "(?, ?, ?, ?, ?, 2026, ?)" : ", (?, ?, ?, ?, ?, 2026, ?)";
    values.insert(values.end(), {to_parameter(batch), to_parameter(static_cast<std::int64_t>(at) + 1),
                                 to_parameter(line.title), to_parameter(line.author_id),
                                 to_parameter(line.publisher_id), to_parameter(line.price)});
  }
  db.run_write(sql, values);
}

Response run(const Request& request, Services& services) {
  const std::vector<Line> lines = lines_of(request);
  check_publishers(services.db, lines);
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.transaction([&] {
      for (std::size_t from = 0; from < lines.size(); from += rows_per_insert)
        insert(services.db, batch, lines, from);
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage price_list_import() {
  return {
      .summary = "import of a publisher's backlist",
      .why = "Publishers are checked in memory, and a hundred lines share one INSERT in one transaction.",
      .knobs = {items_knob("lines of the list", 2'560), dataset_knob()},
      .run = run,
      .labels = {},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
