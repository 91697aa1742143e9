#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view day_sql = "SELECT weekday, weather FROM fest_day WHERE day_no = ?";
// Seven stages, and sixty acts a day, at every size of the audience.
constexpr std::string_view stages_sql = "SELECT id, name, walk_minutes FROM fest_stage";
constexpr std::string_view acts_sql =
    "SELECT slot_no, stage_id, begins_min, ends_min, act FROM fest_slot WHERE day_no = ? "
    "ORDER BY begins_min, stage_id";
constexpr std::string_view picks_sql =
    "SELECT slot_no FROM fest_pick WHERE customer_id = ? AND day_no = ? ORDER BY slot_no";
constexpr std::string_view friends_sql =
    "SELECT p.slot_no, c.name FROM fest_friend AS f JOIN fest_pick AS p ON p.customer_id = f.friend_id "
    "JOIN customer AS c ON c.id = f.friend_id WHERE f.customer_id = ? AND p.day_no = ? "
    "ORDER BY p.slot_no, c.name";

struct Day {
  std::string weekday, weather;
  static constexpr auto columns = std::tuple(&Day::weekday, &Day::weather);
};

struct Stage {
  std::int64_t id;
  std::string name;
  std::int64_t walk_minutes;
  static constexpr auto columns = std::tuple(&Stage::id, &Stage::name, &Stage::walk_minutes);
};

struct Act {
  std::int64_t slot, stage, begins_min, ends_min;
  std::string name;
  static constexpr auto columns =
      std::tuple(&Act::slot, &Act::stage, &Act::begins_min, &Act::ends_min, &Act::name);
};

struct Pick {
  std::int64_t slot;
  static constexpr auto columns = std::tuple(&Pick::slot);
};

struct FriendsPick {
  std::int64_t slot;
  std::string name;
  static constexpr auto columns = std::tuple(&FriendsPick::slot, &FriendsPick::name);
};

std::string time_of(std::int64_t minutes) {
  const std::string of_hour = std::to_string(minutes % 60);
  return std::to_string(minutes / 60 % 24) + (of_hour.size() < 2 ? ":0" : ":") + of_hour;
}

// What the visitor and the visitor's friends have picked, by slot.
struct Picks {
  std::map<std::int64_t, bool> own;
  std::map<std::int64_t, std::string> friends;  // "Ada, Bruno"
};

Picks picks_of(const Visitor& visitor, std::int64_t day, Database& db) {
  Picks picks;
  for (const Pick& each : db.query<Pick>(picks_sql, visitor.id, day)) picks.own[each.slot] = true;
  for (const FriendsPick& each : db.query<FriendsPick>(friends_sql, visitor.id, day)) {
    std::string& names = picks.friends[each.slot];
    names += (names.empty() ? "" : ", ") + each.name;
  }
  return picks;
}

// "You have to leave at 20:10": to be there in time from the act before that was picked.
class Way {
 public:
  explicit Way(const std::vector<Stage>& stages) {
    for (const Stage& each : stages) stages_.emplace(each.id, &each);
  }

  std::string_view name_of_stage(const Act& act) const { return stages_.at(act.stage)->name; }
  bool is_in_time(const Act* before, const Act& act) const {
    if (before == nullptr || before->stage == act.stage) return true;
    return before->ends_min + stages_.at(before->stage)->walk_minutes <= act.begins_min;
  }

 private:
  std::map<std::int64_t, const Stage*> stages_;
};

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t number = request.knobs.integer("day");
  const auto day = db.query_one<Day>(day_sql, number);
  if (!day) throw NotFound("there is no day " + std::to_string(number));
  const auto stages = db.query<Stage>(stages_sql);
  const auto acts = db.query<Act>(acts_sql, number);
  const auto visitor = visitor_of(request, db);
  const Picks picks = visitor ? picks_of(*visitor, number, db) : Picks{};

  const Way way(stages);
  const Act* before = nullptr;
  Rows rows({"from", "until", "act", "stage", "is_picked", "is_tight", "friends"});
  for (const Act& act : acts) {
    const bool is_picked = picks.own.contains(act.slot);
    const auto friends = picks.friends.find(act.slot);
    rows.add(time_of(act.begins_min), time_of(act.ends_min), act.name, way.name_of_stage(act), is_picked,
             is_picked && !way.is_in_time(before, act),
             friends == picks.friends.end() ? std::string_view() : std::string_view(friends->second));
    if (is_picked) before = &act;
  }
  return services
      .page(Value::object({{"weekday", day->weekday},
                           {"weather", day->weather},
                           {"picked", picks.own.size()},
                           {"acts", std::move(rows)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage festival_day() {
  return {
      .summary = "a day of a music festival: who plays where, own picks, and those of friends",
      .why =
          "Innocent: six queries, one of a whole table and one that sorts. The stages are seven rows and a "
          "day has sixty acts, at every size of the audience. What grows, the picks, is read by its primary "
          "key for the visitor and a few friends.",
      .knobs = {{.name = "day", .help = "day of the festival", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
