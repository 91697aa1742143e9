#include <algorithm>
#include <cctype>

#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t lines_per_page = 10, dues_per_page = 12;  // of the bank's statement; who is expected
constexpr std::int64_t max_unclear = 50;

struct Dues {
  std::string reference, member;
  std::int64_t cents;
  static constexpr auto columns = std::tuple(&Dues::reference, &Dues::member, &Dues::cents);
};

struct Payment {
  std::int64_t number;
  std::string booked_on, purpose;
  std::int64_t cents;
  static constexpr auto columns =
      std::tuple(&Payment::number, &Payment::booked_on, &Payment::purpose, &Payment::cents);
};

constexpr std::string_view dues_sql =
    "SELECT d.reference, c.name, d.cents FROM (SELECT id, reference, member_id, cents FROM club_dues "
    "ORDER BY id LIMIT ?) AS d JOIN customer AS c ON c.id = d.member_id ORDER BY d.id";
constexpr std::string_view payments_sql =
    "SELECT number, booked_on, purpose, cents FROM club_payment ORDER BY number LIMIT ?";

// What members write as the purpose: "dues 2025, AB 12-345 ", with the reference in any form. It is the
// last eight letters and digits.
std::string reference_in(std::string_view purpose) {
  constexpr std::size_t length = 8;
  std::string reference;
  for (const char c : purpose)
    if (const auto byte = static_cast<unsigned char>(c); std::isalnum(byte) != 0)
      reference += static_cast<char>(std::toupper(byte));
  return reference.size() < length ? reference : reference.substr(reference.size() - length);
}

class Ledger {
 public:
  explicit Ledger(std::vector<Dues> dues) : dues_(std::move(dues)) {}

  const Dues* find(const std::string& reference) const {
    const auto found =
        std::ranges::find_if(dues_, [&](const Dues& each) { return each.reference == reference; });
    return found == dues_.end() ? nullptr : &*found;
  }

 private:
  std::vector<Dues> dues_;
};

Response show(const Request& request, Services& services) {
  const Ledger ledger(services.db.query<Dues>(dues_sql, dues_per_page * request.knobs.n()));
  const auto payments = services.db.query<Payment>(payments_sql, lines_per_page * request.knobs.n());
  std::int64_t paid = 0, cents = 0, unclear = 0;
  Rows rows({"number", "booked_on", "purpose", "amount", "why"});
  for (const Payment& payment : payments) {
    const Dues* dues = ledger.find(reference_in(payment.purpose));
    if (dues != nullptr && dues->cents == payment.cents) {
      ++paid;
      cents += payment.cents;
      continue;
    }
    if (++unclear > max_unclear) continue;
    rows.add(payment.number, payment.booked_on, payment.purpose, price_of(payment.cents),
             dues == nullptr ? std::string("no such reference") : "another amount than from " + dues->member);
  }
  return services
      .page(Value::object(
          {{"paid", paid}, {"total", price_of(cents)}, {"unclear", unclear}, {"rows", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage dues_matching() {
  return {
      .summary = "a club's treasurer matches the bank's statement with the dues that are expected",
      .why =
          "Two queries load both lists. Then each payment is searched in the list of dues from its "
          "beginning, so the time grows with the square of the statement. A hash by reference would find "
          "each at once.",
      .knobs = {items_knob("pages of the bank's statement", 1'280), dataset_knob()},
      .run = show,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
