#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Card {
  std::int64_t id;
  std::string amount, sold_on;
  static constexpr auto columns = std::tuple(&Card::id, &Card::amount, &Card::sold_on);
};

struct Payment {
  std::string day, amount;
  static constexpr auto columns = std::tuple(&Payment::day, &Payment::amount);
};

struct Balance {
  std::string amount;
  static constexpr auto columns = std::tuple(&Balance::amount);
};

constexpr std::string_view card_by_code =
    "SELECT id, amount, DATE_FORMAT(sold_at, '%Y-%m-%d') FROM gift_card WHERE code = ?";
constexpr std::string_view payments_of_card =
    "SELECT DATE_FORMAT(paid_at, '%Y-%m-%d'), amount FROM gift_card_payment WHERE card_id = ? ORDER BY id";
constexpr std::string_view balance_of_card =
    "SELECT CAST(c.amount - COALESCE((SELECT SUM(p.amount) FROM gift_card_payment p WHERE p.card_id = c.id), "
    "0) AS DECIMAL(8, 2)) FROM gift_card c WHERE c.id = ?";

void check_code(std::string_view code) {
  if (code.empty()) return;
  if (code.size() != 8 || !code.starts_with("GC") || code.find_first_not_of("0123456789", 2) != code.npos)
    throw BadRequest("the parameter card must be GC and six digits");
}

Response show(const Request& request, Services& services) {
  std::string code(request.knobs.text("card"));
  if (code.empty()) code = "GC742180";
  const auto card = services.db.query_one<Card>(card_by_code, code);
  if (!card) throw NotFound("there is no gift card with the number " + code);
  const auto payments = services.db.query<Payment>(payments_of_card, card->id);
  const auto balance = services.db.query_one<Balance>(balance_of_card, card->id);
  Rows rows({"day", "amount"});
  for (const Payment& payment : payments) rows.add(payment.day, payment.amount);
  return services
      .page(Value::object({{"code", code},
                           {"sold_on", card->sold_on},
                           {"amount", card->amount},
                           {"balance", balance ? balance->amount : card->amount},
                           {"payments", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage gift_card_balance() {
  return {
      .summary = "the balance of a gift card, with what was paid with it",
      .why =
          "The card is looked up by the number printed on it, which has no index, so every card that was "
          "ever sold is read. The payments and the balance come through an index.",
      .knobs = {{.name = "card",
                 .type = KnobType::text,
                 .help = "number of the card, such as GC742180",
                 .check_text = check_code},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "database-index"}},
  };
}

}  // namespace caseload::gallery
