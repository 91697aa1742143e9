#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// The pager of the table needs the number of records beside the records.
constexpr std::string_view records_sql =
    "select i.id, i.book_id, i.quantity, i.price, count(*) over () as records "
    "from order_item i where i.quantity between ? and ? order by i.id desc limit ? offset ?";

struct Record {
  std::int64_t id, book_id, quantity;
  std::string price;
  std::int64_t records;
  static constexpr auto columns =
      std::tuple(&Record::id, &Record::book_id, &Record::quantity, &Record::price, &Record::records);
};

constexpr std::int64_t least = 1, most = 5;

Response run(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n(), page = request.knobs.page();
  const auto records = services.db.query<Record>(records_sql, least, most, n, (page - 1) * n);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("draw").number(page);
                     json.key("recordsTotal").number(records.empty() ? 0 : records.front().records);
                     json.key("data").begin_list();
                     for (const Record& each : records) {
                       json.begin_list().number(each.id).number(each.book_id).number(each.quantity);
                       json.text(each.price).end_list();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage quality_log() {
  return {
      .summary = "the packing log for a table in the browser, as JSON with the number of its records",
      .why =
          "COUNT(*) OVER () makes the server go through all lines of all orders and keep them in a "
          "temporary table, only to label the pager of the newest few.",
      .knobs = {items_knob("records in the response", 640), page_knob(100), dataset_knob()},
      .run = run,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
