#include <chrono>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view booking_sql =
    "SELECT b.plate, DATE_FORMAT(b.slot_at, '%d.%m. %H:%i'), HOUR(b.slot_at), b.crossing_id, c.name, "
    "c.open_lanes, c.lorries FROM border_booking AS b JOIN border_crossing AS c ON c.id = b.crossing_id "
    "WHERE b.id = ?";
// Passages older than four weeks are moved to an archive at night.
constexpr std::string_view hours_sql =
    "SELECT HOUR(arrived_at), COUNT(*), SUM(waited_min), MAX(waited_min) FROM border_passage "
    "WHERE crossing_id = ? GROUP BY HOUR(arrived_at) ORDER BY 1";

constexpr int kept_s = 1'800;

struct Booking {
  std::string plate, slot;
  std::int64_t hour, crossing_id;
  std::string crossing;
  std::int64_t open_lanes, lorries;  // at this moment
  static constexpr auto columns =
      std::tuple(&Booking::plate, &Booking::slot, &Booking::hour, &Booking::crossing_id, &Booking::crossing,
                 &Booking::open_lanes, &Booking::lorries);
};

struct Hour {
  std::int64_t hour, lorries, minutes, longest_min;
  static constexpr auto columns = std::tuple(&Hour::hour, &Hour::lorries, &Hour::minutes, &Hour::longest_min);
};

// Texts with the time at which they were stored, so that pages can say how old their figures are:
// "1764568800 17 310 .."
class StampedTexts {
 public:
  StampedTexts(Cache& cache, const Clock& clock) : cache_(cache), clock_(clock) {}

  // std::nullopt for what is too old.
  std::optional<std::string> find(const std::string& key) {
    const auto kept = cache_.get(key);
    if (!kept) return std::nullopt;
    const std::size_t space = kept->find(' ');
    if (space == std::string::npos) return std::nullopt;
    const auto stored_at = whole_number(kept->substr(0, space));
    if (!stored_at || now_ms() - *stored_at > max_age_ms) return std::nullopt;
    return kept->substr(space + 1);
  }

  void store(const std::string& key, const std::string& text) {
    cache_.set(key, std::to_string(now_ms() / 1'000) + " " + text, kept_s);
  }

 private:
  static constexpr std::int64_t max_age_ms = std::int64_t{kept_s} * 1'000;

  std::int64_t now_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now().time_since_epoch()).count();
  }

  Cache& cache_;
  const Clock& clock_;
};

std::string packed(const std::vector<Hour>& hours) {
  std::string text;
  for (const Hour& each : hours)
    for (const std::int64_t number : {each.hour, each.lorries, each.minutes, each.longest_min})
      text += std::to_string(number) + " ";
  return text;
}

std::vector<Hour> unpacked(std::string_view text) {
  std::vector<Hour> hours;
  const auto numbers = split(text, " ");
  const auto at = [&](std::size_t position) { return whole_number(numbers[position]).value_or(0); };
  for (std::size_t first = 0; first + 3 < numbers.size(); first += 4)
    hours.push_back({.hour = at(first),
                     .lorries = at(first + 1),
                     .minutes = at(first + 2),
                     .longest_min = at(first + 3)});
  return hours;
}

std::vector<Hour> hours_at(std::int64_t crossing, Services& services) {
  StampedTexts texts(services.cache, services.clock);
  const std::string key =
      "border hours " + std::string(name_of(services.db.dataset())) + " " + std::to_string(crossing);
  if (const auto kept = texts.find(key)) return unpacked(*kept);
  auto hours = services.db.query<Hour>(hours_sql, crossing);
  texts.store(key, packed(hours));
  return hours;
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("booking");
  const auto booking = services.db.query_one<Booking>(booking_sql, id);
  if (!booking) throw NotFound("there is no booking " + std::to_string(id));
  const auto hours = hours_at(booking->crossing_id, services);
  Rows rows({"hour", "lorries", "mean", "longest", "is_booked"});
  for (const Hour& each : hours)
    rows.add(each.hour, each.lorries, each.minutes / each.lorries, each.longest_min,
             each.hour == booking->hour);
  return services
      .page(Value::object({{"plate", booking->plate},
                           {"slot", booking->slot},
                           {"crossing", booking->crossing},
                           {"lanes", booking->open_lanes},
                           {"waiting", booking->lorries},
                           {"hours", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage border_waits() {
  return {
      .summary = "a lorry's slot at a border: how many wait now, and how long it usually takes by hour",
      .why =
          "The usual waits are the same for all drivers and kept for half an hour. But they are stored with "
          "a time in seconds, and their age is computed in milliseconds, so whatever is found is decades "
          "old. Each view adds up four weeks of the crossing again.",
      .knobs = {{.name = "booking",
                 .help = "number of the booking",
                 .initial = 41,
                 .minimum = 1,
                 .maximum = 2'000},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
