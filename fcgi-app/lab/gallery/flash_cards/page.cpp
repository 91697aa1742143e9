#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A card moves to the next box when it was known, and leaves the deck from the fifth one.
constexpr std::string_view round_sql =
    "select id, front, back, box from flash_card where deck = ? and box < 5 order by rand() limit ?";

struct Card {
  std::int64_t id;
  std::string front, back;
  std::int64_t box;
  static constexpr auto columns = std::tuple(&Card::id, &Card::front, &Card::back, &Card::box);
};

std::string_view advice_for(std::int64_t box) {
  if (box == 1) return "new";
  return box == 4 ? "almost learnt" : "being learnt";
}

Response show(const Request& request, Services& services) {
  const std::int64_t deck = request.knobs.integer("deck");
  const auto cards = services.db.query<Card>(round_sql, deck, request.knobs.n());
  Rows rows({"id", "front", "back", "state"});
  for (const Card& card : cards) rows.add(card.id, card.front, card.back, advice_for(card.box));
  return services.page(Value::object({{"deck", deck}, {"cards", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage flash_cards() {
  return {
      .summary = "a round of flash cards from a deck: who wrote which book?",
      .why =
          "All cards of the deck get a random number and are sorted by it, for a round of a few. "
          "Positions in the deck could be drawn in code and looked up through an index.",
      .knobs = {items_knob("cards in the round", 640),
                {.name = "deck", .help = "number of the deck", .initial = 2, .minimum = 1, .maximum = 3},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "random-order"}},
  };
}

}  // namespace caseload::gallery
