#include <algorithm>
#include <map>
#include <span>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view hall_sql = "SELECT name, foreman FROM press_hall WHERE id = ?";
constexpr std::string_view presses_sql =
    "SELECT id, name, tool, target FROM press WHERE hall_id = ? ORDER BY id LIMIT ?";
constexpr std::string_view orders_sql =
    "SELECT number, article, pieces, due_on FROM press_order WHERE hall_id = ? ORDER BY due_on, number LIMIT "
    "8";
constexpr std::string_view shifts_sql =
    "SELECT press_id, strokes, rejects, stops FROM press_shift WHERE press_id IN (";
constexpr std::size_t presses_at_once = 100;
constexpr int figures_lifetime_s = 600;

struct Hall {
  std::string name, foreman;
  static constexpr auto columns = std::tuple(&Hall::name, &Hall::foreman);
};
struct Press {
  std::int64_t id;
  std::string name, tool;
  std::int64_t target;
  static constexpr auto columns = std::tuple(&Press::id, &Press::name, &Press::tool, &Press::target);
};
struct Order {
  std::string number, article;
  std::int64_t pieces;
  std::string due_on;
  static constexpr auto columns = std::tuple(&Order::number, &Order::article, &Order::pieces, &Order::due_on);
};
struct Shift {
  std::int64_t press_id, strokes, rejects, stops;
  static constexpr auto columns =
      std::tuple(&Shift::press_id, &Shift::strokes, &Shift::rejects, &Shift::stops);
};
struct Figures {
  std::int64_t strokes = 0, rejects = 0, stops = 0;
};

// The figures of the shift that ended last. They are kept in the cache, because the panels of the hall, the
// office and the tool shop all show them.
class LastShift {
 public:
  LastShift(Services& services, const std::vector<Press>& presses) : services_(services) {
    std::vector<std::int64_t> missing;
    for (const Press& each : presses)
      if (!recall(each.id)) missing.push_back(each.id);
    for (std::size_t from = 0; from < missing.size(); from += presses_at_once)
      load(std::span(missing).subspan(from, std::min(presses_at_once, missing.size() - from)));
  }

  const Figures& of(const Press& press) const {
    static const Figures none;
    const auto found = figures_.find(press.id);
    return found == figures_.end() ? none : found->second;
  }

 private:
  bool recall(std::int64_t press) {
    const auto document = kept(press);
    if (!document) return false;
    figures_[press] = {.strokes = (*document)["strokes"].integer_or(0),
                       .rejects = (*document)["rejects"].integer_or(0),
                       .stops = (*document)["stops"].integer_or(0)};
    return true;
  }

  std::optional<Value> kept(std::int64_t press) const {
    const auto text = services_.cache.get(key_of(press));
    return text ? io::from_json(*text) : std::nullopt;
  }

  void load(std::span<const std::int64_t> presses) {
    std::string sql(shifts_sql);
    std::vector<Parameter> parameters;
    for (const std::int64_t id : presses) {
      sql += parameters.empty() ? "?" : ", ?";
      parameters.push_back(to_parameter(id));
    }
    Cursor shifts = services_.db.run(sql + ")", parameters);
    while (shifts.next()) keep(map_row<Shift>(shifts));
  }

  void keep(const Shift& shift) {
    figures_[shift.press_id] = {.strokes = shift.strokes, .rejects = shift.rejects, .stops = shift.stops};
    services_.cache.set(
        key_of(shift.press_id),
        io::to_json(
            Value::object({{"strokes", shift.strokes}, {"rejects", shift.rejects}, {"stops", shift.stops}})),
        figures_lifetime_s);
  }

  std::string key_of(std::int64_t press) const {
    return "press/" + std::string(name_of(services_.db.dataset())) + "/" + std::to_string(press);
  }

  Services& services_;
  std::map<std::int64_t, Figures> figures_;
};

std::string percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "-" : fixed(100 * static_cast<double>(part) / static_cast<double>(whole), 1);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("hall");
  const auto hall = services.db.query_one<Hall>(hall_sql, id);
  if (!hall) throw NotFound("there is no hall " + std::to_string(id));
  const auto orders = services.db.query<Order>(orders_sql, id);
  const auto presses = services.db.query<Press>(presses_sql, id, request.knobs.n());
  const LastShift last_shift(services, presses);
  Rows due({"number", "article", "pieces", "due_on"});
  for (const Order& each : orders) due.add(each.number, each.article, grouped(each.pieces), each.due_on);
  Rows rows({"name", "tool", "strokes", "of_target", "rejects", "stops"});
  for (const Press& press : presses) {
    const Figures& shift = last_shift.of(press);
    rows.add(press.name, press.tool, grouped(shift.strokes), percent(shift.strokes, press.target),
             percent(shift.rejects, shift.strokes), shift.stops);
  }
  return services
      .page(Value::object({{"hall", hall->name},
                           {"foreman", hall->foreman},
                           {"orders", std::move(due)},
                           {"presses", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage press_shop() {
  return {
      .summary = "the panel of a press shop: the orders due next, and each press in the shift that has ended",
      .why =
          "The constructor of a small class asks the cache for the figures of one press after the other, "
          "three calls down. One call could bring those of a hundred. What is missing is loaded a hundred at "
          "a time, so the database is not the problem.",
      .knobs = {items_knob("presses on the panel", 640),
                {.name = "hall", .help = "number of the hall", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
