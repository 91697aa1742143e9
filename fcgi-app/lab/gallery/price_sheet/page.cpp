#include <chrono>

#include "core/conditional.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// Every change of a product raises its version and its date.
constexpr std::string_view state_sql =
    "SELECT COUNT(*), SUM(version), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(updated_at)) "
    "FROM product WHERE id <= ?";
constexpr std::string_view sheet_sql =
    "SELECT sku, name, price, stock > 0 FROM product WHERE id <= ? ORDER BY name, id";

struct State {
  std::int64_t products, versions, changed_us;
  static constexpr auto columns = std::tuple(&State::products, &State::versions, &State::changed_us);
};
struct Line {
  std::string sku, name, price;
  bool is_there;
  static constexpr auto columns = std::tuple(&Line::sku, &Line::name, &Line::price, &Line::is_there);
};

Validators validators_of(const State& state, Format format) {
  const std::chrono::microseconds changed(state.changed_us);
  return {.etag = etag_of(std::to_string(state.products) + "." + std::to_string(state.versions) + "." +
                              std::to_string(state.changed_us),
                          format),
          .last_modified = std::chrono::sys_seconds(std::chrono::floor<std::chrono::seconds>(changed))};
}

Response show(const Request& request, Services& services) {
  const auto n = request.knobs.n();
  const auto state = services.db.query_one<State>(state_sql, n);
  const Validators validators = validators_of(state.value(), request.format);
  if (auto known = not_modified(request, validators, services.clock.now()))
    return known->set("Cache-Control", "private, no-cache").set("Vary", "Accept");

  const auto lines = services.db.query<Line>(sheet_sql, n);
  Rows rows({"sku", "name", "price", "is_there"});
  rows.reserve(lines.size());
  for (const Line& line : lines) rows.add(line.sku, line.name, line.price, line.is_there);
  Response response = services.page(Value::object({{"lines", std::move(rows)}}));
  response.set("Cache-Control", "private, no-cache");
  return set_validators(response, validators);
}

}  // namespace

GalleryPage price_sheet() {
  return {.summary = "the price list, sorted by name",
          .why =
              "Innocent: the validators come from one cheap query and are compared before the list is read "
              "and rendered. A returning browser gets a 304.",
          .knobs = {items_knob("products on the list", 2'560), dataset_knob()},
          .run = show};
}

}  // namespace caseload::gallery
