#include "core/csv.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view samples_sql =
    "SELECT measured_ms, bar_tenths, celsius, micrometres FROM press_sample WHERE press_id = ? "
    "ORDER BY measured_ms LIMIT ?";

struct Sample {
  std::int64_t measured_ms, bar_tenths, celsius, micrometres;
  static constexpr auto columns =
      std::tuple(&Sample::measured_ms, &Sample::bar_tenths, &Sample::celsius, &Sample::micrometres);
};

// Sends what has been written when a piece of some kilobytes is full.
class Pieces {
 public:
  explicit Pieces(Sink& sink) : sink_(sink) {}

  std::string& piece() { return piece_; }
  void send_if_full() {
    constexpr std::size_t full = 8'000;
    if (piece_.size() >= full) send();
  }
  void send() {
    sink_.write(piece_);
    sink_.flush();
    piece_.clear();
  }

 private:
  Sink& sink_;
  std::string piece_;
};

void write_sample(Csv& csv, const Sample& sample) {
  csv.number(std::to_string(sample.measured_ms))
      .number(fixed(static_cast<double>(sample.bar_tenths) / 10, 1));
  csv.number(std::to_string(sample.celsius));
  csv.number(fixed(static_cast<double>(sample.micrometres) / 1'000, 3)).end_record();
}

Response run(const Request& request, Services& services) {
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"press.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, press = request.knobs.integer("press"), n = request.knobs.n()](Sink& sink) {
    Pieces pieces(sink);
    Csv csv(pieces.piece());
    csv.text("ms").text("bar").text("celsius").text("mm").end_record();
    pieces.send();
    services.db.each<Sample>(
        samples_sql,
        [&](const Sample& sample) {
          write_sample(csv, sample);
          pieces.send_if_full();
          return true;
        },
        press, n);
    pieces.send();
  };
  return response;
}

}  // namespace

GalleryPage press_replay() {
  return {
      .summary = "what a press measured, as a CSV file from which an engineer replays its strokes",
      .why =
          "Innocent: the file has thousands of rows, which are its purpose. They are read one by one in the "
          "order of the primary key and sent in pieces of some kilobytes, so memory and the first byte do "
          "not depend on their number, and nginx compresses CSV.",
      .knobs = {{.name = "n",
                 .help = "samples in the file",
                 .initial = 2'500,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {10, 40, 160, 640, 2'560, 10'000}},
                {.name = "press", .help = "number of the press", .initial = 1, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
