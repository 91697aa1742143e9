#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The scanners send numbers; the dispatch system, from which the cartons come, has them as text.
constexpr std::string_view scans_sql = R"(
  SELECT scan.carton_number, DATE_FORMAT(scan.scanned_at, '%d.%m. %H:%i:%s'), carton.content, carton.recipient
    FROM (SELECT id, carton_number, scanned_at
            FROM gate_scan
           WHERE gate_id = ?
           ORDER BY id DESC
           LIMIT ?) AS scan
    LEFT JOIN carton ON carton.number = scan.carton_number
   ORDER BY scan.id DESC)";
constexpr std::string_view gate_sql = "SELECT name, foreman FROM loading_gate WHERE id = ?";

struct Scan {
  std::int64_t number;
  std::string scanned_at;
  std::optional<std::string> content, recipient;
  static constexpr auto columns =
      std::tuple(&Scan::number, &Scan::scanned_at, &Scan::content, &Scan::recipient);
};

struct Gate {
  std::string name, foreman;
  static constexpr auto columns = std::tuple(&Gate::name, &Gate::foreman);
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("gate");
  const auto gate = services.db.query_one<Gate>(gate_sql, id).value();
  const auto scans = services.db.query<Scan>(scans_sql, id, request.knobs.n());
  std::int64_t unknown = 0;
  Rows rows({"number", "time", "content", "recipient"});
  for (const Scan& each : scans) {
    if (!each.content) ++unknown;
    rows.add(each.number, each.scanned_at, each.content, each.recipient);
  }
  return services
      .page(Value::object(
          {{"gate", gate.name}, {"foreman", gate.foreman}, {"unknown", unknown}, {"scans", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage carton_scans() {
  return {
      .summary = "the foreman's screen at a loading gate: the cartons scanned last, and what is in them",
      .why =
          "The join compares a number with a string. The server converts both to floating point, so the "
          "index on the carton's number is of no use, and all cartons are read again for each scan. "
          "With one type on both sides, each scan would take one look-up.",
      .knobs = {{.name = "n",
                 .help = "scans on the screen",
                 .initial = 40,
                 .minimum = 1,
                 .maximum = 80,
                 .ladder = {10, 20, 40, 80}},
                {.name = "gate", .help = "number of the gate", .initial = 3, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
