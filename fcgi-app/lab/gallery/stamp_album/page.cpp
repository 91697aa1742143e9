#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Album {
  std::string title;
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Album::title, &Album::version);
};

struct Stamp {
  std::int64_t place;
  std::string name;
  std::int64_t year;
  std::string picture;  // base64
  static constexpr auto columns = std::tuple(&Stamp::place, &Stamp::name, &Stamp::year, &Stamp::picture);
};

constexpr std::string_view album_sql = "SELECT title, version FROM stamp_album WHERE id = ?";
constexpr std::string_view stamps_sql =
    "SELECT place, name, year, picture FROM stamp WHERE album_id = ? ORDER BY place LIMIT ?";

Response& with_headers(Response& response) {
  return response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("album");
  const auto album = services.db.query_one<Album>(album_sql, id);
  if (!album) throw NotFound("there is no album " + std::to_string(id));
  const Validators validators{
      .etag = etag_of("album-" + std::to_string(album->version) + "-" + request.knobs.query_string(),
                      request.format),
      .last_modified = {}};
  if (auto unchanged = not_modified(request, validators, services.clock.now()))
    return with_headers(*unchanged);
  const auto stamps = services.db.query<Stamp>(stamps_sql, id, request.knobs.n());
  Rows rows({"place", "name", "year", "picture"});
  for (const Stamp& stamp : stamps) rows.add(stamp.place, stamp.name, stamp.year, stamp.picture);
  Response response = services.page(Value::object({{"title", album->title}, {"stamps", std::move(rows)}}));
  return set_validators(with_headers(response), validators);
}

}  // namespace

GalleryPage stamp_album() {
  return {
      .summary = "an album of stamps with their pictures, which are part of the page",
      .why =
          "Innocent: each row has kilobytes, but they are the picture, and it is shown. One response is "
          "better than a hundred requests for small pictures. Who has the page gets a 304 after one row.",
      .knobs = {{.name = "n",
                 .help = "stamps on the page",
                 .initial = 100,
                 .minimum = 1,
                 .maximum = 320,
                 .ladder = {10, 40, 160, 320}},
                {.name = "album", .help = "number of the album", .initial = 1, .minimum = 1, .maximum = 2},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
