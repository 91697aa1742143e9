#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Line {
  std::int64_t id, order_id, quantity;
  std::string price, title;
  static constexpr auto columns =
      std::tuple(&Line::id, &Line::order_id, &Line::quantity, &Line::price, &Line::title);
};

struct Total {
  std::int64_t lines;
  static constexpr auto columns = std::tuple(&Total::lines);
};

constexpr std::string_view lines_sql =
    "SELECT i.id, i.order_id, i.quantity, i.price, b.title FROM order_item i "
    "STRAIGHT_JOIN customer_order o ON o.id = i.order_id STRAIGHT_JOIN book b ON b.id = i.book_id "
    "WHERE o.status <> 'cancelled' ORDER BY i.id DESC LIMIT ?";
constexpr std::string_view total_sql =
    "SELECT COUNT(*) FROM order_item i JOIN customer_order o ON o.id = i.order_id "
    "WHERE o.status <> 'cancelled'";

// All lists of the API have the same envelope: {"meta": {"total", "returned", "next"}, "data": [..]}.
void write_meta(io::JsonWriter& json, std::int64_t total, const std::vector<Line>& lines) {
  json.key("meta").begin_object().key("total").number(total);
  json.key("returned").number(static_cast<std::int64_t>(lines.size())).key("next");
  if (lines.empty())
    json.null();
  else
    json.text("?before=" + std::to_string(lines.back().id));
  json.end_object();
}

Response run(const Request& request, Services& services) {
  const auto lines = services.db.query<Line>(lines_sql, request.knobs.n());
  const auto total = services.db.query_one<Total>(total_sql);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object();
                     write_meta(json, total->lines, lines);
                     json.key("data").begin_list();
                     for (const Line& line : lines) {
                       json.begin_object().key("id").number(line.id).key("order").number(line.order_id);
                       json.key("title").text(line.title).key("quantity").number(line.quantity);
                       json.key("price").text(line.price).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage sold_lines_api() {
  return {
      .summary = "the newest order lines as JSON for the merchandise system",
      .why =
          "The list is read from the end of the primary key and stops after n lines, but the envelope's "
          "total counts all lines with their orders on each request. The client only follows `next`.",
      .knobs = {items_knob("lines in the response", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
