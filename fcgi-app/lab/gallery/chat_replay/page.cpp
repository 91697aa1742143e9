#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view stream_sql =
    "SELECT s.title, s.channel, c.name FROM live_stream AS s JOIN live_category AS c ON c.id = s.category_id "
    "WHERE s.id = ?";
constexpr std::string_view markers_sql =
    "SELECT at_ms, note FROM live_marker WHERE stream_id = ? ORDER BY at_ms";
constexpr std::string_view messages_sql =
    "SELECT at_ms, badge, author, text FROM live_message WHERE stream_id = ? ORDER BY number LIMIT ?";

struct Stream {
  std::string title, channel, category;
  static constexpr auto columns = std::tuple(&Stream::title, &Stream::channel, &Stream::category);
};

struct Marker {
  std::int64_t at_ms;
  std::string note;
  static constexpr auto columns = std::tuple(&Marker::at_ms, &Marker::note);
};

struct Message {
  std::int64_t at_ms;
  std::string badge, author, text;
  static constexpr auto columns =
      std::tuple(&Message::at_ms, &Message::badge, &Message::author, &Message::text);
};

std::string time_code(std::int64_t at_ms) {
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(at_ms / 3'600'000) + ":" + two(at_ms / 60'000 % 60) + ":" + two(at_ms / 1'000 % 60);
}

// A message is one line, whatever was typed.
void append_line(std::string& log, const Message& message) {
  log.append(time_code(message.at_ms)).append("  ");
  if (!message.badge.empty()) log.append("[").append(message.badge).append("] ");
  log.append(message.author).append(": ");
  for (const char c : message.text) log += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  log += '\n';
}

// The markers of the moderators are woven into the chat.
class Log {
 public:
  Log(const Stream& stream, std::vector<Marker> markers) : markers_(std::move(markers)) {
    text_ = stream.channel + ": " + stream.title + " (" + stream.category + ")\n\n";
  }

  void add(const Message& message) {
    for (; next_ < markers_.size() && markers_[next_].at_ms <= message.at_ms; ++next_) add(markers_[next_]);
    append_line(text_, message);
  }
  std::string finish() {
    for (; next_ < markers_.size(); ++next_) add(markers_[next_]);
    return std::move(text_);
  }

 private:
  void add(const Marker& marker) {
    text_.append(time_code(marker.at_ms)).append("  ---- ").append(marker.note).append(" ----\n");
  }

  std::vector<Marker> markers_;
  std::size_t next_ = 0;
  std::string text_;
};

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("stream");
  const auto stream = db.query_one<Stream>(stream_sql, id);
  if (!stream) throw NotFound("there is no stream " + std::to_string(id));
  Log log(*stream, db.query<Marker>(markers_sql, id));
  db.each<Message>(
      messages_sql,
      [&log](const Message& message) {
        log.add(message);
        return true;
      },
      id, request.knobs.n());
  return Response{.body = log.finish()}
      .set("Content-Type", "text/plain; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"chat.txt\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage chat_replay() {
  return {
      .summary =
          "the chat of a live stream as a text file for the video editor, with the moderators' markers",
      .why =
          "The messages are read one by one, but the file is built in memory and sent when the last line is "
          "there. A line never changes a line before it, so the log could leave while it is read.",
      .knobs = {{.name = "n",
                 .help = "messages in the file",
                 .initial = 5'000,
                 .minimum = 1,
                 .maximum = 10'000,
                 .ladder = {40, 160, 640, 2'560, 10'000}},
                {.name = "stream", .help = "number of the stream", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "streaming-response"}},
  };
}

}  // namespace caseload::gallery
