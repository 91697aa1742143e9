#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view person_sql = "SELECT name, workspace FROM huddle_person WHERE id = ?";
constexpr std::string_view channels_sql =
    "SELECT m.channel_id, c.newest_message, m.is_muted FROM huddle_membership AS m "
    "JOIN huddle_channel AS c ON c.id = m.channel_id WHERE m.person_id = ? ORDER BY m.channel_id LIMIT ?";
constexpr std::string_view read_sql =
    "UPDATE huddle_membership SET read_to = ?, read_at = NOW(6) WHERE person_id = ? AND channel_id = ?";

struct Person {
  std::string name, workspace;
  static constexpr auto columns = std::tuple(&Person::name, &Person::workspace);
};

struct Channel {
  std::int64_t id, newest_message;
  bool is_muted;
  static constexpr auto columns = std::tuple(&Channel::id, &Channel::newest_message, &Channel::is_muted);
};

// A channel that somebody has muted is left as it is.
std::int64_t mark_read(Database& db, std::int64_t person, const std::vector<Channel>& channels) {
  std::int64_t marked = 0;
  db.transaction([&] {
    marked = 0;
    for (const Channel& each : channels) {
      if (each.is_muted) continue;
      db.execute(read_sql, each.newest_message, person, each.id);
      ++marked;
    }
  });
  return marked;
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("person");
  const auto person = services.db.query_one<Person>(person_sql, id);
  if (!person) throw NotFound("there is no person " + std::to_string(id));
  const auto channels = services.db.query<Channel>(channels_sql, id, request.knobs.n());
  const std::int64_t marked = mark_read(services.db, id, channels);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("workspace").text(person->workspace);
                     json.key("person").text(person->name).key("channels").number(marked);
                     json.key("muted").number(static_cast<std::int64_t>(channels.size()) - marked);
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage mark_all_read() {
  return {
      .summary = "shift and escape in a team chat: all channels are marked as read",
      .why =
          "Each channel gets an UPDATE with the number of its newest message. They share a transaction, but "
          "not a query: an UPDATE that joins the channels would do it at once.",
      .knobs =
          {items_knob("channels of the person", 640),
           {.name = "person", .help = "number of the person", .initial = 12, .minimum = 1, .maximum = 40},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-update"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
