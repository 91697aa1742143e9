#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view brewery_sql = "SELECT name, permit FROM duty_brewery WHERE id = ?";
// The customs office wants the control totals before the first line, and refuses a file without them.
constexpr std::string_view totals_sql = R"(
  SELECT COUNT(*), CAST(COALESCE(SUM(litres), 0) AS SIGNED), CAST(COALESCE(SUM(litres * plato_m), 0) AS SIGNED)
    FROM (SELECT litres, plato_m FROM duty_dispatch WHERE brewery_id = ? ORDER BY id LIMIT ?) AS sent)";
constexpr std::string_view lines_sql =
    "SELECT id, sent_on, customer, beer, plato_m, litres FROM duty_dispatch WHERE brewery_id = ? "
    "ORDER BY id LIMIT ?";
constexpr std::size_t portion_bytes = 32'768;

struct Brewery {
  std::string name, permit;
  static constexpr auto columns = std::tuple(&Brewery::name, &Brewery::permit);
};
struct Totals {
  std::int64_t lines, litres, extract;
  static constexpr auto columns = std::tuple(&Totals::lines, &Totals::litres, &Totals::extract);
};
struct Line {
  std::int64_t id;
  std::string sent_on, customer, beer;
  std::int64_t plato_m, litres;
  static constexpr auto columns =
      std::tuple(&Line::id, &Line::sent_on, &Line::customer, &Line::beer, &Line::plato_m, &Line::litres);
};

// 0.787 euros for a hectolitre and degree Plato: in cents, from litres and thousandths of a degree.
std::int64_t duty_cents(std::int64_t extract) {
  return extract * 787 / 1'000'000;
}

class Declaration {
 public:
  explicit Declaration(Sink& sink) : sink_(sink) {}

  void begin(const Brewery& brewery) {
    text_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<beerDuty>\n<brewery permit=\"" + brewery.permit + "\">";
    append_html_escaped(brewery.name, text_);
    text_ += "</brewery>\n";
    send();
  }
  void totals(const Totals& totals) {
    text_ += "<control lines=\"" + std::to_string(totals.lines) + "\" litres=\"" +
             std::to_string(totals.litres) + "\" cents=\"" + std::to_string(duty_cents(totals.extract)) +
             "\"/>\n";
  }
  void line(const Line& line) {
    text_ += "<sent id=\"" + std::to_string(line.id) + "\" on=\"" + line.sent_on + "\" litres=\"" +
             std::to_string(line.litres) + "\" plato=\"" + std::to_string(line.plato_m) + "\"><beer>" +
             line.beer + "</beer><to>";
    append_html_escaped(line.customer, text_);
    text_ += "</to></sent>\n";
    if (text_.size() >= portion_bytes) send();
  }
  void end() {
    text_ += "</beerDuty>\n";
    send();
  }

 private:
  void send() {
    sink_.write(text_);
    sink_.flush();
    text_.clear();
  }

  Sink& sink_;
  std::string text_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("brewery");
  const auto brewery = services.stale.query_one<Brewery>(brewery_sql, id);
  if (!brewery) throw NotFound("there is no brewery " + std::to_string(id));
  Response response;
  response.set("Content-Type", "application/xml; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"duty.xml\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, id, declared = *brewery, n = request.knobs.n()](Sink& sink) {
    Declaration declaration(sink);
    declaration.begin(declared);
    declaration.totals(services.stale.query_one<Totals>(totals_sql, id, n).value());
    services.stale.each<Line>(
        lines_sql,
        [&](const Line& line) {
          declaration.line(line);
          return true;
        },
        id, n);
    declaration.end();
  };
  return response;
}

}  // namespace

GalleryPage beer_duty() {
  return {
      .summary =
          "a brewery's declaration for the duty on beer, as an XML file with control totals at its top",
      .why =
          "Innocent: the same rows are read twice, once for the totals and once for the lines. The totals "
          "must "
          "come first, so the other way would be to hold all lines in memory. The database adds them up, and "
          "the lines are then sent one by one in portions of 32 KB.",
      .knobs =
          {{.name = "n",
            .help = "lines in the declaration, at most all of the year",
            .initial = 10'000,
            .minimum = 1,
            .maximum = 320'000,
            .ladder = {10, 40, 160, 640, 2'560, 10'240}},
           {.name = "brewery", .help = "number of the brewery", .initial = 1, .minimum = 1, .maximum = 2},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
