#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The longest numbers first: those are mistyped most often.
constexpr std::string_view numbers_sql =
    "SELECT typed.number, typed.pieces, typed.supplier FROM typed_part AS typed "
    "WHERE typed.length <= ? ORDER BY typed.length DESC, typed.line DESC LIMIT 6";

struct Typed {
  std::string number;
  std::int64_t pieces;
  std::string supplier;
  static constexpr auto columns = std::tuple(&Typed::number, &Typed::pieces, &Typed::supplier);
};

// Groups of letters and digits, which may be separated: "A7-1200 B".
const io::BacktrackingPattern part_number(R"(^(?:[A-Z0-9]+[- ]?)+$)");

Response check(const Request& request, Services& services) {
  const auto numbers = services.db.query<Typed>(numbers_sql, request.knobs.integer("length"));
  Rows rows({"number", "pieces", "supplier", "is_valid"});
  std::int64_t valid = 0;
  for (const Typed& each : numbers) {
    const bool is_valid = services.matcher.find(part_number, each.number).has_value();
    if (is_valid) ++valid;
    rows.add(each.number, each.pieces, each.supplier, is_valid);
  }
  return services.page(Value::object({{"valid", valid}, {"numbers", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage part_numbers() {
  return {
      .summary = "a workshop checks part numbers as suppliers have typed them",
      .why =
          "The separator is optional, so a group may end after any letter, and groups are repeated. When a "
          "number ends with a wrong character, all ways to divide it into groups are tried: each further "
          "letter doubles the steps.",
      .knobs = {{.name = "length",
                 .help = "length of the longest numbers",
                 .initial = 12,
                 .minimum = 4,
                 .maximum = 18,
                 .ladder = {6, 10, 14, 18}},
                dataset_knob()},
      .run = check,
      .labels = {{.name = "regex-backtracking"}},
  };
}

}  // namespace caseload::gallery
