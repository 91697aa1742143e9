#include <algorithm>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr int sleeve_kept_s = 7 * 86'400;
constexpr std::size_t keys_in_one_call = 100, albums_in_one_query = 200;

constexpr std::string_view label_sql = "SELECT name, founded FROM music_label WHERE id = ?";
// The index has the order and the version, so the table is not touched.
constexpr std::string_view wall_sql =
    "SELECT id, version FROM music_album WHERE label_id = ? ORDER BY released_on DESC, id DESC LIMIT ?";
constexpr std::string_view albums_sql =
    "SELECT album.id, album.title, act.name, album.colours, YEAR(album.released_on) FROM music_album AS "
    "album "
    "JOIN music_act AS act ON act.id = album.act_id WHERE album.id IN (";

struct MusicLabel {
  std::string name;
  std::int64_t founded;
  static constexpr auto columns = std::tuple(&MusicLabel::name, &MusicLabel::founded);
};

struct Place {
  std::int64_t id, version;
  static constexpr auto columns = std::tuple(&Place::id, &Place::version);
};

struct Album {
  std::int64_t id;
  std::string title, act, colours;  // "1a2b3c,ffffff"
  std::int64_t year;
  static constexpr auto columns =
      std::tuple(&Album::id, &Album::title, &Album::act, &Album::colours, &Album::year);
};

// A drawn sleeve: stripes in the colours of the album, with title and act. About a kilobyte of SVG.
std::string sleeve_of(const Album& album) {
  std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 120'>";
  int y = 0;
  for (const std::string& colour : split(album.colours, ",")) {
    svg += "<rect y='" + std::to_string(y) + "' width='120' height='20' fill='#" + colour + "'/>";
    y += 20;
  }
  svg += "<text x='8' y='60'>";
  append_html_escaped(utf8_prefix(album.title, 24), svg);
  svg += "</text><text x='8' y='76'>";
  append_html_escaped(album.act, svg);
  return svg + "</text><text x='88' y='112'>" + std::to_string(album.year) + "</text></svg>";
}

using Sleeves = std::vector<std::optional<std::string>>;

class Wall {
 public:
  Wall(Services& services, std::vector<Place> places) : services_(services), places_(std::move(places)) {
    keys_.reserve(places_.size());
    for (const Place& each : places_)
      keys_.push_back("sleeve/" + std::string(name_of(services_.db.dataset())) + "/" +
                      std::to_string(each.id) + "/" + std::to_string(each.version));
  }

  Sleeves sleeves() {
    Sleeves sleeves;
    for (std::size_t from = 0; from < keys_.size(); from += keys_in_one_call) {
      const auto to = std::min(keys_.size(), from + keys_in_one_call);
      const std::vector<std::string> keys(keys_.begin() + static_cast<std::ptrdiff_t>(from),
                                          keys_.begin() + static_cast<std::ptrdiff_t>(to));
      for (auto& each : services_.cache.get_many(keys)) sleeves.push_back(std::move(each));
    }
    draw_missing(sleeves);
    return sleeves;
  }

 private:
  void draw_missing(Sleeves& sleeves) {
    std::vector<std::size_t> missing;
    for (std::size_t at = 0; at < sleeves.size(); ++at)
      if (!sleeves[at]) missing.push_back(at);
    for (std::size_t from = 0; from < missing.size(); from += albums_in_one_query) {
      const std::size_t to = std::min(missing.size(), from + albums_in_one_query);
      std::unordered_map<std::int64_t, std::size_t> place_of;
      std::vector<Parameter> ids;
      std::string sql(albums_sql);
      for (std::size_t at = from; at < to; ++at) {
        sql += ids.empty() ? "?" : ", ?";
        ids.push_back(to_parameter(places_[missing[at]].id));
        place_of.emplace(places_[missing[at]].id, missing[at]);
      }
      for (Cursor albums = services_.db.run(sql + ")", ids); albums.next();) {
        const Album album = map_row<Album>(albums);
        const std::size_t at = place_of.at(album.id);
        sleeves[at] = sleeve_of(album);
        services_.cache.set(keys_[at], *sleeves[at], sleeve_kept_s);
      }
    }
  }

  Services& services_;
  std::vector<Place> places_;
  std::vector<std::string> keys_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("label");
  const auto label = services.db.query_one<MusicLabel>(label_sql, id);
  if (!label) throw NotFound("there is no label " + std::to_string(id));
  Wall wall(services, services.db.query<Place>(wall_sql, id, request.knobs.n()));
  const Sleeves sleeves = wall.sleeves();
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("label").text(label->name).key("since").number(label->founded);
                     json.key("sleeves").begin_list();
                     for (const auto& each : sleeves) json.text(each.value_or(""));
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, max-age=30");
}

}  // namespace

GalleryPage sleeve_wall() {
  return {
      .summary = "a record label's wall of sleeves, newest first, as JSON with drawn pictures",
      .why =
          "Innocent: sleeves are read from the cache a hundred at a time. On the first view none is there, "
          "and two hundred at a time are drawn from one query and stored. Their keys have the version of "
          "the album, so they may be kept for a week. The list of ids comes from an index alone.",
      .knobs =
          {items_knob("sleeves on the wall", 640),
           {.name = "label", .help = "number of the record label", .initial = 5, .minimum = 1, .maximum = 8},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
