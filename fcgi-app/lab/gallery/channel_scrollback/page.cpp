#include <algorithm>
#include <map>
#include <span>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t at_once = 100;

constexpr std::string_view room_sql = "SELECT name, topic FROM chatter_room WHERE id = ?";
constexpr std::string_view messages_sql =
    "SELECT m.id, m.person_id, p.nick, m.sent_at, m.text FROM chatter_message AS m "
    "JOIN chatter_person AS p ON p.id = m.person_id WHERE m.room_id = ? ORDER BY m.id DESC LIMIT ?";
constexpr std::string_view begin_of_reactions_sql =
    "SELECT message_id, emoji, COUNT(*) FROM chatter_reaction WHERE message_id IN (";
constexpr std::string_view end_of_reactions_sql = ") GROUP BY message_id, emoji ORDER BY message_id, emoji";

struct Room {
  std::string name, topic;
  static constexpr auto columns = std::tuple(&Room::name, &Room::topic);
};

struct Message {
  std::int64_t id, person_id;
  std::string nick, sent_at, text;
  static constexpr auto columns =
      std::tuple(&Message::id, &Message::person_id, &Message::nick, &Message::sent_at, &Message::text);
};

struct Reaction {
  std::int64_t message_id;
  std::string emoji;
  std::int64_t count;
  static constexpr auto columns = std::tuple(&Reaction::message_id, &Reaction::emoji, &Reaction::count);
};

using Reactions = std::map<std::int64_t, std::vector<Reaction>>;

// The last list of ids is filled up with its first one, so that there is one query text for all of them.
Reactions reactions_to(Database& db, std::span<const Message> messages) {
  std::string sql(begin_of_reactions_sql);
  for (std::size_t at = 0; at < at_once; ++at) sql += at == 0 ? "?" : ", ?";
  sql += end_of_reactions_sql;
  Reactions reactions;
  for (auto rest = messages; !rest.empty(); rest = rest.subspan(std::min(at_once, rest.size()))) {
    std::vector<Parameter> ids;
    for (const Message& each : rest.first(std::min(at_once, rest.size())))
      ids.push_back(to_parameter(each.id));
    const Parameter first = ids.front();
    ids.resize(at_once, first);
    for (Cursor rows = db.run(sql, ids); rows.next();) {
      auto reaction = map_row<Reaction>(rows);
      reactions[reaction.message_id].push_back(std::move(reaction));
    }
  }
  return reactions;
}

// Whoever is connected has an entry that the socket server renews.
std::map<std::int64_t, bool> connected(Services& services, const std::vector<Message>& messages) {
  std::map<std::int64_t, bool> is_connected;
  for (const Message& each : messages) is_connected.emplace(each.person_id, false);
  std::vector<std::string> keys;
  auto waiting = is_connected.begin();
  for (auto person = is_connected.begin(); person != is_connected.end();) {
    keys.push_back("socket/" + std::string(name_of(services.db.dataset())) + "/" +
                   std::to_string(person->first));
    ++person;
    if (keys.size() < at_once && person != is_connected.end()) continue;
    for (const auto& found : services.cache.get_many(keys)) (waiting++)->second = found.has_value();
    keys.clear();
  }
  return is_connected;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("room");
  const auto room = services.db.query_one<Room>(room_sql, id);
  if (!room) throw NotFound("there is no room " + std::to_string(id));
  const auto messages = services.db.query<Message>(messages_sql, id, request.knobs.n());
  const auto reactions = reactions_to(services.db, messages);
  const auto is_connected = connected(services, messages);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("room").text(room->name).key("topic").text(room->topic);
                     json.key("messages").begin_list();
                     for (const Message& each : messages) {
                       json.begin_object().key("id").number(each.id).key("nick").text(each.nick);
                       json.key("connected").boolean(is_connected.at(each.person_id));
                       json.key("sent_at").text(each.sent_at).key("text").text(each.text);
                       json.key("reactions").begin_object();
                       if (const auto to_it = reactions.find(each.id); to_it != reactions.end())
                         for (const Reaction& reaction : to_it->second)
                           json.key(reaction.emoji).number(reaction.count);
                       json.end_object().end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage channel_scrollback() {
  return {
      .summary = "the last messages of a chat room with their reactions, and who is connected, as JSON",
      .why =
          "Reactions and presence are looked up in loops, but a hundred messages or persons at a time: six "
          "hundred messages take six queries for their reactions, which are counted in the database, and a "
          "list of ids is never longer than a hundred.",
      .knobs = {items_knob("messages of the room", 640),
                {.name = "room", .help = "number of the room", .initial = 5, .minimum = 1, .maximum = 20},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
