#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t chunk = 200;

struct Sample {
  std::int64_t id;
  std::string patient, taken_at;
  static constexpr auto columns = std::tuple(&Sample::id, &Sample::patient, &Sample::taken_at);
};

struct Measured {
  std::int64_t sample_id, analyte_id, milli;
  static constexpr auto columns = std::tuple(&Measured::sample_id, &Measured::analyte_id, &Measured::milli);
};

struct Analyte {
  std::int64_t id;
  std::string name, unit;
  std::int64_t low_milli, high_milli;
  static constexpr auto columns =
      std::tuple(&Analyte::id, &Analyte::name, &Analyte::unit, &Analyte::low_milli, &Analyte::high_milli);
};

constexpr std::string_view samples_sql =
    "SELECT id, patient, taken_at FROM lab_sample ORDER BY id DESC LIMIT ?";
constexpr std::string_view measured_sql =
    "SELECT sample_id, analyte_id, milli FROM lab_measured WHERE sample_id IN (";
constexpr std::string_view analytes_sql =
    "SELECT id, name, unit, low_milli, high_milli FROM lab_analyte WHERE id IN (";

// The rows of the ids, in chunks of a fixed length, so that one prepared query serves all of them: the last
// chunk is filled up with its first id.
template <class Row, class See>
void each_of(Database& db, std::string_view begin_of_sql, const std::vector<std::int64_t>& ids, See see) {
  std::string sql(begin_of_sql);
  for (std::size_t at = 0; at < chunk; ++at) sql += at == 0 ? "?" : ", ?";
  sql += ")";
  for (std::size_t from = 0; from < ids.size(); from += chunk) {
    std::vector<Parameter> parameters;
    for (const std::int64_t id : std::span(ids).subspan(from, std::min(chunk, ids.size() - from)))
      parameters.push_back(to_parameter(id));
    const Parameter first = parameters.front();
    parameters.resize(chunk, first);
    for (Cursor rows = db.run(sql, parameters); rows.next();) see(map_row<Row>(rows));
  }
}

std::string number(std::int64_t milli) {
  return fixed(static_cast<double>(milli) / 1'000, 2);
}

// "  Ferritin  412.00 ug/l  H": H for high and L for low.
std::string line_for(const Analyte& analyte, std::int64_t milli) {
  const std::string_view mark = milli > analyte.high_milli ? "  H" : milli < analyte.low_milli ? "  L" : "";
  std::string line = "  " + analyte.name + "  " + number(milli) + " " + analyte.unit;
  return line.append(mark).append("\n");
}

Response print(const Request& request, Services& services) {
  const auto samples = services.db.query<Sample>(samples_sql, request.knobs.n());
  std::vector<std::int64_t> sample_ids;
  for (const Sample& sample : samples) sample_ids.push_back(sample.id);
  std::map<std::int64_t, std::vector<Measured>> measured;
  std::set<std::int64_t> analyte_ids;
  each_of<Measured>(services.db, measured_sql, sample_ids, [&](const Measured& each) {
    measured[each.sample_id].push_back(each);
    analyte_ids.insert(each.analyte_id);
  });
  std::map<std::int64_t, Analyte> analytes;
  each_of<Analyte>(services.db, analytes_sql, {analyte_ids.begin(), analyte_ids.end()},
                   [&](Analyte analyte) { analytes.emplace(analyte.id, std::move(analyte)); });

  std::string report;
  for (const Sample& sample : samples) {
    report += "Sample " + std::to_string(sample.id) + ", " + sample.patient + ", " + sample.taken_at + "\n";
    for (const Measured& each : measured[sample.id])
      report += line_for(analytes.at(each.analyte_id), each.milli);
  }
  return Response{.body = std::move(report)}
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage lab_results() {
  return {
      .summary = "the newest samples of a laboratory with what was measured, as text for the ward's printer",
      .why =
          "Values and analytes are loaded in further steps by ids that the step before has found, with long "
          "lists. But a list has two hundred ids at most, each analyte is loaded once, and two hundred "
          "samples more take one query more.",
      .knobs = {items_knob("samples on the sheet", 1'280), dataset_knob()},
      .run = print,
  };
}

}  // namespace caseload::gallery
