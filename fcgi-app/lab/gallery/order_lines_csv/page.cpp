#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql =
    "select i.order_id, date_format(o.placed_at, '%Y-%m-%d'), o.status, b.title, i.quantity, i.price, "
    "i.quantity * i.price from order_item i left join customer_order o on o.id = i.order_id "
    "left join book b on b.id = i.book_id order by i.id limit ?";

struct Line {
  std::int64_t order_id;
  std::string day, status, title;
  std::int64_t quantity;
  std::string price, amount;
  static constexpr auto columns = std::tuple(&Line::order_id, &Line::day, &Line::status, &Line::title,
                                             &Line::quantity, &Line::price, &Line::amount);
};

// "2025/000417", as the accountants file it.
std::string reference_of(const Line& line) {
  std::string number = std::to_string(line.order_id);
  if (number.size() < 6) number.insert(0, 6 - number.size(), '0');
  return line.day.substr(0, 4) + "/" + number;
}

void add_heading(std::string& file) {
  Csv(file)
      .text("Reference")
      .text("Day")
      .text("Status")
      .text("Title")
      .text("Copies")
      .text("Price")
      .text("Amount")
      .end_record();
}

void add_line(std::string& file, const Line& line) {
  Csv(file)
      .text(reference_of(line))
      .text(line.day)
      .text(line.status)
      .text(line.title)
      .number(std::to_string(line.quantity))
      .number(line.price)
      .number(line.amount)
      .end_record();
}

Response run(const Request& request, Services& services) {
  std::string file;
  std::int64_t count = 0;
  add_heading(file);
  services.db.each<Line>(
      lines_sql,
      [&](const Line& line) {
        add_line(file, line);
        ++count;
        return true;
      },
      request.knobs.n());
  Csv(file).text("Lines").number(std::to_string(count)).end_record();

  Response response;
  response.body = std::move(file);
  return response.set("Content-Type", "text/csv; charset=utf-8; header=present")
      .set("Content-Disposition", "attachment; filename=\"order-lines.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage order_lines_csv() {
  return {
      .summary = "the order lines for the accountants, as a CSV file",
      .why = "The file grows with the export, and nothing of it is sent before its last line is built.",
      .knobs = {{.name = "n",
                 .help = "order lines in the file, at most all that are stored",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 160'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
