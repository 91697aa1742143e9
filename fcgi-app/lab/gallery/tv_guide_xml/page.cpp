#include <chrono>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view lineup_sql = "SELECT name, version FROM tv_lineup WHERE id = ?";
constexpr std::string_view channels_sql =
    "SELECT channel_no, name FROM tv_lineup_channel WHERE lineup_id = ? ORDER BY channel_no";
constexpr std::string_view listings_sql =
    "SELECT channel_no, starts_s, ends_s, title, synopsis FROM tv_listing WHERE lineup_id = ? "
    "ORDER BY number LIMIT ?";

struct Lineup {
  std::string name;
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Lineup::name, &Lineup::version);
};

struct Channel {
  std::int64_t number;
  std::string name;
  static constexpr auto columns = std::tuple(&Channel::number, &Channel::name);
};

struct Listing {
  std::int64_t channel, starts_s, ends_s;
  std::string title, synopsis;
  static constexpr auto columns = std::tuple(&Listing::channel, &Listing::starts_s, &Listing::ends_s,
                                             &Listing::title, &Listing::synopsis);
};

// XMLTV's form of a time: "20260314201500 +0000".
std::string xmltv_time(std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text = std::to_string(static_cast<int>(date.year()));
  for (const auto part :
       {static_cast<std::int64_t>(static_cast<unsigned>(date.month())),
        static_cast<std::int64_t>(static_cast<unsigned>(date.day())),
        static_cast<std::int64_t>(clock.hours().count()), static_cast<std::int64_t>(clock.minutes().count()),
        static_cast<std::int64_t>(clock.seconds().count())})
    text += (part < 10 ? "0" : "") + std::to_string(part);
  return text + " +0000";
}

std::string xmltv_time(std::int64_t seconds) {
  return xmltv_time(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

void element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(name).append(">");
}

std::string guide(const Lineup& lineup, const std::vector<Channel>& channels,
                  const std::vector<Listing>& listings, std::chrono::sys_seconds now) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tv date=\"" + xmltv_time(now) + "\" source-info-name=\"";
  append_html_escaped(lineup.name, xml);
  xml += " " + std::to_string(lineup.version) + "\">\n";
  for (const Channel& each : channels) {
    xml += "<channel id=\"c" + std::to_string(each.number) + "\">";
    element(xml, "display-name", each.name);
    xml += "</channel>\n";
  }
  for (const Listing& each : listings) {
    xml += "<programme start=\"" + xmltv_time(each.starts_s) + "\" stop=\"" + xmltv_time(each.ends_s) +
           "\" channel=\"c" + std::to_string(each.channel) + "\">";
    element(xml, "title", each.title);
    element(xml, "desc", each.synopsis);
    xml += "</programme>\n";
  }
  return xml + "</tv>\n";
}

// Set-top boxes fetch it every hour. The agency delivers a new version of a guide once a day.
Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("lineup");
  const auto lineup = services.db.query_one<Lineup>(lineup_sql, id);
  if (!lineup) throw NotFound("there is no line-up " + std::to_string(id));
  const auto channels = services.db.query<Channel>(channels_sql, id);
  const auto listings = services.db.query<Listing>(listings_sql, id, request.knobs.n());
  Response response;
  response.body =
      guide(*lineup, channels, listings, std::chrono::floor<std::chrono::seconds>(services.clock.now()));
  response.set("ETag", "\"" + io::sha256_hex(response.body).substr(0, 32) + "\"");
  return response.set("Content-Type", "text/xml; charset=utf-8").set("Cache-Control", "private, no-cache");
}

}  // namespace

GalleryPage tv_guide_xml() {
  return {
      .summary = "the programme guide of a subscriber's channels, as XMLTV for a set-top box",
      .why =
          "The tag is a hash of the whole document, in which the second of its making stands at the top. So "
          "each request makes another tag, and a box that asks every hour gets the whole guide every time, "
          "although it changes once a day. The line-up has a version, which is read first.",
      .knobs = {items_knob("broadcasts in the guide", 2'560),
                {.name = "lineup", .help = "number of the line-up", .initial = 3, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
