#include <array>
#include <cmath>
#include <numbers>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view proposal_sql =
    "SELECT code, astronomer, highest_airmass_c FROM sky_proposal WHERE id = ?";
constexpr std::string_view targets_sql =
    "SELECT name, ra_s, dec_as FROM sky_target WHERE proposal_id = ? ORDER BY position LIMIT ?";

struct Proposal {
  std::string code, astronomer;
  std::int64_t highest_airmass_c;
  static constexpr auto columns =
      std::tuple(&Proposal::code, &Proposal::astronomer, &Proposal::highest_airmass_c);
};
struct Target {
  std::string name;
  std::int64_t ra_s, dec_as;
  static constexpr auto columns = std::tuple(&Target::name, &Target::ra_s, &Target::dec_as);
};

constexpr double pi = std::numbers::pi;
constexpr double latitude = -24.6 * pi / 180;
constexpr std::size_t steps = 61;  // ten hours, one every ten minutes
constexpr double step_angle = 2 * pi / 144 * 1.0027379;

// Sidereal angles of the night, the same for all targets.
std::array<double, steps> angles_of(std::int64_t night) {
  std::array<double, steps> angles{};
  const double evening = 2 * pi * (static_cast<double>(night) / 365.2422 + 0.21);
  for (std::size_t step = 0; step < steps; ++step)
    angles[step] = evening + static_cast<double>(step) * step_angle;
  return angles;
}

struct Path {
  std::array<std::int64_t, steps> degrees{};
  std::int64_t usable_min = 0;
};

Path path_of(const Target& target, const std::array<double, steps>& angles, double lowest_sine) {
  const double ra = static_cast<double>(target.ra_s) * 2 * pi / 86'400;
  const double declination = static_cast<double>(target.dec_as) * pi / 648'000;
  const double across = std::cos(latitude) * std::cos(declination);
  const double along = std::sin(latitude) * std::sin(declination);
  Path path;
  for (std::size_t step = 0; step < steps; ++step) {
    const double sine = along + across * std::cos(angles[step] - ra);
    path.degrees[step] = std::lround(std::asin(sine) * 180 / pi);
    if (sine >= lowest_sine) path.usable_min += 10;
  }
  return path;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("proposal");
  const auto proposal = services.db.query_one<Proposal>(proposal_sql, id);
  if (!proposal) throw NotFound("there is no proposal " + std::to_string(id));
  const auto targets = services.db.query<Target>(targets_sql, id, request.knobs.n());
  const auto angles = angles_of(request.knobs.integer("night"));
  const double lowest_sine = 100.0 / static_cast<double>(proposal->highest_airmass_c);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("proposal").text(proposal->code);
                     json.key("astronomer").text(proposal->astronomer).key("targets").begin_list();
                     for (const Target& each : targets) {
                       const Path path = path_of(each, angles, lowest_sine);
                       json.begin_object().key("name").text(each.name);
                       json.key("usable_min").number(path.usable_min).key("altitude").begin_list();
                       for (const std::int64_t degrees : path.degrees) json.number(degrees);
                       json.end_list().end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage visibility_curve() {
  return {
      .summary = "how high a proposal's targets stand over a telescope during a night, as JSON for a chart",
      .why =
          "Innocent: for each target its height is computed for 61 moments, and processor time and bytes "
          "grow "
          "with the targets, which is what the page is for. It takes two queries, keeps one target's curve "
          "at a time, and the angles of the night are computed once.",
      .knobs =
          {items_knob("targets in the chart", 640),
           {.name = "proposal", .help = "number of the proposal", .initial = 3, .minimum = 1, .maximum = 14},
           {.name = "night", .help = "day of the year", .initial = 96, .minimum = 1, .maximum = 365},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
