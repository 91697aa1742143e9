#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::OrderItem;

void add(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">");
  xml.append(html_escaped(text));
  xml.append("</").append(name).append(">");
}

void add(std::string& xml, std::string_view name, std::int64_t number) {
  add(xml, name, std::to_string(number));
}

// Every column of the item and of its order, as the auditors require.
void add_line(std::string& xml, const OrderItem& item) {
  const orm::CustomerOrder& order = item.order();
  xml += "<line>";
  add(xml, "number", item.id());
  add(xml, "order", item.order_id());
  add(xml, "customer", order.customer_id());
  add(xml, "placed", order.placed_at());
  add(xml, "recorded", order.recorded_at());
  add(xml, "status", order.status());
  add(xml, "book", item.book_id());
  add(xml, "quantity", item.quantity());
  add(xml, "price", item.price());
  xml += "</line>\n";
}

void write_lines(Sink& sink, Database& db, std::int64_t n) {
  constexpr std::size_t piece_bytes = 16'384;
  std::string piece = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lines>\n";
  const auto send = [&] {
    sink.write(piece);
    sink.flush();
    piece.clear();
  };
  send();
  orm::Session session(db);
  auto items = session.query<OrderItem>();
  items.join(&OrderItem::order).order_by(&OrderItem::id).limit(n).each([&](const OrderItem& item) {
    add_line(piece, item);
    if (piece.size() >= piece_bytes) send();
  });
  piece += "</lines>\n";
  send();
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "application/xml")
      .set("Content-Disposition", "attachment; filename=\"order-lines.xml\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) { write_lines(sink, services.db, n); };
  return response;
}

}  // namespace

GalleryPage order_export_xml() {
  return {
      .summary = "the order lines for the auditors, as an XML file",
      .why =
          "All columns are fetched and all are in the file. The rows are read one at a time and sent in "
          "pieces of 16 KB, so neither the first byte nor the memory depends on the length of the file.",
      .knobs = {{.name = "n",
                 .help = "order lines in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 480'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
