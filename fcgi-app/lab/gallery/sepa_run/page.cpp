#include <algorithm>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view run_sql =
    "SELECT r.message_id, r.execute_on, a.holder, a.iban FROM transfer_run AS r "
    "JOIN transfer_account AS a ON a.id = r.account_id WHERE r.id = ?";
// The header of the file has the sum, so that the bank can compare.
constexpr std::string_view totals_sql =
    "SELECT COUNT(*), CAST(COALESCE(SUM(cents), 0) AS SIGNED) FROM transfer WHERE run_id = ? AND position <= "
    "?";
constexpr std::string_view transfers_sql =
    "SELECT position, payee, iban, cents, purpose FROM transfer WHERE run_id = ? AND position > ? "
    "AND position <= ? ORDER BY position";
// A bank may take minutes to read the file. Between two chunks no result is open, so the server's time limit
// for a query does not matter.
constexpr std::int64_t transfers_at_once = 500;

struct Run {
  std::string message_id, execute_on, holder, iban;
  static constexpr auto columns = std::tuple(&Run::message_id, &Run::execute_on, &Run::holder, &Run::iban);
};

struct Totals {
  std::int64_t transfers = 0, cents = 0;
  static constexpr auto columns = std::tuple(&Totals::transfers, &Totals::cents);
};

struct Transfer {
  std::int64_t position;
  std::string payee, iban;
  std::int64_t cents;
  std::string purpose;
  static constexpr auto columns = std::tuple(&Transfer::position, &Transfer::payee, &Transfer::iban,
                                             &Transfer::cents, &Transfer::purpose);
};

std::string amount(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

void add_element(std::string& xml, std::string_view name, std::string_view text) {
  xml.append("<").append(name).append(">");
  append_html_escaped(text, xml);
  xml.append("</").append(name).append(">");
}

std::string header_of(const Run& run, const Totals& totals) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn>\n<GrpHdr>";
  add_element(xml, "MsgId", run.message_id);
  add_element(xml, "NbOfTxs", std::to_string(totals.transfers));
  add_element(xml, "CtrlSum", amount(totals.cents));
  xml += "</GrpHdr>\n<PmtInf><ReqdExctnDt>";
  add_element(xml, "Dt", run.execute_on);
  xml += "</ReqdExctnDt><Dbtr>";
  add_element(xml, "Nm", run.holder);
  xml += "</Dbtr><DbtrAcct><Id>";
  add_element(xml, "IBAN", run.iban);
  return xml + "</Id></DbtrAcct>\n";
}

void add_transfer(std::string& xml, const Transfer& transfer) {
  xml += "<CdtTrfTxInf><PmtId>";
  add_element(xml, "EndToEndId", std::to_string(transfer.position));
  xml += "</PmtId><Amt><InstdAmt Ccy=\"EUR\">" + amount(transfer.cents) + "</InstdAmt></Amt><Cdtr>";
  add_element(xml, "Nm", transfer.payee);
  xml += "</Cdtr><CdtrAcct><Id>";
  add_element(xml, "IBAN", transfer.iban);
  xml += "</Id></CdtrAcct><RmtInf>";
  add_element(xml, "Ustrd", transfer.purpose);
  xml += "</RmtInf></CdtTrfTxInf>\n";
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("run"), last = request.knobs.n();
  const auto found = services.db.query_one<Run>(run_sql, id);
  if (!found) throw NotFound("there is no run " + std::to_string(id));
  const Totals totals = services.db.query_one<Totals>(totals_sql, id, last).value_or(Totals{});
  Response response;
  response.set("Content-Type", "application/xml")
      .set("Content-Disposition", "attachment; filename=\"pain001.xml\"")
      .set("Cache-Control", "private, no-store")
      .set("X-Accel-Buffering", "no");
  response.producer = [&services, id, last, header = header_of(*found, totals)](Sink& sink) {
    sink.write(header);
    sink.flush();
    for (std::int64_t after = 0; after < last; after += transfers_at_once) {
      const std::int64_t until = std::min(last, after + transfers_at_once);
      std::string xml;
      for (const Transfer& each : services.db.query<Transfer>(transfers_sql, id, after, until))
        add_transfer(xml, each);
      sink.write(xml);
      sink.flush();
    }
    sink.write("</PmtInf></CstmrCdtTrfInitn></Document>\n");
  };
  return response;
}

}  // namespace

GalleryPage sepa_run() {
  return {
      .summary = "the transfers of a payment run as a file for the bank (ISO 20022)",
      .why =
          "Innocent: one query is sent again and again, but each time for the next five hundred transfers, "
          "which lie side by side in the primary key. Each chunk leaves at once and is forgotten. The sum "
          "is computed before, because the header must have it.",
      .knobs =
          {{.name = "n",
            .help = "transfers in the file",
            .initial = 2'000,
            .minimum = 1,
            .maximum = 6'000,
            .ladder = {40, 160, 640, 2'560, 6'000}},
           {.name = "run", .help = "number of the payment run", .initial = 3, .minimum = 1, .maximum = 5},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
