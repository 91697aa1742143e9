#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t min_digits = 4, max_digits = 10;
constexpr std::int64_t max_hits = 20;

// `backwards` is computed by the database when a waybill is stored.
constexpr std::string_view waybills_sql = R"(
  SELECT number, DATE_FORMAT(handed_in_at, '%d.%m.%Y'), sender, town, state
    FROM air_waybill
   WHERE backwards LIKE ?
   ORDER BY backwards, id
   LIMIT ?)";
constexpr std::string_view counters_sql = "SELECT name, opens, closes FROM air_counter ORDER BY name";

struct Waybill {
  std::string number, handed_in, sender, town, state;
  static constexpr auto columns =
      std::tuple(&Waybill::number, &Waybill::handed_in, &Waybill::sender, &Waybill::town, &Waybill::state);
};
struct Counter {
  std::string name, opens, closes;
  static constexpr auto columns = std::tuple(&Counter::name, &Counter::opens, &Counter::closes);
};

void check_digits(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty()) return;
  if (text.size() < min_digits || text.size() > max_digits || !std::ranges::all_of(text, is_digit))
    throw BadRequest("the parameter digits must be the last 4 to 10 digits of a waybill");
}

Response search(const Request& request, Services& services) {
  std::string digits(request.knobs.text("digits"));
  if (digits.empty()) digits = "7919";
  const std::string backwards(digits.rbegin(), digits.rend());
  auto waybills = services.db.query<Waybill>(waybills_sql, backwards + "%", max_hits + 1);
  const auto counters = services.db.query<Counter>(counters_sql);
  const bool has_more = std::ssize(waybills) > max_hits;
  if (has_more) waybills.pop_back();
  Rows rows({"number", "handed_in", "sender", "town", "state"}), open({"name", "opens", "closes"});
  for (const Waybill& each : waybills)
    rows.add(each.number, each.handed_in, each.sender, each.town, each.state);
  for (const Counter& each : counters) open.add(each.name, each.opens, each.closes);
  return services
      .page(Value::object({{"digits", digits},
                           {"has_more", has_more},
                           {"waybills", std::move(rows)},
                           {"counters", std::move(open)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage waybill_tail() {
  return {
      .summary = "the counter of an air freight agent finds a waybill by its last digits",
      .why =
          "Innocent: the end of a number is searched, but the pattern ends with its wildcard. The number is "
          "also stored backwards, with an index, from which the rows come in the order of the list. At most "
          "21 are read. The seven counters are a table of seven rows.",
      .knobs = {{.name = "digits",
                 .type = KnobType::text,
                 .help = "the last digits, such as 7919",
                 .check_text = check_digits},
                dataset_knob()},
      .run = search,
  };
}

}  // namespace caseload::gallery
