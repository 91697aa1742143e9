#include <array>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Levels are logarithms, so their mean is that of the powers. In hundredths of a decibel.
constexpr std::string_view months_sql = R"(
  SELECT m.id, m.place, r.month, r.mean_cb, r.loudest_cb, r.flights
    FROM (SELECT mast_id, month, CAST(ROUND(1000 * LOG10(AVG(POW(10, level_cb / 1000)))) AS SIGNED) AS mean_cb,
                 MAX(level_cb) AS loudest_cb, COUNT(*) AS flights
            FROM noise_event WHERE year = ? GROUP BY mast_id, month) AS r
    JOIN noise_mast AS m ON m.id = r.mast_id
   ORDER BY m.id, r.month)";
constexpr std::string_view limits_sql = "SELECT month, limit_cb FROM noise_limit ORDER BY month";

struct Month {
  std::int64_t mast;
  std::string place;
  std::int64_t month, mean_cb, loudest_cb, flights;
  static constexpr auto columns = std::tuple(&Month::mast, &Month::place, &Month::month, &Month::mean_cb,
                                             &Month::loudest_cb, &Month::flights);
};

struct Limit {
  std::int64_t month, limit_cb;
  static constexpr auto columns = std::tuple(&Limit::month, &Limit::limit_cb);
};

std::string decibel(std::int64_t hundredths) {
  return fixed(static_cast<double>(hundredths) / 100, 1);
}

Value entry_for(const Month& month, std::int64_t limit_cb) {
  return Value::object({{"month", month.month},
                        {"mean", decibel(month.mean_cb)},
                        {"loudest", decibel(month.loudest_cb)},
                        {"flights", month.flights},
                        {"is_above", month.mean_cb > limit_cb}});
}

Response show(const Request& request, Services& services) {
  const std::int64_t year = request.knobs.integer("year");
  std::array<std::int64_t, 13> limits{};
  for (const Limit& each : services.db.query<Limit>(limits_sql))
    limits.at(static_cast<std::size_t>(each.month)) = each.limit_cb;
  Value masts = Value::list();
  std::int64_t last = 0;
  for (const Month& each : services.db.query<Month>(months_sql, year)) {
    if (each.mast != last)
      masts.add(Value::object({{"number", each.mast}, {"place", each.place}, {"months", Value::list()}}));
    last = each.mast;
    Value& mast = masts.items()->back();
    for (auto& [name, member] : *mast.members())
      if (name == "months") member.add(entry_for(each, limits.at(static_cast<std::size_t>(each.month))));
  }
  return services.page(Value::object({{"year", year}, {"masts", std::move(masts)}}))
      .set("Cache-Control", "public, max-age=3600, stale-while-revalidate=3600");
}

}  // namespace

GalleryPage noise_year() {
  return {
      .summary = "an airport's noise in a year: what each mast measured, month by month",
      .why =
          "Innocent: two queries, one of which takes the logarithm of the mean of the powers of all flights "
          "of the year. But nginx keeps the page for an hour and sends the old one while one request renews "
          "it. The index has all that is added up, and no response sets a cookie.",
      .knobs = {{.name = "year",
                 .help = "year of the report",
                 .initial = 2'025,
                 .minimum = 2'023,
                 .maximum = 2'025},
                dataset_knob()},
      .run = show,
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
