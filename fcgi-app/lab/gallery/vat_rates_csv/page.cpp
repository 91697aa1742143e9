#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Country {
  std::string code, name;
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Country::code, &Country::name, &Country::id);
};

constexpr std::string_view countries_sql = "SELECT code, name, id FROM country ORDER BY code";

// In hundredths of a per cent. Books have a reduced rate nearly everywhere.
std::int64_t rate_for_books(const Country& country) {
  return country.id % 11 == 0 ? 0 : 500 + country.id % 5 * 50;
}

std::int64_t rate_for_goods(const Country& country) {
  return 1'700 + country.id % 9 * 100;
}

Response run(const Request&, Services& services) {
  std::string file;
  Csv(file).text("Code").text("Country").text("Books").text("Other goods").end_record();
  for (const Country& country : services.db.query<Country>(countries_sql))
    Csv(file)
        .text(country.code)
        .text(country.name)
        .number(price_of(rate_for_books(country)))
        .number(price_of(rate_for_goods(country)))
        .end_record();
  Response response{.body = std::move(file)};
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"vat.csv\"")
      .set("Cache-Control", "private, max-age=86400");
}

}  // namespace

GalleryPage vat_rates_csv() {
  return {
      .summary = "the VAT rates of all countries as a CSV file",
      .why =
          "The file is built completely before it is sent and the query has no limit, but there are 120 "
          "countries, which is a file of a few kilobytes.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
