#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr int ratings_kept_s = 900;

constexpr std::string_view channel_sql = "SELECT code, name FROM rated_channel WHERE id = ?";
// The panel reports once a day. The shares of the month are those of all households that watched.
constexpr std::string_view slots_sql = R"(
  SELECT slot, COUNT(*), CAST(SUM(minutes) AS SIGNED), COUNT(DISTINCT household_id)
    FROM rated_viewing
   WHERE channel_id = ? AND viewed_on >= '2025-12-01' AND viewed_on < '2026-01-01'
   GROUP BY slot
   ORDER BY slot)";
constexpr std::string_view bookings_sql = R"(
  SELECT advertiser.name, b.slot, b.spots
    FROM rated_booking AS b
    JOIN publisher AS advertiser ON advertiser.id = b.advertiser_id
   WHERE b.channel_id = ? AND b.seller_id = ?
   ORDER BY b.slot, advertiser.id
   LIMIT 10)";

struct Channel {
  std::string code, name;
  static constexpr auto columns = std::tuple(&Channel::code, &Channel::name);
};

struct Slot {
  std::int64_t slot, viewings, minutes, households;
  static constexpr auto columns = std::tuple(&Slot::slot, &Slot::viewings, &Slot::minutes, &Slot::households);
};

struct Booking {
  std::string advertiser;
  std::int64_t slot, spots;
  static constexpr auto columns = std::tuple(&Booking::advertiser, &Booking::slot, &Booking::spots);
};

std::string hours_of(std::int64_t slot) {
  return std::to_string(slot * 3) + " to " + std::to_string(slot * 3 + 3);
}

// The ratings of the channels, in the cache for a quarter of an hour.
class RatingsStore {
 public:
  explicit RatingsStore(Services& services) : services_(services) {}

  // Links from the schedule have the number of the channel, those from the booking system its code.
  Value of_channel(std::int64_t id, const Channel& channel) {
    if (const auto kept = services_.cache.get(key_of(std::to_string(id))))
      return io::from_json(*kept).value_or(Value());
    Value ratings = add_up(id);
    services_.cache.set(key_of(channel.code), io::to_json(ratings), ratings_kept_s);
    return ratings;
  }

 private:
  std::string key_of(const std::string& channel) const {
    return "ratings/" + std::string(name_of(services_.db.dataset())) + "/" + channel + "/2025-12";
  }

  Value add_up(std::int64_t id) {
    Value list = Value::list();
    for (const Slot& each : services_.db.query<Slot>(slots_sql, id))
      list.add(Value::object(
          {{"hours", hours_of(each.slot)},
           {"households", grouped(each.households)},
           {"mean", fixed(static_cast<double>(each.minutes) / static_cast<double>(each.viewings), 1)}}));
    return list;
  }

  Services& services_;
};

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("channel");
  const auto seller = visitor_of(request, db);
  const auto channel = db.query_one<Channel>(channel_sql, id);
  if (!channel) throw NotFound("there is no channel " + std::to_string(id));
  Value bookings = Value::list();
  if (seller)
    for (const Booking& each : db.query<Booking>(bookings_sql, id, 1 + seller->id % 8))
      bookings.add(Value::object(
          {{"advertiser", each.advertiser}, {"hours", hours_of(each.slot)}, {"spots", each.spots}}));
  return services
      .page(Value::object({{"channel", channel->name},
                           {"seller", seller ? Value(seller->name) : Value()},
                           {"bookings", std::move(bookings)},
                           {"ratings", RatingsStore(services).of_channel(id, *channel)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage channel_ratings() {
  return {
      .summary = "a television channel as its advertising sales see it: own bookings, and ratings by hour",
      .why =
          "The ratings of a month are meant to be in the cache, but they are looked up by the channel's "
          "number and stored under its code. Nothing is ever found, and each view adds up the viewings of "
          "the month again.",
      .knobs =
          {{.name = "channel", .help = "number of the channel", .initial = 3, .minimum = 1, .maximum = 6},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
