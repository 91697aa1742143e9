#include <algorithm>
#include <cctype>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view found_sql =
    "select number, date_format(found_on, '%e %b'), description, place, shelf from lost_item "
    "where instr(lower(concat_ws(' ', description, place)), ?) > 0 order by found_on desc, number desc limit "
    "?";
constexpr std::string_view desks_sql = "select name, opening from lost_desk order by name";

struct Item {
  std::int64_t number;
  std::string found_on, description, place, shelf;
  static constexpr auto columns =
      std::tuple(&Item::number, &Item::found_on, &Item::description, &Item::place, &Item::shelf);
};

struct Desk {
  std::string name, opening;
  static constexpr auto columns = std::tuple(&Desk::name, &Desk::opening);
};

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

void check_word(std::string_view word) {
  if (word.empty()) return;
  if (word.size() < 3 || word.size() > 20 || !std::all_of(word.begin(), word.end(), is_letter))
    throw BadRequest("the parameter word must be 3 to 20 letters");
}

Response search(const Request& request, Services& services) {
  std::string word = lower_case(request.knobs.text("word"));
  if (word.empty()) word = "cushion";
  const auto items = services.db.query<Item>(found_sql, word, request.knobs.n());
  const auto desks = services.db.query<Desk>(desks_sql);
  Rows rows({"number", "found_on", "description", "place", "shelf"});
  for (const Item& each : items)
    rows.add(each.number, each.found_on, each.description, each.place, each.shelf);
  Rows opening({"name", "opening"});
  for (const Desk& each : desks) opening.add(each.name, each.opening);
  return services
      .page(Value::object({{"word", word}, {"items", std::move(rows)}, {"desks", std::move(opening)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage lost_property() {
  return {
      .summary = "a railway's lost property office: was something like this found?",
      .why =
          "INSTR looks for the word in the text of each thing that was ever found, which no index can help "
          "with. A full-text index on description and place would find the rows by the word.",
      .knobs = {items_knob("things to show at most", 640),
                {.name = "word",
                 .type = KnobType::text,
                 .help = "part of the description or of the place, such as cushion",
                 .check_text = check_word},
                dataset_knob()},
      .run = search,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
