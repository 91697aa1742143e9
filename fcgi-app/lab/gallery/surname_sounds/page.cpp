#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view fallback = "Hofmann";
constexpr std::size_t max_bytes = 40;

constexpr std::string_view spellings_sql =
    "SELECT surname, COUNT(*), MIN(baptised_in), MAX(baptised_in) FROM register_entry "
    "WHERE SOUNDEX(surname) = SOUNDEX(?) GROUP BY surname ORDER BY COUNT(*) DESC, surname LIMIT 12";
constexpr std::string_view entries_sql =
    "SELECT e.surname, e.given, e.baptised_in, p.name "
    "FROM register_entry AS e JOIN register_parish AS p ON p.id = e.parish_id "
    "WHERE SOUNDEX(e.surname) = SOUNDEX(?) ORDER BY e.baptised_in DESC, e.id DESC LIMIT ?";

struct Spelling {
  std::string surname;
  std::int64_t entries, first, last;
  static constexpr auto columns =
      std::tuple(&Spelling::surname, &Spelling::entries, &Spelling::first, &Spelling::last);
};

struct Entry {
  std::string surname, given;
  std::int64_t baptised_in;
  std::string parish;
  static constexpr auto columns =
      std::tuple(&Entry::surname, &Entry::given, &Entry::baptised_in, &Entry::parish);
};

void check_surname(std::string_view surname) {
  if (surname.size() > max_bytes)
    throw BadRequest("the parameter surname must have at most " + std::to_string(max_bytes) + " bytes");
}

Response show(const Request& request, Services& services) {
  const std::string_view given = request.knobs.text("surname");
  const std::string_view surname = given.empty() ? fallback : given;
  const auto spellings = services.db.query<Spelling>(spellings_sql, surname);
  const auto entries = services.db.query<Entry>(entries_sql, surname, request.knobs.n());
  Rows chips({"surname", "entries", "first", "last"});
  for (const Spelling& each : spellings) chips.add(each.surname, each.entries, each.first, each.last);
  Rows rows({"surname", "given", "baptised_in", "parish"});
  for (const Entry& each : entries) rows.add(each.surname, each.given, each.baptised_in, each.parish);
  return services
      .page(Value::object(
          {{"surname", surname}, {"spellings", std::move(chips)}, {"entries", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage surname_sounds() {
  return {
      .summary = "a search in parish registers for surnames that sound like the given one",
      .why =
          "The index on the surname is no use for SOUNDEX(surname), so both queries compute the code of each "
          "entry of the register. The code could be a column of its own with an index.",
      .knobs = {items_knob("entries in the list", 640),
                {.name = "surname",
                 .type = KnobType::text,
                 .help = "surname that was heard",
                 .check_text = check_surname},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
