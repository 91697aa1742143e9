#include <algorithm>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view chunk_sql =
    "SELECT id, district, born_in, vaccine, dose, given_on, batch FROM vaccination WHERE id > ? ORDER BY id "
    "LIMIT ?";
constexpr std::int64_t chunk = 1'000, first_chunk = 50;

struct Vaccination {
  std::int64_t id, district, born_in;
  std::string vaccine;
  std::int64_t dose;
  std::string given_on, batch;
  static constexpr auto columns =
      std::tuple(&Vaccination::id, &Vaccination::district, &Vaccination::born_in, &Vaccination::vaccine,
                 &Vaccination::dose, &Vaccination::given_on, &Vaccination::batch);
};

// Rows may be a few seconds old. Between two chunks no query is open, however slowly the institute downloads.
void send_rows(Sink& sink, Database& db, std::int64_t n) {
  std::string piece;
  Csv(piece)
      .text("no")
      .text("district")
      .text("born")
      .text("vaccine")
      .text("dose")
      .text("day")
      .text("batch")
      .end_record();
  std::int64_t after = 0, size = first_chunk;
  while (n > 0) {
    const std::int64_t wanted = std::min(size, n);
    const auto rows = db.query<Vaccination>(chunk_sql, after, wanted);
    for (const Vaccination& each : rows)
      Csv(piece)
          .number(std::to_string(each.id))
          .number(std::to_string(each.district))
          .number(std::to_string(each.born_in))
          .text(each.vaccine)
          .number(std::to_string(each.dose))
          .text(each.given_on)
          .text(each.batch)
          .end_record();
    sink.write(piece);
    sink.flush();
    piece.clear();
    if (std::ssize(rows) < wanted) return;
    after = rows.back().id;
    n -= wanted;
    size = chunk;
  }
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"vaccinations.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, n = request.knobs.n()](Sink& sink) { send_rows(sink, services.stale, n); };
  return response;
}

}  // namespace

GalleryPage vaccination_register() {
  return {
      .summary = "a country's register of vaccinations, as a CSV file for an institute of public health",
      .why =
          "Innocent: the same query runs again and again in a loop. But each run brings the next thousand "
          "rows by the primary key, all of which are sent, and the first fifty leave at once. A single "
          "query would stay open for as long as the slowest reader takes.",
      .knobs = {{.name = "n",
                 .help = "rows of the file, at most all that are registered",
                 .initial = 10'000,
                 .minimum = 1,
                 .maximum = 480'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'240}},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
