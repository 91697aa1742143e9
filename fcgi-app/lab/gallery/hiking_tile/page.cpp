#include <algorithm>
#include <charconv>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

// Tiles are the beginning of the primary key, so the paths of a tile are neighbours in the table.
constexpr std::string_view paths_sql =
    "SELECT path_id, name, grade, points FROM hiking_path WHERE tile_x = ? AND tile_y = ? ORDER BY path_id";

struct Path {
  std::int64_t id;
  std::string name, grade, points;  // points: "x y x y ..", in units of the tile
  static constexpr auto columns = std::tuple(&Path::id, &Path::name, &Path::grade, &Path::points);
};

using Line = std::vector<std::int64_t>;

Line points_in(std::string_view text) {
  Line line;
  for (const char *at = text.data(), *end = at + text.size(); at < end; ++at) {
    std::int64_t number = 0;
    at = std::from_chars(at, end, number).ptr;
    line.push_back(number);
  }
  return line;
}

// Without the points that are less than `step` away from the one before. The first and the last one stay.
Line simplified(const Line& line, std::int64_t step) {
  Line result(line.begin(), line.begin() + std::min<std::ptrdiff_t>(2, std::ssize(line)));
  for (std::size_t at = 2; at + 1 < line.size(); at += 2) {
    const std::int64_t dx = line[at] - result[result.size() - 2], dy = line[at + 1] - result.back();
    if (dx * dx + dy * dy >= step * step || at + 2 == line.size())
      result.insert(result.end(), {line[at], line[at + 1]});
  }
  return result;
}

void write_path(io::JsonWriter& json, const Path& path, std::int64_t step) {
  json.begin_object().key("id").number(path.id).key("name").text(path.name).key("grade").text(path.grade);
  json.key("line").begin_list();
  for (const std::int64_t each : simplified(points_in(path.points), step)) json.number(each);
  json.end_list().end_object();
}

Response run(const Request& request, Services& services) {
  const auto paths =
      services.db.query<Path>(paths_sql, request.knobs.integer("x"), request.knobs.integer("y"));
  // What is smaller than a pixel at this zoom is left out.
  const std::int64_t step = 512 >> request.knobs.integer("zoom");
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("extent").number(std::int64_t{4'096}).key("paths").begin_list();
    for (const Path& path : paths) write_path(json, path, step);
    json.end_list().end_object();
  });
  response.set("Cache-Control", "public, max-age=3600");
  return response;
}

}  // namespace

GalleryPage hiking_tile() {
  return {
      .summary = "the hiking paths on a tile of a map, as JSON, simplified for the zoom",
      .why =
          "Hundreds of points are read for each path and few are sent at a low zoom. But they are folded "
          "into the line that is sent, a tile has a fixed number of paths, and nginx keeps it for an hour.",
      .knobs =
          {{.name = "x", .help = "column of the tile", .initial = 3, .minimum = 0, .maximum = 4},
           {.name = "y", .help = "row of the tile", .initial = 1, .minimum = 0, .maximum = 4},
           {.name = "zoom", .help = "zoom", .initial = 4, .minimum = 0, .maximum = 8, .ladder = {0, 2, 4, 8}},
           dataset_knob()},
      .run = run,
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
