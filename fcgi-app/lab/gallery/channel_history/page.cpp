#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t chunk = 150;

constexpr std::string_view messages_sql =
    "SELECT number, sender_id, sent_at, body, is_edited FROM channel_message WHERE channel_id = ? "
    "ORDER BY number DESC LIMIT ?";

struct Message {
  std::int64_t number, sender_id;
  std::string sent_at, body;
  bool is_edited;
  static constexpr auto columns = std::tuple(&Message::number, &Message::sender_id, &Message::sent_at,
                                             &Message::body, &Message::is_edited);
};

struct Sender {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Sender::id, &Sender::name);
};

struct Reaction {
  std::int64_t number;
  std::string emoji;
  std::int64_t people;
  static constexpr auto columns = std::tuple(&Reaction::number, &Reaction::emoji, &Reaction::people);
};

std::string marks(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
  return text;
}

// A few dozen people talk in a channel, but in a busy one it may be hundreds.
std::map<std::int64_t, std::string> names_of(Database& db, const std::vector<Message>& messages) {
  std::set<std::int64_t> distinct;
  for (const Message& each : messages) distinct.insert(each.sender_id);
  const std::vector<std::int64_t> ids(distinct.begin(), distinct.end());
  std::map<std::int64_t, std::string> names;
  for (std::size_t from = 0; from < ids.size(); from += chunk) {
    std::vector<Parameter> some;
    for (const std::int64_t id : std::span(ids).subspan(from, std::min(chunk, ids.size() - from)))
      some.push_back(to_parameter(id));
    Cursor rows = db.run("SELECT id, name FROM customer WHERE id IN (" + marks(some.size()) + ")", some);
    while (rows.next()) {
      auto sender = map_row<Sender>(rows);
      names.emplace(sender.id, std::move(sender.name));
    }
  }
  return names;
}

// "👍 3 🎉 1" below a message. The messages are a range of the primary key.
std::map<std::int64_t, std::string> reactions_to(Database& db, std::int64_t channel,
                                                 const std::vector<Message>& messages) {
  std::map<std::int64_t, std::string> texts;
  if (messages.empty()) return texts;
  for (const Reaction& each : db.query<Reaction>("SELECT number, emoji, COUNT(*) FROM channel_reaction WHERE "
                                                 "channel_id = ? AND number BETWEEN ? AND "
                                                 "? GROUP BY number, emoji",
                                                 channel, messages.back().number, messages.front().number)) {
    std::string& text = texts[each.number];
    if (!text.empty()) text += " ";
    text += each.emoji + " " + std::to_string(each.people);
  }
  return texts;
}

Response show(const Request& request, Services& services) {
  constexpr std::int64_t channel = 3;
  const auto messages = services.db.query<Message>(messages_sql, channel, request.knobs.n());
  const auto names = names_of(services.db, messages);
  const auto reactions = reactions_to(services.db, channel, messages);
  Rows rows({"number", "sender", "time", "body", "is_edited", "reactions"});
  for (const Message& each : messages) {
    const auto name = names.find(each.sender_id);
    const auto reaction = reactions.find(each.number);
    rows.add(each.number, name == names.end() ? "(gone)" : std::string_view(name->second),
             std::string_view(each.sent_at).substr(0, 16), each.body, each.is_edited,
             reaction == reactions.end() ? "" : std::string_view(reaction->second));
  }
  return services.page(Value::object({{"messages", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage channel_history() {
  return {
      .summary = "the last messages of a chat's channel with their senders and the reactions to them",
      .why =
          "Senders and reactions are loaded apart from the messages: senders by up to 150 distinct ids at "
          "once, and reactions for the range of numbers, counted by the database.",
      .knobs = {items_knob("messages on the page", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
