#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lines_sql = "SELECT line, text FROM bank_line WHERE fields = ? ORDER BY line";

struct BankLine {
  std::int64_t line;
  std::string text;
  static constexpr auto columns = std::tuple(&BankLine::line, &BankLine::text);
};

// Payments have a P at the beginning of the fourth field.
const io::BacktrackingPattern payment(R"(^(?:.*?,){3}P)");

Response run(const Request& request, Services& services) {
  const auto lines = services.db.query<BankLine>(lines_sql, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("fields").number(request.knobs.n()).key("lines").begin_list();
    for (const BankLine& each : lines) {
      const bool is_payment = services.matcher.find(payment, each.text).has_value();
      json.begin_object().key("line").number(each.line).key("payment").boolean(is_payment);
      json.key("bytes").number(static_cast<std::int64_t>(each.text.size())).end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage bank_import() {
  return {
      .summary = "which lines of a bank's file are payments, as JSON",
      .why =
          "`.*?,` may run over commas. When the fourth field has no P, the pattern tries every choice of "
          "three commas in the line, so the steps grow with the third power of the number of fields. "
          "`[^,]*,` has only one way to match.",
      .knobs = {{.name = "n",
                 .help = "fields in each line",
                 .initial = 30,
                 .minimum = 6,
                 .maximum = 80,
                 .ladder = {10, 20, 40, 80}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "regex-backtracking"}},
  };
}

}  // namespace caseload::gallery
