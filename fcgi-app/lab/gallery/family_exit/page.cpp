#include <map>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view letters_sql = "SELECT status, code, form FROM family_letter";
constexpr std::string_view children_sql = R"(
  SELECT c.id, c.given, DATE_ADD(c.born_on, INTERVAL 25 YEAR), c.status, m.name, m.street, m.postcode, m.town
    FROM family_child AS c LEFT JOIN family_member AS m ON m.id = c.member_id
   WHERE DATE_FORMAT(DATE_ADD(c.born_on, INTERVAL 25 YEAR), '%Y-%m') = ?
   ORDER BY m.postcode, c.id)";

struct Letter {
  std::string status, code, form;
  static constexpr auto columns = std::tuple(&Letter::status, &Letter::code, &Letter::form);
};

struct Child {
  std::int64_t id;
  std::string given, leaves_on, status, member, street, postcode, town;
  static constexpr auto columns = std::tuple(&Child::id, &Child::given, &Child::leaves_on, &Child::status,
                                             &Child::member, &Child::street, &Child::postcode, &Child::town);
};

std::string month_of_2026(std::int64_t month) {
  return std::string(month < 10 ? "2026-0" : "2026-") + std::to_string(month);
}

// For the letter shop, which sorts by postcode to get the postage of a bulk mailing.
Response run(const Request& request, Services& services) {
  std::map<std::string, Letter> letters;
  for (Letter& each : services.db.query<Letter>(letters_sql)) letters.emplace(each.status, each);
  const auto children = services.db.query<Child>(children_sql, month_of_2026(request.knobs.integer("month")));
  Response response;
  Csv csv(response.body);
  csv.text("letter").text("enclosed").text("name").text("street").text("postcode").text("town");
  csv.text("child").text("number").text("last day").end_record();
  for (const Child& each : children) {
    const Letter& letter = letters.at(each.status);
    csv.text(letter.code).text(letter.form).text(each.member).text(each.street).text(each.postcode);
    csv.text(each.town).text(each.given).number(std::to_string(each.id)).text(each.leaves_on).end_record();
  }
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"family-insurance-ends.csv\"")
      .set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage family_exit() {
  return {
      .summary = "whose insurance with the parents ends in a month, as a CSV file for the letter shop",
      .why =
          "25 years are added to each birthday, and the sum is printed as year and month to be compared. So "
          "the dates of all children are computed, though an index has their birthdays: those of the month "
          "25 years earlier are a range.",
      .knobs = {{.name = "month",
                 .help = "month of 2026",
                 .initial = 4,
                 .minimum = 1,
                 .maximum = 12,
                 .ladder = {1, 4, 9}},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "non-sargable"}},
  };
}

}  // namespace caseload::gallery
