#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <span>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Place {
  std::int64_t east_m, north_m;
};

struct Ride {
  std::int64_t id, from_east_m, from_north_m, to_east_m, to_north_m, minutes;
  std::string remark;
  static constexpr auto columns =
      std::tuple(&Ride::id, &Ride::from_east_m, &Ride::from_north_m, &Ride::to_east_m, &Ride::to_north_m,
                 &Ride::minutes, &Ride::remark);

  Place from() const { return {from_east_m, from_north_m}; }
  Place to() const { return {to_east_m, to_north_m}; }
};

constexpr std::string_view rides_sql =
    "SELECT id, from_east_m, from_north_m, to_east_m, to_north_m, minutes, remark FROM taxi_ride ORDER BY id";

constexpr std::array harbour{Place{0, 0}, Place{5'200, 0}, Place{4'100, 3'300}, Place{0, 4'000}};
constexpr std::array old_town{Place{4'100, 3'300}, Place{5'200, 0}, Place{8'000, 1'000}, Place{7'400, 5'100}};
constexpr std::array station{Place{0, 4'000}, Place{4'100, 3'300}, Place{7'400, 5'100}, Place{5'000, 8'300},
                             Place{1'000, 8'000}};
struct District {
  std::string_view name;
  std::span<const Place> outline;
};
constexpr std::array districts{District{"harbour", harbour}, District{"old town", old_town},
                               District{"station", station}};
constexpr std::size_t outskirts = districts.size(), areas = districts.size() + 1;

// Counts how often a line from the place to the east crosses the outline.
bool contains(std::span<const Place> outline, Place place) {
  bool is_inside = false;
  for (std::size_t i = 0, before = outline.size() - 1; i < outline.size(); before = i++) {
    const Place a = outline[i], b = outline[before];
    if ((a.north_m > place.north_m) == (b.north_m > place.north_m)) continue;
    const std::int64_t crossing =
        a.east_m + (b.east_m - a.east_m) * (place.north_m - a.north_m) / (b.north_m - a.north_m);
    if (place.east_m < crossing) is_inside = !is_inside;
  }
  return is_inside;
}

std::size_t area_of(Place place) {
  for (std::size_t at = 0; at < districts.size(); ++at)
    if (contains(districts[at].outline, place)) return at;
  return outskirts;
}

std::string_view name_of_area(std::size_t area) {
  return area == outskirts ? "outskirts" : districts[area].name;
}

std::vector<Ride> rides_in(Database& db) {
  std::vector<Ride> rides;
  db.each<Ride>(rides_sql, [&](const Ride& ride) {
    rides.push_back(ride);
    return true;
  });
  return rides;
}

// Without trips of the garage and without meters that were left running.
std::vector<Ride> without_errors(const std::vector<Ride>& rides) {
  std::vector<Ride> good;
  std::ranges::copy_if(rides, std::back_inserter(good), [](const Ride& ride) {
    return ride.minutes > 0 && ride.minutes < 180 && ride.remark.find("garage") == std::string::npos;
  });
  return good;
}

std::vector<Ride> longest_first(std::vector<Ride> rides) {
  std::ranges::stable_sort(rides, std::ranges::greater(), &Ride::minutes);
  return rides;
}

using Flows = std::array<std::array<std::int64_t, areas>, areas>;

Flows flows_of(const std::vector<Ride>& rides) {
  Flows flows{};
  for (const Ride& ride : rides) ++flows[area_of(ride.from())][area_of(ride.to())];
  return flows;
}

Response show(const Request&, Services& services) {
  constexpr std::size_t max_shown = 10;
  const std::vector<Ride> rides = rides_in(services.db);
  const std::vector<Ride> good = without_errors(rides);
  const std::vector<Ride> sorted = longest_first(good);
  const Flows flows = flows_of(good);
  Rows table({"from", "to", "rides"});
  for (std::size_t from = 0; from < areas; ++from)
    for (std::size_t to = 0; to < areas; ++to)
      table.add(name_of_area(from), name_of_area(to), flows[from][to]);
  Rows longest({"number", "minutes", "remark"});
  for (const Ride& ride : std::span(sorted).first(std::min(max_shown, sorted.size())))
    longest.add(ride.id, ride.minutes, ride.remark);
  return services
      .page(Value::object({{"rides", good.size()},
                           {"errors", rides.size() - good.size()},
                           {"flows", std::move(table)},
                           {"longest", std::move(longest)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage taxi_flows() {
  return {
      .summary = "a city's study of its taxis: rides between districts, and the longest ones",
      .why =
          "All rides are kept as objects with their remarks, copied without the errors, and copied again to "
          "be sorted. Sixteen counters and a heap of ten rides would do, filled while the rows arrive. Which "
          "district a place is in only the code knows.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "memory-profile"}},
  };
}

}  // namespace caseload::gallery
