#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view room_sql = "SELECT title FROM lounge_room WHERE id = ?";
constexpr std::string_view messages_sql =
    "SELECT m.sent_at, c.name, m.text "
    "FROM (SELECT number, sent_at, sender_id, text FROM lounge_message WHERE room_id = ? "
    "ORDER BY number DESC LIMIT ?) AS m "
    "JOIN customer AS c ON c.id = m.sender_id ORDER BY m.number DESC";
// Forty words, whatever the size of the community.
constexpr std::string_view words_sql = "SELECT word FROM lounge_word ORDER BY word";

struct Room {
  std::string title;
  static constexpr auto columns = std::tuple(&Room::title);
};

struct Message {
  std::string sent_at, sender, text;
  static constexpr auto columns = std::tuple(&Message::sent_at, &Message::sender, &Message::text);
};

struct Word {
  std::string text;
  static constexpr auto columns = std::tuple(&Word::text);
};

// Telephone numbers, mail addresses and links.
const io::AutomatonPattern personal(
    R"((\+?[0-9][0-9 /.-]{5,18}[0-9])|([A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)|(https?://[^ ]+))");

class Redaction {
 public:
  Redaction(Matcher& matcher, std::vector<Word> words) : matcher_(matcher), words_(std::move(words)) {}

  std::string of(std::string_view text) {
    std::string shown;
    while (const auto found = matcher_.find(personal, text)) {
      shown.append(text.substr(0, found->at)).append("[removed]");
      text.remove_prefix(found->at + found->length);
      ++removed_;
    }
    shown.append(text);
    for (const Word& word : words_) replace_all(shown, word.text, std::string(word.text.size(), '*'));
    for (char& c : shown)
      if (c == '\n' || c == '\r') c = ' ';
    return shown;
  }

  std::int64_t removed() const { return removed_; }

 private:
  Matcher& matcher_;
  std::vector<Word> words_;
  std::int64_t removed_ = 0;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("room");
  const auto room = services.db.query_one<Room>(room_sql, id);
  if (!room) throw NotFound("there is no room " + std::to_string(id));
  const auto messages = services.db.query<Message>(messages_sql, id, request.knobs.n());
  Redaction redaction(services.matcher, services.db.query<Word>(words_sql));
  Response response;
  response.body = room->title + "\n\n";
  for (const Message& each : messages)
    response.body += each.sent_at.substr(0, 16) + " " + each.sender + ": " + redaction.of(each.text) + "\n";
  response.body +=
      "\n" + std::to_string(redaction.removed()) + " numbers, addresses and links were removed.\n";
  return response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage chat_redaction() {
  return {
      .summary = "the last messages of a chat room as text for an arbitrator, without personal data",
      .why =
          "Innocent: a pattern with three branches and repetitions is searched again and again in every "
          "message. But RE2 reads each message once, the texts are all shown, and the words to cover are a "
          "table of forty rows, which is read once.",
      .knobs = {items_knob("messages in the text", 2'560),
                {.name = "room", .help = "number of the room", .initial = 2, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
