#include "lab/gallery_page.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// One line of the basket cookie "812x2.44x1": the book and the number of copies.
struct Line {
  std::int64_t book_id = 0, copies = 1;
  static constexpr auto columns = std::tuple(&Line::book_id, &Line::copies);
};

struct Offer {
  std::int64_t id;
  std::string title, author;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Offer::id, &Offer::title, &Offer::author, &Offer::cents);
};

std::vector<Line> lines_in(std::string_view cookie) {
  std::vector<Line> lines;
  for (const char *at = cookie.data(), *end = at + cookie.size(); at < end;) {
    Line line;
    const auto [cross, bad_id] = std::from_chars(at, end, line.book_id);
    if (bad_id != std::errc() || cross == end || *cross != 'x') break;
    const auto [dot, bad_copies] = std::from_chars(cross + 1, end, line.copies);
    if (bad_copies != std::errc()) break;
    lines.push_back(line);
    at = dot == end ? end : dot + 1;
  }
  return lines;
}

// A chunk has always the same number of parameters, so all chunks share one prepared statement.
constexpr std::size_t chunk = 100;

std::string offers_sql() {
  std::string sql =
      "SELECT b.id, b.title, a.name, CAST(b.price * 100 AS SIGNED) "
      "FROM book AS b STRAIGHT_JOIN author AS a ON a.id = b.author_id WHERE b.id IN (?";
  for (std::size_t i = 1; i < chunk; ++i) sql += ", ?";
  return sql + ")";
}

std::map<std::int64_t, Offer> offers_for(const std::vector<Line>& lines, Database& db) {
  std::map<std::int64_t, Offer> offers;
  const std::string sql = offers_sql();
  for (std::size_t begin = 0; begin < lines.size(); begin += chunk) {
    std::vector<Parameter> ids;
    for (std::size_t i = 0; i < chunk; ++i)
      ids.push_back(to_parameter(lines[std::min(begin + i, lines.size() - 1)].book_id));
    Cursor cursor = db.run(sql, ids);
    while (cursor.next()) {
      auto offer = map_row<Offer>(cursor);
      offers.emplace(offer.id, std::move(offer));
    }
  }
  return offers;
}

Response run(const Request& request, Services& services) {
  auto lines = lines_in(request.cookie("basket").value_or(""));
  if (lines.empty())  // a bookseller's basket starts with the first books of the catalogue
    lines = services.db.query<Line>("SELECT id, 1 + id % 3 FROM book ORDER BY id LIMIT ?", request.knobs.n());
  const auto offers = offers_for(lines, services.db);
  Rows rows({"title", "author", "copies", "sum"});
  std::int64_t total = 0;
  for (const Line& line : lines) {
    const auto offer = offers.find(line.book_id);
    if (offer == offers.end()) continue;  // no longer sold
    total += offer->second.cents * line.copies;
    rows.add(offer->second.title, offer->second.author, line.copies,
             price_of(offer->second.cents * line.copies));
  }
  return services.page(Value::object({{"lines", std::move(rows)}, {"total", price_of(total)}}));
}

}  // namespace

GalleryPage basket_lines() {
  return {
      .summary = "the basket of a cookie, with today's prices",
      .why =
          "The same query runs several times with other ids, but each run loads a hundred books with "
          "their authors, and its number of parameters is constant.",
      .knobs = {items_knob("books in the basket"), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
