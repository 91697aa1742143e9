#include "lab/gallery_page.hpp"

#include <algorithm>
#include <span>

#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view insert_lines =
    "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) VALUES ";
constexpr std::string_view one_line = "(?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view or_correct = " ON DUPLICATE KEY UPDATE price = VALUES(price)";

constexpr std::size_t lines_per_query = 200;

struct Line {
  std::int64_t position;
  std::string price;
};

void write_lines(Database& db, std::int64_t batch, std::span<const Line> lines) {
  std::string sql(insert_lines);
  std::vector<Parameter> parameters;
  for (const Line& line : lines) {
    if (!parameters.empty()) sql += ", ";
    sql += one_line;
    parameters.push_back(to_parameter(batch));
    parameters.push_back(to_parameter(line.position));
    parameters.push_back(to_parameter("Autumn list, no. " + std::to_string(line.position)));
    parameters.push_back(to_parameter(1 + line.position * 11 % 1'000));
    parameters.push_back(to_parameter(1 + line.position * 5 % 1'000));
    parameters.push_back(to_parameter(1980 + line.position % 45));
    parameters.push_back(to_parameter(line.price));
  }
  sql += or_correct;
  db.run_write(sql, parameters);
}

void write_in_chunks(Database& db, std::int64_t batch, std::span<const Line> lines) {
  while (!lines.empty()) {
    const std::size_t size = std::min(lines_per_query, lines.size());
    write_lines(db, batch, lines.first(size));
    lines = lines.subspan(size);
  }
}

// The list, followed by the corrections that the supplier's file ends with: every third line has a new price.
std::vector<Line> lines_of_file(std::int64_t n) {
  std::vector<Line> lines;
  for (std::int64_t at = 1; at <= n; ++at)
    lines.push_back({.position = at, .price = std::to_string(6 + at * 7 % 50) + ".50"});
  for (std::int64_t at = 3; at <= n; at += 3)
    lines.push_back({.position = at, .price = std::to_string(5 + at * 13 % 60) + ".95"});
  return lines;
}

Response run(const Request& request, Services& services) {
  const auto lines = lines_of_file(request.knobs.n());
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.transaction([&] { write_in_chunks(services.db, batch, lines); });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage price_corrections() {
  return {
      .summary = "import of a supplier's file in which later lines correct the prices of earlier ones",
      .why =
          "Two hundred lines share a query, which inserts what is new and corrects what was there, all in "
          "one transaction.",
      .knobs = {items_knob("lines on the list", 2'560), dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
