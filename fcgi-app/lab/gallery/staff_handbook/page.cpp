#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Section {
  std::int64_t position;
  std::string heading, body;
  std::int64_t edition;
  static constexpr auto columns =
      std::tuple(&Section::position, &Section::heading, &Section::body, &Section::edition);
};

struct Edition {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Edition::number);
};

constexpr std::string_view sections_sql =
    "SELECT position, heading, body, edition FROM handbook_section ORDER BY position LIMIT ?";
constexpr std::string_view edition_sql = "SELECT MAX(edition) FROM handbook_section";

constexpr std::int64_t editions_marked_new = 3;

Response run(const Request& request, Services& services) {
  const std::int64_t edition = services.db.query_one<Edition>(edition_sql)->number;
  const auto sections = services.db.query<Section>(sections_sql, request.knobs.n());
  Rows rows({"position", "heading", "body", "is_new"});
  rows.reserve(sections.size());
  for (const Section& each : sections)
    rows.add(each.position, each.heading, each.body, each.edition + editions_marked_new > edition);

  // Staff must never read an old edition, so the browser has to ask each time.
  return services.page(Value::object({{"edition", edition}, {"sections", std::move(rows)}}))
      .set("Cache-Control", "private, no-cache");
}

}  // namespace

GalleryPage staff_handbook() {
  return {
      .summary = "the staff handbook: its sections in full, recent changes marked",
      .why =
          "The browser stores the page and asks each time whether it is current, but the page has no "
          "validator, so all of it is loaded and sent again. The edition, one index look-up, would be one.",
      .knobs = {items_knob("sections on the page", 640), dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
