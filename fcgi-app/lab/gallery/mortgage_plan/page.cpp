#include <cmath>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Offer {
  std::string bank;
  std::int64_t basis_points;  // a year
  static constexpr auto columns = std::tuple(&Offer::bank, &Offer::basis_points);
};

// The cheapest offer for this number of years. The index has the rates in order.
constexpr std::string_view cheapest_sql =
    "SELECT bank, basis_points FROM mortgage_offer WHERE max_years >= ? AND max_years < ? "
    "ORDER BY max_years, basis_points LIMIT 1";
constexpr std::int64_t years_between_offers = 5;

struct Month {
  std::int64_t number, interest, repaid, rest;  // cents
};

// An annuity: the same instalment in each month, except for the last one.
std::int64_t instalment_of(std::int64_t cents, std::int64_t months, double monthly_rate) {
  const double growth = std::pow(1 + monthly_rate, static_cast<double>(months));
  return static_cast<std::int64_t>(
      std::llround(static_cast<double>(cents) * monthly_rate * growth / (growth - 1)));
}

std::vector<Month> plan_of(std::int64_t cents, std::int64_t months, double monthly_rate) {
  const std::int64_t instalment = instalment_of(cents, months, monthly_rate);
  std::vector<Month> plan;
  std::int64_t rest = cents;
  for (std::int64_t number = 1; number <= months; ++number) {
    const auto interest = static_cast<std::int64_t>(std::llround(static_cast<double>(rest) * monthly_rate));
    const std::int64_t repaid = number == months ? rest : instalment - interest;
    rest -= repaid;
    plan.push_back({.number = number, .interest = interest, .repaid = repaid, .rest = rest});
  }
  return plan;
}

Response show(const Request& request, Services& services) {
  const std::int64_t years = request.knobs.integer("years");
  const std::int64_t cents = request.knobs.integer("thousands") * 100'000;
  const auto offer = services.db.query_one<Offer>(cheapest_sql, years, years + years_between_offers);
  if (!offer) throw NotFound("no bank lends for " + std::to_string(years) + " years");
  const auto plan = plan_of(cents, 12 * years, static_cast<double>(offer->basis_points) / 12e4);
  std::int64_t interest = 0;
  Rows rows({"month", "interest", "repaid", "rest"});
  for (const Month& month : plan) {
    interest += month.interest;
    rows.add(month.number, price_of(month.interest), price_of(month.repaid), price_of(month.rest));
  }
  return services
      .page(Value::object({{"bank", offer->bank},
                           {"rate", price_of(offer->basis_points)},
                           {"interest", price_of(interest)},
                           {"months", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage mortgage_plan() {
  return {
      .summary = "the plan of a mortgage, month by month, at the rate of the cheapest bank",
      .why =
          "Innocent: the page grows with the years to nearly five hundred rows, all computed on each "
          "request. But the plan is what the visitor wants, it depends on the amount, and a single row of "
          "the database is read.",
      .knobs = {{.name = "years",
                 .help = "until the house is paid",
                 .initial = 20,
                 .minimum = 1,
                 .maximum = 40,
                 .ladder = {5, 10, 20, 40}},
                {.name = "thousands",
                 .help = "the sum, in thousands",
                 .initial = 240,
                 .minimum = 10,
                 .maximum = 2'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
