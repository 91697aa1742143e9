#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view fleet_sql = "SELECT owner, currency FROM hull_fleet WHERE id = ?";
constexpr std::string_view claims_sql =
    "SELECT id, happened, vessel, cause, paid, reserved FROM hull_claim WHERE fleet_id = ? "
    "ORDER BY happened DESC, id DESC LIMIT ?";
constexpr std::string_view rate_sql = "SELECT per_mille FROM hull_rate WHERE currency = ? AND month = ?";
constexpr std::string_view closed_month = "2025-11";

struct Fleet {
  std::string owner, currency;
  static constexpr auto columns = std::tuple(&Fleet::owner, &Fleet::currency);
};
struct Claim {
  std::int64_t number;
  std::string happened, vessel, cause;
  std::int64_t paid, reserved;
  static constexpr auto columns = std::tuple(&Claim::number, &Claim::happened, &Claim::vessel, &Claim::cause,
                                             &Claim::paid, &Claim::reserved);
};
struct Rate {
  std::int64_t per_mille;
  static constexpr auto columns = std::tuple(&Rate::per_mille);
};

// The books are in euros, at the rates at which the last month was closed.
class Money {
 public:
  Money(Database& db, std::string_view currency) : db_(db), currency_(currency) {}

  std::int64_t euros(std::int64_t amount) const {
    if (amount == 0) return 0;
    const auto rate = db_.query_one<Rate>(rate_sql, currency_, closed_month);
    return rate ? amount * rate->per_mille / 1'000 : 0;
  }

 private:
  Database& db_;
  std::string_view currency_;
};

Response for_people(Services& services, const Fleet& fleet, const std::vector<Claim>& claims) {
  Rows rows({"number", "happened", "vessel", "cause", "paid", "reserved"});
  std::int64_t paid = 0, reserved = 0;
  for (const Claim& each : claims) {
    paid += each.paid;
    reserved += each.reserved;
    rows.add(each.number, each.happened, each.vessel, each.cause, grouped(each.paid), grouped(each.reserved));
  }
  return services.page(Value::object({{"owner", fleet.owner},
                                      {"currency", fleet.currency},
                                      {"paid", grouped(paid)},
                                      {"reserved", grouped(reserved)},
                                      {"claims", std::move(rows)}}));
}

// For the reinsurer's program, which keeps its books in euros.
Response for_programs(Services& services, const Fleet& fleet, const std::vector<Claim>& claims) {
  const Money money(services.db, fleet.currency);
  return data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("owner").text(fleet.owner).key("claims").begin_list();
    for (const Claim& each : claims) {
      json.begin_object().key("number").number(each.number).key("happened").text(each.happened);
      json.key("vessel").text(each.vessel).key("cause").text(each.cause);
      json.key("paid").number(money.euros(each.paid));
      json.key("reserved").number(money.euros(each.reserved)).end_object();
    }
    json.end_list().end_object();
  });
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("fleet");
  const auto fleet = services.db.query_one<Fleet>(fleet_sql, id);
  if (!fleet) throw NotFound("there is no fleet " + std::to_string(id));
  const auto claims = services.db.query<Claim>(claims_sql, id, request.knobs.n());
  Response response = request.format == Format::json ? for_programs(services, *fleet, claims)
                                                     : for_people(services, *fleet, claims);
  response.set("Cache-Control", "private, no-store").set("Vary", "Accept");
  return response;
}

}  // namespace

GalleryPage hull_claims() {
  return {
      .summary = "the hull claims of a shipowner's fleet: a page for underwriters, JSON for the reinsurer",
      .why =
          "As HTML the page takes two queries. The JSON has euros instead of the fleet's currency, and the "
          "same rate of the same month is read for each amount, up to twice for a claim. One rate serves the "
          "whole response.",
      .knobs = {items_knob("claims in the list", 640),
                {.name = "fleet", .help = "number of the fleet", .initial = 6, .minimum = 1, .maximum = 25},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "repeated-query"}},
  };
}

}  // namespace caseload::gallery
