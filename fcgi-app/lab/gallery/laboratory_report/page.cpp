#include <map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view sample_sql =
    "SELECT patient, is_female, DATE_FORMAT(taken_at, '%d.%m.%Y %H:%i'), sender FROM blood_sample WHERE id = "
    "?";
constexpr std::string_view results_sql =
    "SELECT result.analyte_id, analyte.name, analyte.unit, result.thousandths FROM blood_value AS result "
    "JOIN blood_analyte AS analyte ON analyte.id = result.analyte_id WHERE result.sample_id = ? "
    "ORDER BY result.position";
constexpr std::string_view ranges_sql =
    "SELECT usual.analyte_id, usual.lowest, usual.highest FROM blood_value AS result "
    "JOIN blood_range AS usual ON usual.analyte_id = result.analyte_id AND usual.is_female = ? "
    "WHERE result.sample_id = ?";

struct Sample {
  std::string patient;
  bool is_female;
  std::string taken_at, sender;
  static constexpr auto columns =
      std::tuple(&Sample::patient, &Sample::is_female, &Sample::taken_at, &Sample::sender);
};

struct Result {
  std::int64_t analyte;
  std::string name, unit;
  std::int64_t thousandths;
  static constexpr auto columns =
      std::tuple(&Result::analyte, &Result::name, &Result::unit, &Result::thousandths);
};

struct Range {
  std::int64_t analyte, lowest, highest;
  static constexpr auto columns = std::tuple(&Range::analyte, &Range::lowest, &Range::highest);

  std::string_view mark(std::int64_t value) const {
    return value < lowest ? "-" : value > highest ? "+" : "";
  }
};

// The laboratory's quality system has its own data source, although both are in one database today.
class ReferenceRanges {
 public:
  explicit ReferenceRanges(Services& services) : db_(services.connector.opened()) {}

  std::map<std::int64_t, Range> of_sample(std::int64_t sample, bool is_female) {
    std::map<std::int64_t, Range> ranges;
    for (const Range& each : db_.query<Range>(ranges_sql, is_female, sample))
      ranges.emplace(each.analyte, each);
    return ranges;
  }

 private:
  Database& db_;
};

std::string decimal(std::int64_t thousandths) {
  return fixed(static_cast<double>(thousandths) / 1'000, 2);
}

void add_cell(std::string& line, std::string_view text, std::size_t width) {
  line += text;
  line.append(text.size() < width ? width - text.size() : 1, ' ');
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("sample");
  const auto sample = services.db.query_one<Sample>(sample_sql, id);
  if (!sample) throw NotFound("there is no sample " + std::to_string(id));
  const auto results = services.db.query<Result>(results_sql, id);
  const auto ranges = ReferenceRanges(services).of_sample(id, sample->is_female);

  Response response;
  std::string& text = response.body;
  text = "REPORT " + std::to_string(id) + "\nPatient  " + sample->patient + "\nTaken    " + sample->taken_at +
         "\nFor      " + sample->sender + "\n\n";
  for (const Result& each : results) {
    std::string line;
    add_cell(line, each.name, 28);
    add_cell(line, decimal(each.thousandths), 12);
    add_cell(line, each.unit, 10);
    if (const auto usual = ranges.find(each.analyte); usual != ranges.end()) {
      add_cell(line, usual->second.mark(each.thousandths), 3);
      line += "(" + decimal(usual->second.lowest) + " to " + decimal(usual->second.highest) + ")";
    }
    text += line + "\n";
  }
  return response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage laboratory_report() {
  return {
      .summary = "the report on a blood sample with the usual ranges, as text for a surgery's printer",
      .why =
          "The sample and its results come over the connection that the worker keeps. The usual ranges come "
          "from a class that opens a connection for each report, to the same database.",
      .knobs =
          {{.name = "sample", .help = "number of the sample", .initial = 44, .minimum = 1, .maximum = 600},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "connection-per-request"}},
  };
}

}  // namespace caseload::gallery
