#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Motion {
  std::string title, voted_on;
  static constexpr auto columns = std::tuple(&Motion::title, &Motion::voted_on);
};

struct Party {
  std::string name;
  std::int64_t ayes, noes, abstentions;
  static constexpr auto columns = std::tuple(&Party::name, &Party::ayes, &Party::noes, &Party::abstentions);
};

struct Rebel {
  std::string member, party, choice;
  static constexpr auto columns = std::tuple(&Rebel::member, &Rebel::party, &Rebel::choice);
};

struct Neighbour {
  std::int64_t id;
  std::string title;
  static constexpr auto columns = std::tuple(&Neighbour::id, &Neighbour::title);
};

constexpr std::string_view motion_sql = "SELECT title, voted_on FROM council_motion WHERE id = ?";
constexpr std::string_view parties_sql = R"(
  SELECT m.party, CAST(SUM(b.choice = 'aye') AS SIGNED), CAST(SUM(b.choice = 'no') AS SIGNED),
         CAST(SUM(b.choice = 'abstained') AS SIGNED)
    FROM council_ballot AS b STRAIGHT_JOIN council_member AS m ON m.id = b.member_id
   WHERE b.motion_id = ? GROUP BY m.party ORDER BY COUNT(*) DESC, m.party)";
// Who voted otherwise than most of the party. Abstaining is no vote.
constexpr std::string_view rebels_sql = R"(
  SELECT name, party, choice
    FROM (SELECT m.id, m.name, m.party, b.choice, COUNT(*) OVER (PARTITION BY m.party) AS voters,
                 COUNT(*) OVER (PARTITION BY m.party, b.choice) AS same
            FROM council_ballot AS b STRAIGHT_JOIN council_member AS m ON m.id = b.member_id
           WHERE b.motion_id = ? AND b.choice <> 'abstained') AS voted
   WHERE same * 2 < voters ORDER BY party, id)";
constexpr std::string_view before_sql =
    "SELECT id, title FROM council_motion WHERE id < ? ORDER BY id DESC LIMIT 1";
constexpr std::string_view after_sql =
    "SELECT id, title FROM council_motion WHERE id > ? ORDER BY id LIMIT 1";

Value link_to(const std::optional<Neighbour>& motion) {
  if (!motion) return {};
  return Value::object({{"number", motion->id}, {"title", motion->title}});
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("motion");
  Database& db = services.db;
  const auto motion = db.query_one<Motion>(motion_sql, id);
  if (!motion) throw NotFound("there was no motion " + std::to_string(id));
  const auto parties = db.query<Party>(parties_sql, id);
  const auto rebels = db.query<Rebel>(rebels_sql, id);
  std::int64_t ayes = 0, noes = 0;
  Rows table({"party", "ayes", "noes", "abstentions"});
  for (const Party& party : parties) {
    ayes += party.ayes;
    noes += party.noes;
    table.add(party.name, party.ayes, party.noes, party.abstentions);
  }
  Rows others({"member", "party", "choice"});
  for (const Rebel& rebel : rebels) others.add(rebel.member, rebel.party, rebel.choice);
  return services
      .page(Value::object({{"title", motion->title},
                           {"voted_on", motion->voted_on},
                           {"is_carried", ayes > noes},
                           {"parties", std::move(table)},
                           {"rebels", std::move(others)},
                           {"before", link_to(db.query_one<Neighbour>(before_sql, id))},
                           {"after", link_to(db.query_one<Neighbour>(after_sql, id))}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage council_vote() {
  return {
      .summary = "how a town council voted on a motion: by party, and who left the party's line",
      .why =
          "Innocent: five queries, two of which group and rank ballots. But a council has sixty members, "
          "their ballots are found by the first column of the primary key, and neighbours by the key of the "
          "motion.",
      .knobs = {{.name = "motion",
                 .help = "number of the motion",
                 .initial = 117,
                 .minimum = 1,
                 .maximum = 450,
                 .ladder = {1, 117, 450}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
