#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Photo {
  std::int64_t id;
  std::string event, caption, taken_on, data;
  static constexpr auto columns =
      std::tuple(&Photo::id, &Photo::event, &Photo::caption, &Photo::taken_on, &Photo::data);

  // `data` is the picture in base64: four characters for three bytes.
  std::size_t kilobytes() const { return data.size() * 3 / 4 / 1'000; }
};

constexpr std::string_view album_sql = "SELECT * FROM album_photo ORDER BY id DESC LIMIT ?";

std::string address_of(const Photo& photo) {
  return "photos/" + std::to_string(photo.id) + ".jpg";
}

Response show(const Request& request, Services& services) {
  const auto photos = services.db.query<Photo>(album_sql, request.knobs.n());
  Rows rows({"address", "event", "caption", "taken_on", "kilobytes"});
  for (const Photo& photo : photos)
    rows.add(address_of(photo), photo.event, photo.caption, photo.taken_on, photo.kilobytes());
  return services.page(Value::object({{"photos", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage photo_album() {
  return {
      .summary = "the album of the shop's readings: captions with links to the photos, and their size",
      .why =
          "The pictures themselves are in the rows. Each is fetched, 12 kB or more, only to print its size; "
          "the page links to them. LENGTH in the query would do.",
      .knobs = {items_knob("photos on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "deferred-loading"}},
  };
}

}  // namespace caseload::gallery
