#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The seed is the number of the survey, so that its sample can be drawn again.
constexpr std::string_view sample_sql =
    "SELECT o.id, DATE(o.placed_at), c.name, c.email, k.code FROM "
    "(SELECT id, customer_id, placed_at FROM customer_order WHERE status = 'delivered' ORDER BY RAND(?) "
    "LIMIT 60) "
    "AS o LEFT JOIN customer AS c ON c.id = o.customer_id LEFT JOIN country AS k ON k.id = c.country_id "
    "ORDER BY o.id";

struct Asked {
  std::int64_t order_id;
  std::string placed_on, name, email, country;
  static constexpr auto columns =
      std::tuple(&Asked::order_id, &Asked::placed_on, &Asked::name, &Asked::email, &Asked::country);
};

// Questionnaires exist in three languages.
std::string_view language_of(std::string_view country) {
  for (const std::string_view german : {"AT", "CH", "DE"})
    if (country == german) return "de";
  for (const std::string_view french : {"BE", "FR", "LU", "SN"})
    if (country == french) return "fr";
  return "en";
}

Response run(const Request& request, Services& services) {
  const std::int64_t survey = request.knobs.integer("survey");
  Response response;
  std::string& file = response.body;
  Csv(file)
      .text("Survey")
      .text("Order")
      .text("Placed")
      .text("Name")
      .text("Address")
      .text("Language")
      .end_record();
  for (const Asked& each : services.db.query<Asked>(sample_sql, survey))
    Csv(file)
        .number(std::to_string(survey))
        .number(std::to_string(each.order_id))
        .text(each.placed_on)
        .text(each.name)
        .text(each.email)
        .text(language_of(each.country))
        .end_record();
  return response.set("Content-Type", "text/csv; charset=utf-8; header=present")
      .set("Content-Disposition", "attachment; filename=\"survey.csv\"")
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage survey_sample() {
  return {
      .summary = "whom to ask in a survey: sixty delivered orders drawn by lot, as a CSV file",
      .why =
          "A random number is computed for each delivered order and all of them are sorted by it, although "
          "sixty are drawn. Drawing ids and looking them up would read little more than sixty rows.",
      .knobs =
          {{.name = "survey", .help = "number of the survey", .initial = 14, .minimum = 1, .maximum = 999},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "random-order"}},
  };
}

}  // namespace caseload::gallery
