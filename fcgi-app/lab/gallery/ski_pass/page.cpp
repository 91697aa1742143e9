#include <algorithm>
#include <array>

#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Lift {
  std::string_view name;
  std::int64_t rise_m;
};
constexpr std::array lifts{Lift{"Village", 210}, Lift{"Forest", 340},    Lift{"Chamois", 520},
                           Lift{"Saddle", 280},  Lift{"Glacier", 760},   Lift{"North Face", 610},
                           Lift{"Nursery", 60},  Lift{"Hut", 190},       Lift{"Ridge", 430},
                           Lift{"Lake", 330},    Lift{"Cornice", 570},   Lift{"Old Drag", 150},
                           Lift{"Gondola", 880}, Lift{"Sunny Side", 400}};

constexpr std::string_view own_sql =
    "SELECT lift_no, COUNT(*) FROM lift_ride WHERE pass_id = ? GROUP BY lift_no ORDER BY lift_no";
constexpr std::string_view all_sql =
    "SELECT lift_no, COUNT(*) FROM lift_ride GROUP BY lift_no ORDER BY lift_no";

struct Rides {
  std::int64_t lift, count;
  static constexpr auto columns = std::tuple(&Rides::lift, &Rides::count);
};
using Counts = std::array<std::int64_t, lifts.size()>;

Counts counts_of(const std::vector<Rides>& rides) {
  Counts counts{};
  for (const Rides& each : rides) counts.at(static_cast<std::size_t>(each.lift)) = each.count;
  return counts;
}

// The season's rides of all passes, for the comparison. An hour old is good enough, and one request at a time
// counts them anew while the others show the old numbers.
Counts everyones_counts(Services& services) {
  const CachedText cached{.key = "season's lift rides " + std::string(name_of(services.db.dataset())),
                          .depends = {},
                          .lifetime_s = 3'600,
                          .stale_s = 600};
  const auto numbers =
      split(services.texts
                .get(cached,
                     [&] {
                       std::string text;
                       for (const std::int64_t count : counts_of(services.db.query<Rides>(all_sql)))
                         text += std::to_string(count) + " ";
                       return text;
                     })
                .text,
            " ");
  Counts counts{};
  for (std::size_t at = 0; at < std::min(counts.size(), numbers.size()); ++at)
    counts[at] = whole_number(numbers[at]).value_or(0);
  return counts;
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "0.0" : fixed(100 * static_cast<double>(part) / static_cast<double>(whole), 1);
}

Response show(const Request& request, Services& services) {
  const auto skier = visitor_of(request, services.db);
  const Counts own = skier ? counts_of(services.db.query<Rides>(own_sql, skier->id)) : Counts{};
  const Counts all = everyones_counts(services);
  std::int64_t own_rides = 0, all_rides = 0, metres = 0;
  for (std::size_t at = 0; at < lifts.size(); ++at) {
    own_rides += own[at];
    all_rides += all[at];
    metres += own[at] * lifts[at].rise_m;
  }
  Rows rows({"lift", "own", "own_share", "share"});
  for (std::size_t at = 0; at < lifts.size(); ++at)
    rows.add(lifts[at].name, own[at], percent(own[at], own_rides), percent(all[at], all_rides));
  return services
      .page(Value::object({{"skier", skier ? Value(skier->name) : Value()},
                           {"rides", own_rides},
                           {"metres", grouped(metres)},
                           {"lifts", std::move(rows)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage ski_pass() {
  return {
      .summary = "a skier's season: rides on each lift, metres climbed, and how others ski",
      .why =
          "Innocent: all rides of the season are counted, but only when the hour's numbers have expired, "
          "and by one request at a time. What is counted on each request is the skier's own few rides, by "
          "an index.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
