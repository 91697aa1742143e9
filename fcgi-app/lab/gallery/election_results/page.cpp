#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view parties_sql =
    "SELECT party, SUM(votes), COUNT(DISTINCT station_id) FROM ballot_count GROUP BY party ORDER BY 2 DESC, "
    "party";
constexpr std::string_view districts_sql = R"(
  SELECT district, party, votes FROM (
    SELECT district, party, SUM(votes) AS votes,
           ROW_NUMBER() OVER (PARTITION BY district ORDER BY SUM(votes) DESC, party) AS place
      FROM ballot_count GROUP BY district, party) AS ranked
   WHERE place = 1 ORDER BY district)";

struct Party {
  std::string name;
  std::int64_t votes, stations;
  static constexpr auto columns = std::tuple(&Party::name, &Party::votes, &Party::stations);
};

struct District {
  std::int64_t number;
  std::string winner;
  std::int64_t votes;
  static constexpr auto columns = std::tuple(&District::number, &District::winner, &District::votes);
};

Response show(const Request&, Services& services) {
  const auto parties = services.db.query<Party>(parties_sql);
  const auto districts = services.db.query<District>(districts_sql);
  std::int64_t all = 0;
  for (const Party& party : parties) all += party.votes;
  Rows results({"party", "votes", "percent", "stations"});
  for (const Party& party : parties)
    results.add(party.name, grouped(party.votes),
                fixed(100 * static_cast<double>(party.votes) / static_cast<double>(all > 0 ? all : 1), 1),
                party.stations);
  Rows winners({"number", "winner", "votes"});
  for (const District& each : districts) winners.add(each.number, each.winner, grouped(each.votes));
  return services.page(Value::object({{"parties", std::move(results)}, {"districts", std::move(winners)}}))
      .set("Cache-Control", "public, max-age=20");
}

}  // namespace

GalleryPage election_results() {
  return {
      .summary =
          "the results of an election as they come in: shares of the parties, winners of the districts",
      .why =
          "Everybody sees the same page and it says that it may be kept for twenty seconds, but no cache on "
          "this side keeps it: each of the many visitors of that evening has all stations added up again.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "response-cache"}},
  };
}

}  // namespace caseload::gallery
