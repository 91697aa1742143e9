#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr int kept_s = 900;

constexpr std::string_view totals_sql = R"(
  SELECT c.name, t.goals, t.assists, t.minutes
    FROM (SELECT club_id, SUM(goals) AS goals, SUM(assists) AS assists, SUM(penalty_minutes) AS minutes
            FROM hockey_appearance WHERE season = ? GROUP BY club_id) AS t
    JOIN hockey_club AS c ON c.id = t.club_id
   ORDER BY t.goals DESC, t.assists DESC, c.id)";
constexpr std::string_view favourite_sql =
    "SELECT c.name FROM hockey_fan AS f JOIN hockey_club AS c ON c.id = f.club_id WHERE f.customer_id = ?";

struct Total {
  std::string club;
  std::int64_t goals, assists, minutes;
  static constexpr auto columns = std::tuple(&Total::club, &Total::goals, &Total::assists, &Total::minutes);
};

struct Club {
  std::string name;
  static constexpr auto columns = std::tuple(&Club::name);
};

// A line for each club, with a tab between its fields.
std::string packed(const std::vector<Total>& totals) {
  std::string text;
  for (const Total& each : totals)
    text += each.club + "\t" + std::to_string(each.goals) + "\t" + std::to_string(each.minutes) + "\n";
  return text;
}

// std::nullopt for an entry that an older release has stored.
std::optional<std::vector<Total>> unpacked(std::string_view text) {
  std::vector<Total> totals;
  for (const std::string_view line : lines_of(text)) {
    const auto fields = split(line, "\t");
    if (fields.size() != 4) return std::nullopt;
    const auto goals = whole_number(fields[1]), assists = whole_number(fields[2]),
               minutes = whole_number(fields[3]);
    if (!goals || !assists || !minutes) return std::nullopt;
    totals.push_back({.club = fields[0], .goals = *goals, .assists = *assists, .minutes = *minutes});
  }
  return totals;
}

std::vector<Total> totals_of(std::int64_t season, Services& services) {
  const std::string key =
      "hockey totals " + std::string(name_of(services.db.dataset())) + " " + std::to_string(season);
  if (const auto kept = services.cache.get(key))
    if (auto totals = unpacked(*kept)) return *std::move(totals);
  auto totals = services.db.query<Total>(totals_sql, season);
  services.cache.set(key, packed(totals), kept_s);
  return totals;
}

Response show(const Request& request, Services& services) {
  const std::int64_t season = request.knobs.integer("season");
  const auto visitor = visitor_of(request, services.db);
  const auto favourite = visitor ? services.db.query_one<Club>(favourite_sql, visitor->id) : std::nullopt;
  const auto totals = totals_of(season, services);
  Rows rows({"club", "goals", "assists", "minutes", "is_favourite"});
  for (const Total& each : totals)
    rows.add(each.club, each.goals, each.assists, each.minutes, favourite && favourite->name == each.club);
  return services.page(Value::object({{"season", season}, {"clubs", std::move(rows)}}))
      .set("Cache-Control", "private")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage season_totals() {
  return {
      .summary = "the totals of an ice hockey season by club, with the visitor's favourite club marked",
      .why =
          "The totals are stored for a quarter of an hour, but without the assists, which were added to the "
          "page later. The reader expects four fields, takes what it finds for an entry of an older release, "
          "and all games of the season are added up again, at every view.",
      .knobs =
          {{.name = "season", .help = "the season", .initial = 2'025, .minimum = 2'022, .maximum = 2'025},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
