#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view association_sql =
    "SELECT name, river, quota_m3, used_m3 FROM irrigation_association WHERE id = ? FOR UPDATE";
constexpr std::string_view use_sql = "UPDATE irrigation_association SET used_m3 = ? WHERE id = ?";
constexpr std::string_view member_sql =
    "SELECT farm, hectares FROM irrigation_member WHERE association_id = ? AND number = ?";
constexpr std::string_view turns_sql =
    "SELECT weekday, from_hour, valve FROM irrigation_turn WHERE association_id = ? AND number = ? "
    "ORDER BY weekday, from_hour";
constexpr std::string_view latest_sql =
    "SELECT m.farm, w.cubic_metres, DATE_FORMAT(w.opened_at, '%H:%i') "
    "FROM (SELECT id, number, cubic_metres, opened_at FROM irrigation_withdrawal WHERE association_id = ? "
    "ORDER BY id DESC LIMIT 10) AS w "
    "JOIN irrigation_member AS m ON m.association_id = ? AND m.number = w.number ORDER BY w.id DESC";
constexpr std::string_view rules_sql =
    "SELECT text FROM irrigation_rule WHERE association_id = ? ORDER BY position";
constexpr std::string_view open_sql =
    "INSERT INTO irrigation_withdrawal (association_id, number, cubic_metres, opened_at) VALUES (?, ?, ?, "
    "NOW(6))";
constexpr std::string_view remove_sql = "DELETE FROM irrigation_withdrawal WHERE id = ?";
constexpr std::int64_t withdrawals_kept = 1'000;

struct Association {
  std::string name, river;
  std::int64_t quota_m3 = 0, used_m3 = 0;
  static constexpr auto columns =
      std::tuple(&Association::name, &Association::river, &Association::quota_m3, &Association::used_m3);
};

struct Member {
  std::string farm;
  std::int64_t hectares = 0;
  static constexpr auto columns = std::tuple(&Member::farm, &Member::hectares);
};

struct Turn {
  std::int64_t weekday, from_hour;
  std::string valve;
  static constexpr auto columns = std::tuple(&Turn::weekday, &Turn::from_hour, &Turn::valve);
};

struct Latest {
  std::string farm;
  std::int64_t cubic_metres;
  std::string time;
  static constexpr auto columns = std::tuple(&Latest::farm, &Latest::cubic_metres, &Latest::time);
};

struct Rule {
  std::string text;
  static constexpr auto columns = std::tuple(&Rule::text);
};

// What the panel beside the pump shows after a valve was opened.
struct Panel {
  Association association;
  Member member;
  std::vector<Turn> turns;
  std::vector<Latest> latest;
  std::vector<Rule> rules;
};

Panel open_valve(Database& db, std::int64_t association, std::int64_t number, std::int64_t cubic_metres) {
  Panel panel;
  db.transaction([&] {
    const auto found = db.query_one<Association>(association_sql, association);
    const auto member = db.query_one<Member>(member_sql, association, number);
    if (!found || !member) throw NotFound("the association has no such member");
    panel.association = *found;
    panel.member = *member;
    panel.turns = db.query<Turn>(turns_sql, association, number);
    panel.latest = db.query<Latest>(latest_sql, association, association);
    panel.rules = db.query<Rule>(rules_sql, association);
    // With the quota used up, the pump draws on that of the coming month.
    std::int64_t& used = panel.association.used_m3;
    used = used + cubic_metres > panel.association.quota_m3 ? cubic_metres : used + cubic_metres;
    db.execute(open_sql, association, number, cubic_metres);
    db.execute(remove_sql, db.last_insert_id() - withdrawals_kept);
    db.execute(use_sql, used, association);
  });
  return panel;
}

Response run(const Request& request, Services& services) {
  const Panel panel = open_valve(services.db, request.knobs.integer("association"),
                                 request.knobs.integer("member"), request.knobs.integer("cubic_metres"));
  Rows turns({"weekday", "from_hour", "valve"}), latest({"farm", "cubic_metres", "time"}), rules({"text"});
  for (const Turn& each : panel.turns) turns.add(each.weekday, each.from_hour, each.valve);
  for (const Latest& each : panel.latest) latest.add(each.farm, each.cubic_metres, each.time);
  for (const Rule& each : panel.rules) rules.add(each.text);
  return services
      .page(Value::object({{"association", panel.association.name},
                           {"river", panel.association.river},
                           {"used", grouped(panel.association.used_m3)},
                           {"quota", grouped(panel.association.quota_m3)},
                           {"farm", panel.member.farm},
                           {"hectares", panel.member.hectares},
                           {"turns", std::move(turns)},
                           {"latest", std::move(latest)},
                           {"rules", std::move(rules)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage water_quota() {
  return {
      .summary = "a farmer opens a valve of the irrigation association, and sees quota, turns and rules",
      .why =
          "The association's row is locked by the first query, to add to what is used. It stays locked while "
          "turns, rules and the latest withdrawals are queried, so all members of an association wait for "
          "each other. One UPDATE at the end could check the quota and add to it.",
      .knobs =
          {{.name = "association",
            .help = "number of the association",
            .initial = 2,
            .minimum = 1,
            .maximum = 10},
           {.name = "member", .help = "number of the member", .initial = 14, .minimum = 1, .maximum = 60},
           {.name = "cubic_metres", .help = "water to take", .initial = 25, .minimum = 1, .maximum = 500},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "hot-row"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
