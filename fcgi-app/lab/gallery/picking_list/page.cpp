#include "lab/gallery_page.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql = R"(
  SELECT i.order_id, i.book_id, i.quantity
  FROM (SELECT id FROM customer_order ORDER BY id DESC LIMIT ?) AS o
  STRAIGHT_JOIN order_item AS i ON i.order_id = o.id
  ORDER BY i.order_id DESC, i.id)";

struct Line {
  std::int64_t order_id, book_id, quantity;
  static constexpr auto columns = std::tuple(&Line::order_id, &Line::book_id, &Line::quantity);
};

struct Title {
  std::int64_t id;
  std::string title;
  std::int64_t publisher_id;
  static constexpr auto columns = std::tuple(&Title::id, &Title::title, &Title::publisher_id);
};

using Titles = std::unordered_map<std::int64_t, Title>;

constexpr std::size_t lines_per_load = 150;

// The list of ids always has the same length, so that the query is prepared once.
void load_titles(Database& db, std::span<const Line> lines, Titles& titles) {
  std::string sql = "SELECT id, title, publisher_id FROM book WHERE id IN (?";
  std::vector<Parameter> ids;
  for (std::size_t i = 0; i < lines_per_load; ++i) {
    if (i > 0) sql += ",?";
    ids.push_back(to_parameter(lines[std::min(i, lines.size() - 1)].book_id));
  }
  Cursor cursor = db.run(sql + ")", ids);
  while (cursor.next()) {
    Title title = map_row<Title>(cursor);
    titles.emplace(title.id, std::move(title));
  }
}

// Books are shelved by publisher, forty publishers to a row.
std::string shelf_of(const Title& title) {
  return std::to_string(title.publisher_id / 40 + 1) + "-" + std::to_string(title.publisher_id % 40 + 1);
}

Response show(const Request& request, Services& services) {
  const auto lines = services.db.query<Line>(lines_sql, request.knobs.n());
  Titles titles;
  Rows rows({"order", "shelf", "title", "quantity"});
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (at % lines_per_load == 0) {
      load_titles(services.db, std::span(lines).subspan(at, std::min(lines_per_load, lines.size() - at)),
                  titles);
    }
    const Title& book = titles.at(lines[at].book_id);
    rows.add(lines[at].order_id, shelf_of(book), book.title, lines[at].quantity);
  }
  return services.page(Value::object({{"lines", std::move(rows)}})).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage picking_list() {
  return {
      .summary = "the warehouse's list: what to fetch from which shelf for the newest orders",
      .why =
          "The loop over the lines queries titles, but only at every 150th line, for the next 150 of them. "
          "All lines and titles are shown.",
      .knobs = {items_knob("orders on the list", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
