#include "core/csv.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t piece_bytes = 4'000;

constexpr std::string_view office_sql = "SELECT name, account FROM linguist_office WHERE id = ?";
constexpr std::string_view invoices_sql =
    "SELECT number, client, languages, words, cents_per_word FROM linguist_invoice WHERE office_id = ? "
    "ORDER BY number LIMIT ? FOR UPDATE";
constexpr std::string_view handed_over_sql =
    "UPDATE linguist_invoice SET handed_over_at = NOW(6) WHERE office_id = ? AND number <= ?";

struct Office {
  std::string name, account;
  static constexpr auto columns = std::tuple(&Office::name, &Office::account);
};

struct Invoice {
  std::int64_t number;
  std::string client, languages;
  std::int64_t words, cents_per_word;
  static constexpr auto columns = std::tuple(&Invoice::number, &Invoice::client, &Invoice::languages,
                                             &Invoice::words, &Invoice::cents_per_word);
};

// The check digits of an invoice's reference (ISO 7064, Mod 97-10), which the bookkeepers' program wants.
std::string reference_of(const Office& office, const Invoice& invoice) {
  const std::string digits = office.account + std::to_string(1'000'000 + invoice.number);
  std::int64_t rest = 0;
  for (const char digit : digits + "00") rest = (rest * 10 + (digit - '0')) % 97;
  const std::int64_t check = 98 - rest;
  return digits + (check < 10 ? "0" : "") + std::to_string(check);
}

void write_invoice(Csv& csv, const Office& office, const Invoice& invoice) {
  const std::int64_t net = invoice.words * invoice.cents_per_word;
  csv.number(std::to_string(invoice.number)).text(reference_of(office, invoice));
  csv.text(office.name).text(invoice.client).text(invoice.languages).number(std::to_string(invoice.words));
  csv.number(price_of(net)).number(price_of(net * 19 / 100)).number(price_of(net + net * 19 / 100));
  csv.end_record();
}

Response hand_over(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("office");
  const auto office = services.db.query_one<Office>(office_sql, id);
  if (!office) throw NotFound("there is no office " + std::to_string(id));
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"invoices.csv\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, office = *office, id, n = request.knobs.n()](Sink& sink) {
    // An invoice counts as handed over once it was sent, so both happen in one transaction. What was sent
    // can't be sent again, so there is only one try.
    services.db.transaction(
        [&] {
          const auto invoices = services.db.query<Invoice>(invoices_sql, id, n);
          std::string piece;
          Csv csv(piece);
          for (const Invoice& each : invoices) {
            write_invoice(csv, office, each);
            if (piece.size() < piece_bytes) continue;
            sink.write(piece);
            sink.flush();
            piece.clear();
          }
          sink.write(piece);
          sink.flush();
          if (!invoices.empty()) services.db.execute(handed_over_sql, id, invoices.back().number);
        },
        1);
  };
  return response;
}

}  // namespace

GalleryPage invoice_handoff() {
  return {
      .summary = "an office of a translation agency hands its invoices over to the bookkeepers, as CSV",
      .why =
          "The invoices are locked, written and sent to the client, and only then marked, all in one "
          "transaction: it stays open for as long as the client takes to download the file, and nobody can "
          "change these invoices meanwhile. They could be given the number of a handover in a short "
          "transaction, and be sent after it.",
      .knobs = {items_knob("invoices of the file", 2'560),
                {.name = "office", .help = "number of the office", .initial = 3, .minimum = 1, .maximum = 5},
                dataset_knob()},
      .run = hand_over,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
      .known_miss = "its transaction is open for long only while a slow client downloads",
  };
}

}  // namespace caseload::gallery
