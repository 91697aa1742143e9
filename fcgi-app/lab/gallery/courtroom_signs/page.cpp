#include <algorithm>
#include <map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view rooms_sql = "SELECT id, name FROM court_room WHERE floor = ? ORDER BY id";
constexpr std::string_view day_begins = "2025-12-02", day_ends = "2025-12-03";
constexpr int sign_kept_s = 600;

struct Room {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Room::id, &Room::name);
};
struct Sitting {
  std::int64_t room_id;
  std::string time, reference, matter;
  static constexpr auto columns =
      std::tuple(&Sitting::room_id, &Sitting::time, &Sitting::reference, &Sitting::matter);
};

// The text on a room's sign. A room without a sitting has one, too.
std::string text_for(std::int64_t room, const std::vector<Sitting>& sittings) {
  std::string text;
  for (const Sitting& each : sittings)
    if (each.room_id == room) text += each.time + "  " + each.reference + "  " + each.matter + "\n";
  return text.empty() ? "no sitting today\n" : text;
}

class Signs {
 public:
  explicit Signs(Services& services)
      : services_(services), prefix_("room sign " + std::string(name_of(services.db.dataset())) + " ") {}

  std::map<std::int64_t, std::string> of(const std::vector<Room>& rooms) {
    std::vector<std::string> keys;
    for (const Room& each : rooms) keys.push_back(key_of(each.id));
    const auto kept = services_.cache.get_many(keys);
    std::map<std::int64_t, std::string> signs;
    std::vector<std::int64_t> missing;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      if (kept[i])
        signs.emplace(rooms[i].id, *kept[i]);
      else
        missing.push_back(rooms[i].id);
    }
    if (!missing.empty()) paint(missing, signs);
    return signs;
  }

 private:
  std::string key_of(std::int64_t room) const { return prefix_ + std::to_string(room); }

  void paint(const std::vector<std::int64_t>& rooms, std::map<std::int64_t, std::string>& signs) {
    std::string sql =
        "SELECT room_id, TIME_FORMAT(starts_at, '%H:%i'), reference, matter FROM room_sitting "
        "WHERE starts_at >= ? AND starts_at < ? AND room_id IN (";
    std::vector<Parameter> values{to_parameter(day_begins), to_parameter(day_ends)};
    for (const std::int64_t room : rooms) {
      sql += values.size() == 2 ? "?" : ", ?";
      values.push_back(to_parameter(room));
    }
    std::vector<Sitting> sittings;
    for (Cursor rows = services_.db.run(sql + ") ORDER BY room_id, starts_at", values); rows.next();)
      sittings.push_back(map_row<Sitting>(rows));
    for (const std::int64_t room : rooms) {
      std::string text = text_for(room, sittings);
      services_.cache.set(key_of(room), text, sign_kept_s);
      signs.emplace(room, std::move(text));
    }
  }

  Services& services_;
  std::string prefix_;
};

Response run(const Request& request, Services& services) {
  const auto rooms = services.db.query<Room>(rooms_sql, request.knobs.integer("floor"));
  const auto signs = Signs(services).of(rooms);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object();
                     for (const Room& each : rooms) json.key(each.name).text(signs.at(each.id));
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage courtroom_signs() {
  return {
      .summary = "the signs beside the courtrooms of a floor, as JSON for the panel that drives them",
      .why =
          "Innocent: a floor has at most eight rooms. Their texts come with one call from the cache, and one "
          "query fetches those that are missing, if any. Only after an entry has expired are they stored, "
          "one "
          "call for each. A room without a sitting is kept as well, so it is not missing again.",
      .knobs =
          {{.name = "floor", .help = "floor of the courthouse", .initial = 2, .minimum = 0, .maximum = 3},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
