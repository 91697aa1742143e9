#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Each landlord is a tenant of the software, and could have a database of its own one day. So far all have
// this one.
struct TenantSession {
  Database& db;
  std::string name;
};

struct Landlord {
  std::string name;
  static constexpr auto columns = std::tuple(&Landlord::name);
};

struct Flat {
  std::int64_t number, rooms;
  std::string street;
  std::int64_t rent;
  std::optional<std::string> lodger;
  static constexpr auto columns =
      std::tuple(&Flat::number, &Flat::rooms, &Flat::street, &Flat::rent, &Flat::lodger);
};

constexpr std::string_view landlord_sql = "SELECT name FROM publisher WHERE id = ?";
constexpr std::string_view flats_sql =
    "SELECT flat.number, flat.rooms, flat.street, flat.rent, lodger.name FROM landlord_flat AS flat "
    "LEFT JOIN customer AS lodger ON lodger.id = flat.lodger_id "
    "WHERE flat.landlord_id = ? ORDER BY flat.number LIMIT ?";

TenantSession session_of(std::int64_t landlord, Services& services) {
  Database& db = services.connector.opened();
  const auto found = db.query_one<Landlord>(landlord_sql, landlord);
  if (!found) throw NotFound("there is no landlord " + std::to_string(landlord));
  return {.db = db, .name = found->name};
}

Response show(const Request& request, Services& services) {
  const std::int64_t landlord = request.knobs.integer("landlord");
  const TenantSession tenant = session_of(landlord, services);
  const auto flats = tenant.db.query<Flat>(flats_sql, landlord, request.knobs.n());
  Rows rows({"number", "rooms", "street", "rent", "lodger"});
  std::int64_t rents = 0;
  for (const Flat& flat : flats) {
    if (flat.lodger) rents += flat.rent;
    rows.add(flat.number, flat.rooms, flat.street, flat.rent, flat.lodger);
  }
  return services
      .page(Value::object({{"landlord", tenant.name}, {"rents", rents}, {"flats", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tenant_flats() {
  return {
      .summary = "a landlord's flats and who lives in them",
      .why =
          "Each request opens a connection for the landlord's session. It goes to the same database for all "
          "landlords, so a kept connection or a pool would do.",
      .knobs =
          {items_knob("flats on the page", 640),
           {.name = "landlord", .help = "number of the landlord", .initial = 6, .minimum = 1, .maximum = 30},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "connection-per-request"}},
  };
}

}  // namespace caseload::gallery
