#include <algorithm>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// What blocks a pavement comes first, then what has waited longest.
constexpr std::string_view requests_sql = R"(
  SELECT id, urgency, DATE_FORMAT(requested_on, '%d.%m.'), street, items, litres
    FROM bulky_request
   WHERE district = ? AND state = 'open'
   ORDER BY urgency, requested_on, id LIMIT ?)";
constexpr std::string_view vans_sql =
    "SELECT plate, crew, litres FROM bulky_van WHERE district = ? ORDER BY plate";

struct Collection {
  std::int64_t id, urgency;
  std::string requested_on, street, items;
  std::int64_t litres;
  static constexpr auto columns = std::tuple(&Collection::id, &Collection::urgency, &Collection::requested_on,
                                             &Collection::street, &Collection::items, &Collection::litres);
};

struct Van {
  std::string plate, crew;
  std::int64_t litres;
  static constexpr auto columns = std::tuple(&Van::plate, &Van::crew, &Van::litres);
};

// The vans of a morning. Each is filled before the next one, with what still fits into it.
class Loading {
 public:
  explicit Loading(std::vector<Van> vans) : vans_(std::move(vans)) {
    for (const Van& van : vans_) room_.push_back(van.litres);
  }

  // Empty for a collection that has to wait until tomorrow.
  std::string_view plate_for(const Collection& collection) {
    const auto fits =
        std::ranges::find_if(room_, [&](std::int64_t room) { return room >= collection.litres; });
    if (fits == room_.end()) return {};
    *fits -= collection.litres;
    return vans_[static_cast<std::size_t>(fits - room_.begin())].plate;
  }

  Rows rows() const {
    Rows rows({"plate", "crew", "used_percent"});
    for (std::size_t at = 0; at < vans_.size(); ++at)
      rows.add(vans_[at].plate, vans_[at].crew, 100 * (vans_[at].litres - room_[at]) / vans_[at].litres);
    return rows;
  }

 private:
  std::vector<Van> vans_;
  std::vector<std::int64_t> room_;
};

Response show(const Request& request, Services& services) {
  const std::int64_t district = request.knobs.integer("district");
  const auto collections = services.db.query<Collection>(requests_sql, district, request.knobs.n());
  Loading loading(services.db.query<Van>(vans_sql, district));
  Rows rows({"number", "is_urgent", "since", "street", "items", "cubic_metres", "van"});
  for (const Collection& each : collections)
    rows.add(each.id, each.urgency == 1, each.requested_on, each.street, each.items,
             fixed(static_cast<double>(each.litres) / 1'000, 1), loading.plate_for(each));
  return services
      .page(
          Value::object({{"district", district}, {"vans", loading.rows()}, {"collections", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage bulky_waste() {
  return {
      .summary =
          "a dispatcher's list for the morning: bulky waste to collect in a district, and the vans for it",
      .why =
          "The index has a district's open requests by day. Since urgency was added to the order of the "
          "list, all of them are read and sorted for the few that are shown. The index should have urgency "
          "before the day.",
      .knobs =
          {items_knob("collections on the list", 640),
           {.name = "district", .help = "number of the district", .initial = 2, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
