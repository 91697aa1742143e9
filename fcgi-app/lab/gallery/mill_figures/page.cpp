#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr int fresh_s = 5, spare_s = 3'600, builder_s = 10;

// The mill's output: what left the gates, by weekday and hour of the newest deliveries.
constexpr std::string_view figures_sql = R"(
  SELECT DAYOFWEEK(recent.placed_at) AS weekday, SUM(i.quantity) AS tons, SUM(i.quantity * i.price) AS euros
    FROM (SELECT id, placed_at FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT 4000) AS recent
    STRAIGHT_JOIN order_item i ON i.order_id = recent.id
   GROUP BY weekday ORDER BY weekday)";

struct Figure {
  std::int64_t weekday, tons;
  std::string euros;
  static constexpr auto columns = std::tuple(&Figure::weekday, &Figure::tons, &Figure::euros);
};

constexpr std::string_view weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                         "Thursday", "Friday", "Saturday"};

std::string computed(Database& db) {
  Value list = Value::list();
  for (const Figure& each : db.query<Figure>(figures_sql))
    list.add(Value::object({{"weekday", weekdays[static_cast<std::size_t>(each.weekday - 1) % 7]},
                            {"tons", each.tons},
                            {"euros", each.euros}}));
  return io::to_json(list);
}

// Two entries have the same text: one for as long as it is fresh, and a spare one for an hour. Whoever can
// add the builder's entry computes new figures; the others send the spare text meanwhile.
class Figures {
 public:
  explicit Figures(Services& services)
      : services_(services), key_("mill/" + std::string(name_of(services.db.dataset())) + "/") {}

  std::optional<std::string> text() {
    Cache& cache = services_.cache;
    if (auto fresh = cache.get(key_ + "fresh")) return fresh;
    const bool is_builder = cache.add(key_ + "builder", "", builder_s);
    if (!is_builder && cache.was_reachable()) return cache.get(key_ + "spare");
    // The builder before this one may have been done just now.
    auto text = is_builder ? cache.get(key_ + "fresh") : std::nullopt;
    if (!text) text = stored(computed(services_.db));
    if (is_builder) cache.remove(key_ + "builder");
    return text;
  }

 private:
  std::string stored(std::string text) {
    services_.cache.set(key_ + "spare", text, spare_s);
    services_.cache.set(key_ + "fresh", text, fresh_s);
    return text;
  }

  Services& services_;
  std::string key_;
};

Response show(const Request&, Services& services) {
  const auto text = Figures(services).text();
  return services.page(Value::object({{"days", text ? io::from_json(*text).value_or(Value()) : Value()}}))
      .set("Cache-Control", "private, max-age=5");
}

}  // namespace

GalleryPage mill_figures() {
  return {
      .summary = "a paper mill's screen at the gate: what went out on which weekday",
      .why =
          "Innocent: the figures are fresh for only five seconds, and many screens request them at the same "
          "moment. But one request computes them while the others show the previous ones. Only if there are "
          "none yet, the page says that they are on their way.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
