#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view shelves_sql = R"(
  SELECT reader.customer_id, c.name, b.title
    FROM (SELECT DISTINCT customer_id
            FROM (SELECT customer_id FROM review ORDER BY created_at DESC, id DESC LIMIT ?) newest) reader
    STRAIGHT_JOIN customer c ON c.id = reader.customer_id
    STRAIGHT_JOIN review r ON r.customer_id = c.id
    STRAIGHT_JOIN book b ON b.id = r.book_id
   ORDER BY reader.customer_id, r.id)";

struct Read {
  std::int64_t customer_id;
  std::string customer, title;
  static constexpr auto columns = std::tuple(&Read::customer_id, &Read::customer, &Read::title);
};

struct Reader {
  std::int64_t id;
  std::string name;
  std::vector<std::string> titles;
};

std::vector<Reader> readers_of(std::vector<Read> rows) {
  std::vector<Reader> readers;
  for (Read& row : rows) {
    if (readers.empty() || readers.back().id != row.customer_id)
      readers.push_back({.id = row.customer_id, .name = std::move(row.customer), .titles = {}});
    readers.back().titles.push_back(std::move(row.title));
  }
  return readers;
}

// Editions differ in their ids, so titles are compared.
std::int64_t common_titles(const Reader& one, const Reader& other) {
  std::int64_t common = 0;
  for (const std::string& title : one.titles)
    if (std::ranges::find(other.titles, title) != other.titles.end()) ++common;
  return common;
}

Response run(const Request& request, Services& services) {
  const auto readers = readers_of(services.db.query<Read>(shelves_sql, request.knobs.n()));
  Rows rows({"name", "books", "twin", "common"});
  for (const Reader& reader : readers) {
    const Reader* twin = nullptr;
    std::int64_t most = 0;
    for (const Reader& other : readers) {
      if (&other == &reader) continue;
      const std::int64_t common = common_titles(reader, other);
      if (common > most) twin = &other, most = common;
    }
    rows.add(reader.name, reader.titles.size(), twin ? std::string_view(twin->name) : "", most);
  }
  return services.page(Value::object({{"readers", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage reading_twins() {
  return {
      .summary = "the readers of the newest reviews, each with the reader who read most of the same books",
      .why =
          "One query, but every shelf is compared with every other shelf, title by title. An index in code "
          "from title to readers would need one look-up for each title.",
      .knobs = {items_knob("newest reviews whose readers are shown", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
