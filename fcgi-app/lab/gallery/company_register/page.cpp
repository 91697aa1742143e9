#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A word of the name may begin with what was typed. The oldest company comes first, since it has the older
// right to the name.
constexpr std::string_view companies_sql = R"(
  SELECT number, name, form, seat, registered_on, dissolved_on
    FROM registered_company
   WHERE name LIKE ? OR name LIKE ?
   ORDER BY registered_on, number
   LIMIT ?)";
constexpr std::string_view courts_sql = "SELECT seat, court, fee_cents FROM registered_court ORDER BY seat";

struct Company {
  std::int64_t number;
  std::string name, form, seat, registered_on;
  std::optional<std::string> dissolved_on;
  static constexpr auto columns = std::tuple(&Company::number, &Company::name, &Company::form, &Company::seat,
                                             &Company::registered_on, &Company::dissolved_on);
};

struct Court {
  std::string seat, name;
  std::int64_t fee_cents;
  static constexpr auto columns = std::tuple(&Court::seat, &Court::name, &Court::fee_cents);
};

void check_word(std::string_view word) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (!word.empty() && (word.size() < 3 || word.size() > 24 || !std::ranges::all_of(word, is_letter)))
    throw BadRequest("the parameter word must be 3 to 24 letters");
}

const Court* court_at(const std::string& seat, const std::vector<Court>& courts) {
  const auto found = std::ranges::lower_bound(courts, seat, {}, &Court::seat);
  return found != courts.end() && found->seat == seat ? &*found : nullptr;
}

Response search(const Request& request, Services& services) {
  std::string word(request.knobs.text("word"));
  if (word.empty()) word = "Ironcast";
  const auto companies =
      services.db.query<Company>(companies_sql, word + "%", "% " + word + "%", request.knobs.n());
  const auto courts = services.db.query<Court>(courts_sql);
  Rows rows({"number", "name", "form", "seat", "since", "until", "court", "fee"});
  for (const Company& each : companies) {
    const Court* court = court_at(each.seat, courts);
    rows.add(each.number, each.name, each.form, each.seat, each.registered_on, each.dissolved_on,
             court == nullptr ? std::string() : court->name, court == nullptr ? 0 : court->fee_cents / 100);
  }
  return services.page(Value::object({{"word", word}, {"companies", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage company_register() {
  return {
      .summary = "the register of companies: is a name taken? Companies that have such a word, oldest first",
      .why =
          "The first pattern alone could use the index on the name. The second one looks for the beginning "
          "of a later word, and begins with a wildcard, so the name of every company is compared. A "
          "FULLTEXT index has the words of the names and finds them by their beginning.",
      .knobs = {items_knob("companies on the page", 640),
                {.name = "word",
                 .type = KnobType::text,
                 .help = "the beginning of a word, such as Ironcast",
                 .check_text = check_word},
                dataset_knob()},
      .run = search,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
