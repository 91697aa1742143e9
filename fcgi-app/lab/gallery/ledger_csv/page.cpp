#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Entry {
  std::int64_t id;
  std::string date, status, customer;
  static constexpr auto columns = std::tuple(&Entry::id, &Entry::date, &Entry::status, &Entry::customer);
};

constexpr std::string_view entries_sql =
    "SELECT o.id, DATE_FORMAT(o.recorded_at, '%Y-%m-%d'), o.status, c.name "
    "FROM (SELECT id, recorded_at, status, customer_id FROM customer_order ORDER BY id DESC LIMIT ?) AS o "
    "LEFT JOIN customer AS c ON c.id = o.customer_id ORDER BY o.id DESC";
constexpr std::size_t piece_bytes = 32'000;

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"ledger.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) {
    std::string piece = "order,date,status,customer\r\n";
    services.db.each<Entry>(
        entries_sql,
        [&](const Entry& entry) {
          Csv(piece)
              .number(std::to_string(entry.id))
              .text(entry.date)
              .text(entry.status)
              .text(entry.customer)
              .end_record();
          if (piece.size() >= piece_bytes) {
            sink.write(piece);
            sink.flush();
            piece.clear();
          }
          return true;
        },
        n);
    sink.write(piece);
  };
  return response;
}

}  // namespace

GalleryPage ledger_csv() {
  return {
      .summary = "the ledger of orders as a CSV file, newest first",
      .why =
          "Innocent: a long text without Content-Encoding leaves the application, but nginx compresses "
          "text/csv on its way, and the rows are sent in pieces as they are read.",
      .knobs = {{.name = "n",
                 .help = "orders in the file",
                 .initial = 5'000,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {40, 160, 640, 2'560}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
