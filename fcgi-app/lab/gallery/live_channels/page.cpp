#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t streams_at_once = 100;
constexpr int viewers_lifetime_s = 600;  // the players' heartbeats write the number anew every few seconds

constexpr std::string_view region_sql = "SELECT name, language FROM stream_region WHERE id = ?";
constexpr std::string_view streams_sql =
    "SELECT code, title, began_at FROM region_stream WHERE region_id = ? ORDER BY position LIMIT ?";
constexpr std::string_view audience_sql = "SELECT code, viewers FROM stream_audience WHERE code IN (";

struct Region {
  std::string name, language;
  static constexpr auto columns = std::tuple(&Region::name, &Region::language);
};

struct Stream {
  std::string code, title, began_at;
  static constexpr auto columns = std::tuple(&Stream::code, &Stream::title, &Stream::began_at);
};

struct Audience {
  std::string code;
  std::int64_t viewers;
  static constexpr auto columns = std::tuple(&Audience::code, &Audience::viewers);
};

class Viewers {
 public:
  explicit Viewers(Services& services) : services_(services) {}

  void learn(std::span<const Stream> streams) {
    for (std::size_t from = 0; from < streams.size(); from += streams_at_once)
      learn_some(streams.subspan(from, std::min(streams_at_once, streams.size() - from)));
  }

  std::int64_t of(const Stream& stream) const {
    const auto found = viewers_.find(stream.code);
    return found == viewers_.end() ? 0 : found->second;
  }

 private:
  std::string key_of(const std::string& code) const {
    return "live/" + std::string(name_of(services_.db.dataset())) + "/" + code;
  }

  void learn_some(std::span<const Stream> streams) {
    std::vector<std::string> keys;
    std::ranges::transform(streams, std::back_inserter(keys),
                           [this](const Stream& stream) { return key_of(stream.code); });
    const auto kept = services_.cache.get_many(keys);
    std::vector<Parameter> missing;
    for (std::size_t at = 0; at < streams.size(); ++at) {
      const auto number = kept[at] ? whole_number(*kept[at]) : std::nullopt;
      if (number)
        viewers_[streams[at].code] = *number;
      else
        missing.push_back(to_parameter(streams[at].code));
    }
    if (!missing.empty()) load(missing);
  }

  void load(const std::vector<Parameter>& codes) {
    std::string sql(audience_sql);
    for (std::size_t at = 0; at < codes.size(); ++at) sql += at == 0 ? "?" : ", ?";
    for (Cursor rows = services_.db.run(sql + ")", codes); rows.next();) {
      const auto row = map_row<Audience>(rows);
      viewers_[row.code] = row.viewers;
      services_.cache.set(key_of(row.code), std::to_string(row.viewers), viewers_lifetime_s);
    }
  }

  Services& services_;
  std::unordered_map<std::string, std::int64_t> viewers_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("region");
  const auto region = services.db.query_one<Region>(region_sql, id);
  if (!region) throw NotFound("there is no region " + std::to_string(id));
  const auto streams = services.db.query<Stream>(streams_sql, id, request.knobs.n());
  Viewers viewers(services);
  viewers.learn(streams);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("region").text(region->name);
                     json.key("language").text(region->language).key("live").begin_list();
                     for (const Stream& each : streams) {
                       json.begin_object().key("code").text(each.code).key("title").text(each.title);
                       json.key("since").text(each.began_at).key("viewers").number(viewers.of(each));
                       json.end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage live_channels() {
  return {
      .summary = "what a broadcaster streams live in a region, with the viewers of each stream, as JSON",
      .why =
          "Innocent: there is a number in the cache for each stream and a loop that reads them. But a round "
          "of the loop gets a hundred at once, and those that are missing are queried together and kept.",
      .knobs = {items_knob("streams in the list", 640),
                {.name = "region", .help = "number of the region", .initial = 4, .minimum = 1, .maximum = 6},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
