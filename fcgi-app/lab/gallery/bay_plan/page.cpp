#include <array>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view ship_sql = "SELECT name, voyage FROM stowed_ship WHERE id = ?";
constexpr std::string_view boxes_sql =
    "SELECT bay, stack, tier, number, port, tons, is_cold FROM stowed_box WHERE ship_id = ? AND bay <= ? "
    "ORDER BY bay, stack, tier";

constexpr std::int64_t stacks = 10, tiers = 9, cell = 8, gap = 14;
constexpr std::int64_t bay_width = stacks * cell + gap, bay_height = tiers * cell + 2 * gap;
constexpr std::int64_t bays_in_a_line = 6;

struct Ship {
  std::string name, voyage;
  static constexpr auto columns = std::tuple(&Ship::name, &Ship::voyage);
};
struct Box {
  std::int64_t bay, stack, tier;
  std::string number, port;
  std::int64_t tons;
  bool is_cold;
  static constexpr auto columns =
      std::tuple(&Box::bay, &Box::stack, &Box::tier, &Box::number, &Box::port, &Box::tons, &Box::is_cold);
};

std::string_view colour_of(std::string_view port) {
  constexpr std::array<std::array<std::string_view, 2>, 5> colours{
      {{"CNSHA", "#c44"}, {"SGSIN", "#4a4"}, {"LKCMB", "#48c"}, {"GRPIR", "#ca3"}, {"NLRTM", "#86b"}}};
  for (const auto& [name, colour] : colours)
    if (name == port) return colour;
  return "#999";
}

class Drawing {
 public:
  explicit Drawing(std::string& svg) : svg_(svg) {}

  void begin(const Ship& ship, std::int64_t bays) {
    svg_ += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
            std::to_string(bays_in_a_line * bay_width + gap) + "\" height=\"" +
            std::to_string((bays + bays_in_a_line - 1) / bays_in_a_line * bay_height + gap) + "\">\n<title>" +
            html_escaped(ship.name) + " " + ship.voyage + "</title>\n";
  }
  void frame(std::int64_t bay, std::int64_t tons) {
    svg_ += "<text x=\"" + std::to_string(left_of(bay)) + "\" y=\"" + std::to_string(top_of(bay) - 3) +
            "\" font-size=\"9\">Bay " + std::to_string(2 * bay - 1) + ", " + std::to_string(tons) +
            " t</text>\n";
  }
  void empty(std::int64_t bay, std::int64_t stack, std::int64_t tier) {
    square(bay, stack, tier, "none");
    svg_ += "/>\n";
  }
  void box(const Box& box) {
    square(box.bay, box.stack, box.tier, colour_of(box.port));
    if (box.is_cold) svg_ += " stroke-width=\"2\"";
    svg_ +=
        "><title>" + box.number + ", " + box.port + ", " + std::to_string(box.tons) + " t</title></rect>\n";
  }
  void end() { svg_ += "</svg>\n"; }

 private:
  static std::int64_t left_of(std::int64_t bay) { return gap + (bay - 1) % bays_in_a_line * bay_width; }
  static std::int64_t top_of(std::int64_t bay) { return 2 * gap + (bay - 1) / bays_in_a_line * bay_height; }
  void square(std::int64_t bay, std::int64_t stack, std::int64_t tier, std::string_view fill) {
    svg_ += "<rect x=\"" + std::to_string(left_of(bay) + (stack - 1) * cell) + "\" y=\"" +
            std::to_string(top_of(bay) + (tiers - tier) * cell) +
            "\" width=\"7\" height=\"7\" stroke=\"#333\" fill=\"";
    svg_.append(fill).append("\"");
  }

  std::string& svg_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("ship"), bays = request.knobs.integer("bays");
  const auto ship = services.db.query_one<Ship>(ship_sql, id);
  if (!ship) throw NotFound("there is no ship " + std::to_string(id));
  const auto boxes = services.db.query<Box>(boxes_sql, id, bays);
  return data_page(services,
                   [&](std::string& body) {
                     Drawing drawing(body);
                     drawing.begin(*ship, bays);
                     auto at = boxes.begin();  // in the same order as the loops
                     for (std::int64_t bay = 1; bay <= bays; ++bay) {
                       std::int64_t tons = 0;
                       for (std::int64_t stack = 1; stack <= stacks; ++stack)
                         for (std::int64_t tier = 1; tier <= tiers; ++tier) {
                           const bool is_taken =
                               at != boxes.end() && at->bay == bay && at->stack == stack && at->tier == tier;
                           if (!is_taken) {
                             drawing.empty(bay, stack, tier);
                             continue;
                           }
                           tons += at->tons;
                           drawing.box(*at++);
                         }
                       drawing.frame(bay, tons);
                     }
                     drawing.end();
                   })
      .set("Content-Type", "image/svg+xml")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage bay_plan() {
  return {
      .summary = "the stowage plan of a container ship as a picture: bays with their containers by port",
      .why =
          "Innocent: three loops within each other draw every place on the ship, empty ones too. They go "
          "through the containers once, because both are in the same order. The picture grows with the bays "
          "that are asked for, which is its purpose, and is compressed.",
      .knobs = {{.name = "bays",
                 .help = "bays to draw, from the bow",
                 .initial = 12,
                 .minimum = 1,
                 .maximum = 24,
                 .ladder = {3, 6, 12, 24}},
                {.name = "ship", .help = "number of the ship", .initial = 5, .minimum = 1, .maximum = 12},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
