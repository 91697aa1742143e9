#include <chrono>

#include "core/errors.hpp"
#include "core/http_date.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view setting_sql = "SELECT content FROM member_setting WHERE name = ?";
constexpr std::string_view member_sql = "SELECT token, tier FROM member_token WHERE id = ?";
constexpr std::string_view episodes_sql =
    "SELECT id, title, notes, seconds, bytes, published_s FROM member_episode ORDER BY id DESC LIMIT ?";

struct Setting {
  std::string content;
  static constexpr auto columns = std::tuple(&Setting::content);
};

struct Member {
  std::string token, tier;
  static constexpr auto columns = std::tuple(&Member::token, &Member::tier);
};

struct Episode {
  std::int64_t id;
  std::string title, notes;
  std::int64_t seconds, bytes, published_s;
  static constexpr auto columns = std::tuple(&Episode::id, &Episode::title, &Episode::notes,
                                             &Episode::seconds, &Episode::bytes, &Episode::published_s);
};

// What the makers of the podcast can change themselves.
class Settings {
 public:
  explicit Settings(Database& db) : db_(db) {}

  std::string get(std::string_view name, std::string_view otherwise = "") const {
    const auto setting = db_.query_one<Setting>(setting_sql, name);
    return setting ? setting->content : std::string(otherwise);
  }

 private:
  Database& db_;
};

// Downloads are counted by a company that redirects to our host. Each member has addresses of their own, so
// that a feed which was passed on can be found.
std::string address_of(const Episode& episode, const Member& member, const Settings& settings) {
  const std::string file = "/m/" + member.token + "/" + std::to_string(episode.id) + ".mp3";
  const std::string host = settings.get("media_host");
  const std::string counter = settings.get("measuring_prefix");
  if (counter.empty()) return host + file;
  const std::size_t scheme = host.find("//");
  return counter + host.substr(scheme == std::string::npos ? 0 : scheme + 2) + file;
}

class Feed {
 public:
  explicit Feed(std::string& xml) : xml_(xml) {}

  void element(std::string_view name, std::string_view text) {
    xml_.append("<").append(name).append(">");
    append_html_escaped(text, xml_);
    xml_.append("</").append(name).append(">\n");
  }

  void begin(const Settings& settings, const Member& member) {
    xml_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
        "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">\n<channel>\n";
    element("title", settings.get("title") + " (" + member.tier + ")");
    element("language", settings.get("language", "en"));
    element("managingEditor", settings.get("owner"));
    element("itunes:explicit", settings.get("is_explicit", "false"));
    element("itunes:block", "Yes");
  }

  void add(const Episode& episode, std::string_view address) {
    xml_ += "<item>\n";
    element("title", episode.title);
    element("description", episode.notes);
    element("itunes:duration", std::to_string(episode.seconds));
    element("pubDate", http_date(std::chrono::sys_seconds(std::chrono::seconds(episode.published_s))));
    xml_ += "<enclosure type=\"audio/mpeg\" length=\"" + std::to_string(episode.bytes) + "\" url=\"";
    append_html_escaped(address, xml_);
    xml_ += "\"/>\n</item>\n";
  }

  void end() { xml_ += "</channel>\n</rss>\n"; }

 private:
  std::string& xml_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("member");
  const auto member = services.db.query_one<Member>(member_sql, id);
  if (!member) throw NotFound("there is no member " + std::to_string(id));
  const Settings settings(services.db);
  Response response;
  Feed feed(response.body);
  feed.begin(settings, *member);
  for (const Episode& each : services.db.query<Episode>(episodes_sql, request.knobs.n()))
    feed.add(each, address_of(each, *member, settings));
  feed.end();
  response.set("Content-Type", "text/xml; charset=utf-8").set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage member_feed() {
  return {
      .summary = "the feed of a podcast for one of its paying members, as RSS with addresses of their own",
      .why =
          "Settings are read from the database whenever they are needed. For the head of the feed that is "
          "four times, but the address of each episode needs two, so the same two rows are queried for every "
          "item. They could be read once and kept for the request.",
      .knobs =
          {items_knob("episodes in the feed", 640),
           {.name = "member", .help = "number of the member", .initial = 404, .minimum = 1, .maximum = 2'000},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
