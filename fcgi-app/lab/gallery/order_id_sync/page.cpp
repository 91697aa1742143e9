#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Key {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Key::id);
};

constexpr auto ids_sql = "select id from customer_order where placed_at >= ? order by placed_at, id limit ?";

void check_day(std::string_view day) {
  const bool has_dashes = day.size() == 10 && day[4] == '-' && day[7] == '-';
  if (!day.empty() && (!has_dashes || day.find_first_not_of("0123456789-") != day.npos))
    throw BadRequest("the parameter since must be a day such as 2025-06-01");
}

// Runs of consecutive ids are written as [first, last].
void write_runs(io::JsonWriter& json, const std::vector<Key>& keys) {
  for (std::size_t first = 0, next = 0; first < keys.size(); first = next) {
    next = first + 1;
    while (next < keys.size() && keys[next].id == keys[next - 1].id + 1) ++next;
    json.begin_list().number(keys[first].id).number(keys[next - 1].id).end_list();
  }
}

Response run(const Request& request, Services& services) {
  std::string_view since = request.knobs.text("since");
  if (since.empty()) since = "2025-06-01";
  const std::int64_t limit = request.knobs.n();
  const auto keys = services.db.query<Key>(ids_sql, since, limit);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("since").text(since).key("orders").begin_list();
                     write_runs(json, keys);
                     json.end_list();
                     json.key("complete").boolean(static_cast<std::int64_t>(keys.size()) < limit);
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage order_id_sync() {
  return {
      .summary = "the numbers of the orders since a day, for the bookkeeping's nightly comparison",
      .why =
          "The bookkeeping has the orders and only wants to know whether one is missing. The ids come from "
          "the index on the date without a look at the rows.",
      .knobs = {items_knob("orders in the response"),
                {.name = "since", .type = KnobType::text, .help = "a day", .check_text = check_day},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
