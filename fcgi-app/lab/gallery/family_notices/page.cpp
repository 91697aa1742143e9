#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view notices_sql =
    "SELECT surname, given, occasion, printed_on, wording FROM family_notice WHERE surname LIKE ? "
    "ORDER BY surname, id LIMIT ?";
constexpr std::string_view tariffs_sql =
    "SELECT occasion, cents_mm FROM family_notice_tariff ORDER BY occasion";

struct Notice {
  std::string surname, given, occasion, printed_on, wording;
  static constexpr auto columns =
      std::tuple(&Notice::surname, &Notice::given, &Notice::occasion, &Notice::printed_on, &Notice::wording);
};

struct Tariff {
  std::string occasion;
  std::int64_t cents_mm;
  static constexpr auto columns = std::tuple(&Tariff::occasion, &Tariff::cents_mm);
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void check_name(std::string_view text) {
  if (text.size() > 30 || !std::ranges::all_of(text, is_letter))
    throw BadRequest("the parameter name must be at most 30 letters");
}

Response search(const Request& request, Services& services) {
  std::string name(request.knobs.text("name"));
  if (name.empty()) name = "Ma";
  const auto notices = services.db.query<Notice>(notices_sql, name + "%", request.knobs.n());
  const auto tariffs = services.db.query<Tariff>(tariffs_sql);
  Rows found({"surname", "given", "occasion", "printed_on", "wording"});
  for (const Notice& each : notices)
    found.add(each.surname, each.given, each.occasion, each.printed_on, each.wording);
  Rows prices({"occasion", "euros"});
  for (const Tariff& each : tariffs)
    prices.add(each.occasion, fixed(static_cast<double>(each.cents_mm) / 100, 2));
  return services
      .page(Value::object({{"name", name}, {"notices", std::move(found)}, {"prices", std::move(prices)}}))
      .set("Cache-Control", "private, max-age=60");
}

}  // namespace

GalleryPage family_notices() {
  return {
      .summary =
          "the family notices of a newspaper: births, weddings and deaths by the beginning of a surname",
      .why =
          "Innocent: a LIKE over the notices of seven years, shown with all their words. But the wildcard is "
          "at the end, an index has the surnames in the order of the page, and reading stops when the page "
          "is full. The price list is a table of four rows.",
      .knobs = {items_knob("notices on the page", 640),
                {.name = "name",
                 .type = KnobType::text,
                 .help = "the beginning of a surname, such as Ma",
                 .check_text = check_name},
                dataset_knob()},
      .run = search,
  };
}

}  // namespace caseload::gallery
