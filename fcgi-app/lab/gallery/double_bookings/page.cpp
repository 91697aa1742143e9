#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Booking {
  std::int64_t id, room;
  std::string guest, arrives_on, leaves_on;
  static constexpr auto columns =
      std::tuple(&Booking::id, &Booking::room, &Booking::guest, &Booking::arrives_on, &Booking::leaves_on);
};

constexpr auto bookings_sql = R"(
  SELECT b.id, b.room, c.name, b.arrives_on, b.leaves_on
    FROM (SELECT id, room, guest_id, arrives_on, leaves_on FROM hotel_booking
           WHERE arrives_on >= '2026-01-01' ORDER BY arrives_on, id LIMIT ?) AS b
    LEFT JOIN customer AS c ON c.id = b.guest_id
   ORDER BY b.arrives_on, b.id)";

// Compares each booking with those of its room whose guests are still there. Bookings come in the order of
// arrival, so a room has few of them at a time.
class Rooms {
 public:
  std::string others_with(const Booking& booking) {
    std::vector<const Booking*>& staying = staying_[booking.room];
    std::erase_if(staying, [&](const Booking* other) { return other->leaves_on <= booking.arrives_on; });
    std::string numbers;
    for (const Booking* other : staying) {
      if (!numbers.empty()) numbers += ", ";
      numbers += std::to_string(other->id);
    }
    staying.push_back(&booking);
    return numbers;
  }

 private:
  std::unordered_map<std::int64_t, std::vector<const Booking*>> staying_;
};

Response run(const Request& request, Services& services) {
  const auto bookings = services.db.query<Booking>(bookings_sql, request.knobs.n());
  Rooms rooms;
  std::int64_t conflicts = 0;
  Rows rows({"id", "room", "guest", "from", "until", "others"});
  for (const Booking& booking : bookings) {
    std::string others = rooms.others_with(booking);
    if (!others.empty()) ++conflicts;
    rows.add(booking.id, booking.room, booking.guest, booking.arrives_on, booking.leaves_on,
             others.empty() ? std::string("none") : std::move(others));
  }
  return services.page(Value::object({{"conflicts", conflicts}, {"bookings", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage double_bookings() {
  return {
      .summary = "a hotel's arrivals, with the bookings that want the same room at the same time",
      .why =
          "Bookings are compared with bookings in a loop inside a loop. But the inner one only sees those "
          "of the same room that have not ended, which are one or two, so the work grows with the list.",
      .knobs = {items_knob("bookings on the page", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
