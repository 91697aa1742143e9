#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view raffle_sql = "SELECT name, cause, drawn_on FROM raffle_draw WHERE id = ?";
constexpr std::string_view prizes_sql =
    "SELECT p.place, i.name, i.price FROM raffle_prize p JOIN indexed_product i ON i.id = p.product_id "
    "WHERE p.raffle_id = ? ORDER BY p.place";
constexpr std::string_view helpers_sql =
    "SELECT c.name FROM raffle_helper h JOIN customer c ON c.id = h.customer_id WHERE h.raffle_id = ? "
    "ORDER BY h.position";
// A hundred thousand numbers are printed for each draw.
constexpr std::string_view take_number_sql =
    "UPDATE raffle_number SET last_number = LAST_INSERT_ID(last_number % 100000 + 1) WHERE raffle_id = ?";

struct Draw {
  std::string name, cause, drawn_on;
  static constexpr auto columns = std::tuple(&Draw::name, &Draw::cause, &Draw::drawn_on);
};

struct Prize {
  std::int64_t place;
  std::string name, value;
  static constexpr auto columns = std::tuple(&Prize::place, &Prize::name, &Prize::value);
};

struct Helper {
  std::string name;
  static constexpr auto columns = std::tuple(&Helper::name);
};

std::string with_zeros(std::int64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

Response enter(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("raffle");
  const auto visitor = visitor_of(request, db);
  const auto draw = db.query_one<Draw>(raffle_sql, id);
  if (!draw) throw NotFound("there is no raffle " + std::to_string(id));
  const auto prizes = db.query<Prize>(prizes_sql, id);
  const auto helpers = db.query<Helper>(helpers_sql, id);

  // All that can fail is done. The row is locked for this UPDATE and its commit only.
  db.execute(take_number_sql, id);
  const std::int64_t number = db.last_insert_id();

  Rows prize_rows({"place", "name", "value"}), helper_rows({"name"});
  for (const Prize& each : prizes) prize_rows.add(each.place, each.name, each.value);
  for (const Helper& each : helpers) helper_rows.add(each.name);
  return services
      .page(Value::object({{"number", with_zeros(number)},
                           {"holder", visitor ? visitor->name : std::string("the bearer")},
                           {"name", draw->name},
                           {"cause", draw->cause},
                           {"drawn_on", draw->drawn_on},
                           {"prizes", std::move(prize_rows)},
                           {"helpers", std::move(helper_rows)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage raffle() {
  return {
      .summary = "a lot for the raffle of a good cause, with its prizes",
      .why =
          "Innocent: the last number of a draw is in a single row that every request updates. But that is "
          "the last query and a transaction of its own, so the row is free again at once.",
      .knobs = {{.name = "raffle", .help = "number of the raffle", .initial = 4, .minimum = 1, .maximum = 20},
                dataset_knob()},
      .run = enter,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
