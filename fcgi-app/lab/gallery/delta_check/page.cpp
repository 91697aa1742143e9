#include <cstdlib>
#include <map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The tests that the laboratory offers. They change when a new method is introduced, which drops the entry.
constexpr int catalogue_lasts_s = 3'600;
constexpr std::string_view catalogue_sql =
    "SELECT id, name, unit, low_milli, high_milli, jump_percent FROM patho_test ORDER BY id";
constexpr std::string_view order_sql =
    "SELECT o.patient_id, p.name, p.born_on, o.ward, o.taken_at FROM patho_order AS o "
    "JOIN patho_patient AS p ON p.id = o.patient_id WHERE o.number = ?";
constexpr std::string_view results_sql =
    "SELECT test_id, milli FROM patho_result WHERE patient_id = ? AND order_number = ? ORDER BY test_id";
constexpr std::string_view earlier_sql = R"(
  SELECT r.test_id, r.milli
    FROM (SELECT test_id, MAX(order_number) AS order_number FROM patho_result
           WHERE patient_id = ? AND order_number < ? GROUP BY test_id) AS newest
    JOIN patho_result AS r ON r.patient_id = ? AND r.order_number = newest.order_number AND r.test_id = newest.test_id)";

struct Test {
  std::int64_t id;
  std::string name, unit;
  std::int64_t low_milli, high_milli, jump_percent;
  static constexpr auto columns = std::tuple(&Test::id, &Test::name, &Test::unit, &Test::low_milli,
                                             &Test::high_milli, &Test::jump_percent);
};

struct Order {
  std::int64_t patient_id;
  std::string patient, born_on, ward, taken_at;
  static constexpr auto columns =
      std::tuple(&Order::patient_id, &Order::patient, &Order::born_on, &Order::ward, &Order::taken_at);
};

struct Result {
  std::int64_t test_id, milli;
  static constexpr auto columns = std::tuple(&Result::test_id, &Result::milli);
};

using Catalogue = std::map<std::int64_t, Test>;

// "17|Ferritin|ug/l|15000|400000|60"
Catalogue catalogue_in(std::string_view text) {
  Catalogue catalogue;
  for (const std::string_view line : lines_of(text)) {
    const auto cells = split(line, "|");
    if (cells.size() != 6) continue;
    const auto number = [&](std::size_t at) { return whole_number(cells[at]).value_or(0); };
    catalogue.emplace(number(0), Test{.id = number(0),
                                      .name = cells[1],
                                      .unit = cells[2],
                                      .low_milli = number(3),
                                      .high_milli = number(4),
                                      .jump_percent = number(5)});
  }
  return catalogue;
}

Catalogue catalogue_of(Services& services) {
  const CachedText cached{.key = "patho-tests/" + std::string(name_of(services.db.dataset())),
                          .depends = {"patho-tests"},
                          .lifetime_s = catalogue_lasts_s};
  return catalogue_in(services.texts
                          .get(cached,
                               [&] {
                                 std::string text;
                                 for (const auto& each : services.db.query<Test>(catalogue_sql))
                                   text += std::to_string(each.id) + "|" + each.name + "|" + each.unit + "|" +
                                           std::to_string(each.low_milli) + "|" +
                                           std::to_string(each.high_milli) + "|" +
                                           std::to_string(each.jump_percent) + "\n";
                                 return text;
                               })
                          .text);
}

std::string amount(std::int64_t milli) {
  return fixed(static_cast<double>(milli) / 1'000, 2);
}

// A larger change since the last time, in per cent: perhaps it is not this patient's blood.
bool is_jump(std::int64_t milli, std::int64_t earlier, std::int64_t percent) {
  return std::abs(milli - earlier) * 100 > earlier * percent;
}

void append_attribute(std::string& xml, std::string_view name, std::string_view value) {
  xml.append(" ").append(name).append("=\"");
  append_html_escaped(value, xml);
  xml += '"';
}

void append_result(std::string& xml, const Test& test, std::int64_t milli,
                   const std::optional<std::int64_t>& earlier) {
  xml += "  <result";
  append_attribute(xml, "test", test.name);
  append_attribute(xml, "value", amount(milli));
  append_attribute(xml, "unit", test.unit);
  if (milli < test.low_milli) append_attribute(xml, "flag", "L");
  if (milli > test.high_milli) append_attribute(xml, "flag", "H");
  if (earlier) {
    append_attribute(xml, "earlier", amount(*earlier));
    if (is_jump(milli, *earlier, test.jump_percent)) append_attribute(xml, "check", "delta");
  }
  xml += "/>\n";
}

Response print(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t number = request.knobs.integer("order");
  const auto order = db.query_one<Order>(order_sql, number);
  if (!order) throw NotFound("there is no order " + std::to_string(number));
  const auto results = db.query<Result>(results_sql, order->patient_id, number);
  std::map<std::int64_t, std::int64_t> earlier;
  for (const Result& each : db.query<Result>(earlier_sql, order->patient_id, number, order->patient_id))
    earlier.emplace(each.test_id, each.milli);
  const Catalogue catalogue = catalogue_of(services);

  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<report";
  append_attribute(xml, "order", std::to_string(number));
  append_attribute(xml, "patient", order->patient);
  append_attribute(xml, "born", order->born_on);
  append_attribute(xml, "ward", order->ward);
  append_attribute(xml, "taken", order->taken_at);
  xml += ">\n";
  for (const Result& each : results) {
    const auto test = catalogue.find(each.test_id);
    if (test == catalogue.end()) continue;
    const auto before = earlier.find(each.test_id);
    append_result(xml, test->second, each.milli,
                  before == earlier.end() ? std::optional<std::int64_t>() : before->second);
  }
  return Response{.body = xml + "</report>\n"}
      .set("Content-Type", "application/xml; charset=utf-8")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage delta_check() {
  return {
      .summary =
          "the results of one order of a hospital's laboratory as XML, compared with the patient's last ones",
      .why =
          "The catalogue of all 240 tests is loaded for a report of a dozen, but once an hour: it is cached, "
          "and a request that finds it needs three queries. The earlier results are the newest of each "
          "test, found in one query in the patient's own rows.",
      .knobs =
          {{.name = "order", .help = "number of the order", .initial = 2'411, .minimum = 1, .maximum = 2'500},
           dataset_knob()},
      .run = print,
  };
}

}  // namespace caseload::gallery
