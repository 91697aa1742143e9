#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Seat {
  std::int64_t number;
  std::string state, price;
  static constexpr auto columns = std::tuple(&Seat::number, &Seat::state, &Seat::price);
};

constexpr std::string_view seats_sql =
    "select number, state, price from hall_seat where evening_id = ? order by number limit ?";
constexpr std::int64_t seats_in_a_row = 40;

// "K 17". There is no row I.
std::string label_of(std::int64_t number) {
  constexpr std::string_view letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
  const auto row = static_cast<std::size_t>((number - 1) / seats_in_a_row);
  std::string label(1, letters[row % letters.size()]);
  if (row >= letters.size()) label += letters[row / letters.size() - 1];
  return label + " " + std::to_string((number - 1) % seats_in_a_row + 1);
}

Response show(const Request& request, Services& services) {
  const std::int64_t evening = request.knobs.integer("evening");
  const auto seats = services.db.query<Seat>(seats_sql, evening, request.knobs.n());
  Rows rows({"label", "price", "is_free", "is_held", "begins_row"});
  std::int64_t free = 0;
  for (const Seat& seat : seats) {
    const bool is_free = seat.state == "free";
    if (is_free) ++free;
    rows.add(label_of(seat.number), seat.price, is_free, seat.state == "held",
             seat.number % seats_in_a_row == 1);
  }
  return services.page(Value::object({{"evening", evening}, {"free", free}, {"seats", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage seat_map() {
  return {
      .summary = "the seats of a concert hall while tickets are on sale",
      .why =
          "Everybody sees the same page and it is built for each of them. But a seat that was sold a second "
          "ago must not be offered, so it says no-store, and it takes one range of the primary key.",
      .knobs =
          {items_knob("seats on the map", 2'000),
           {.name = "evening", .help = "number of the evening", .initial = 3, .minimum = 1, .maximum = 12},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
