#include <algorithm>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view seats_sql =
    "SELECT label, price FROM opera_seat WHERE position <= ? ORDER BY position";
constexpr std::string_view tickets_sql =
    "SELECT label, kind FROM opera_ticket WHERE evening_id = ? AND position <= ? ORDER BY position";

struct Seat {
  std::string label, price;
  static constexpr auto columns = std::tuple(&Seat::label, &Seat::price);
};
struct Ticket {
  std::string label, kind;
  static constexpr auto columns = std::tuple(&Ticket::label, &Ticket::kind);
};

// What has been sold for an evening, by the labels that the ticket system prints.
class Sold {
 public:
  explicit Sold(std::vector<Ticket> tickets) : tickets_(std::move(tickets)) {}

  const Ticket* at(std::string_view label) const {
    const auto found =
        std::ranges::find_if(tickets_, [label](const Ticket& each) { return each.label == label; });
    return found == tickets_.end() ? nullptr : &*found;
  }

 private:
  std::vector<Ticket> tickets_;
};

// A number for each state, as the widget in the browser wants it.
std::int64_t state_of(const Ticket* ticket) {
  if (ticket == nullptr) return 0;
  if (ticket->kind == "subscriber") return 2;
  return ticket->kind == "press" ? 3 : 1;
}

Response run(const Request& request, Services& services) {
  const std::int64_t evening = request.knobs.integer("evening"), n = request.knobs.n();
  const auto seats = services.db.query<Seat>(seats_sql, n);
  const Sold sold(services.db.query<Ticket>(tickets_sql, evening, n));
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     std::int64_t free = 0;
                     json.begin_object().key("evening").number(evening).key("seats").begin_list();
                     for (const Seat& seat : seats) {
                       const std::int64_t state = state_of(sold.at(seat.label));
                       if (state == 0) ++free;
                       json.begin_list().text(seat.label).text(seat.price).number(state).end_list();
                     }
                     json.end_list().key("free").number(free).end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage house_plan() {
  return {
      .summary =
          "the plan of an opera festival's arena for an evening, as JSON for the widget in which seats are "
          "chosen",
      .why =
          "Seats and tickets take one query each, but for each seat the list of tickets is searched from its "
          "beginning, label by label. For the whole arena these are forty million comparisons; a map from "
          "label to ticket would take one for each seat.",
      .knobs =
          {{.name = "n",
            .help = "seats in the plan, counted from the stage",
            .initial = 640,
            .minimum = 1,
            .maximum = 10'000,
            .ladder = {10, 40, 160, 640, 2'560, 10'000}},
           {.name = "evening", .help = "number of the evening", .initial = 2, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
