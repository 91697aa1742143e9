#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

struct Contact {
  std::string name, email, country;
  std::optional<std::string> last_order;
  static constexpr auto columns =
      std::tuple(&Contact::name, &Contact::email, &Contact::country, &Contact::last_order);
};

constexpr std::string_view contact_sql =
    "SELECT c.name, c.email, k.name, (SELECT DATE(MAX(o.placed_at)) FROM customer_order o "
    "WHERE o.customer_id = c.id) FROM customer c JOIN country k ON k.id = c.country_id WHERE c.id = ?";

// RFC 6350 section 3.4.
std::string escaped(std::string text) {
  replace_all(text, "\\", "\\\\");
  replace_all(text, ",", "\\,");
  replace_all(text, ";", "\\;");
  replace_all(text, "\n", "\\n");
  return text;
}

std::string card_of(const Contact& contact) {
  std::string card = "BEGIN:VCARD\r\nVERSION:4.0\r\n";
  card += "FN:" + escaped(contact.name) + "\r\n";
  card += "EMAIL:" + escaped(contact.email) + "\r\n";
  card += "ADR:;;;;;;" + escaped(contact.country) + "\r\n";
  if (contact.last_order) card += "NOTE:Last order on " + *contact.last_order + "\r\n";
  return card + "END:VCARD\r\n";
}

Response run(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  if (!visitor) throw HttpError(401, "sign in to download your card");
  const auto contact = services.db.query_one<Contact>(contact_sql, visitor->id);
  if (!contact) throw NotFound("there is no such customer");
  Response response;
  response.body = card_of(*contact);
  return response.set("Content-Type", "text/vcard; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"card.vcf\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage reader_vcard() {
  return {
      .summary = "the reader's own contact card, as the shop has it",
      .why =
          "Innocent: nginx does not compress text/vcard, but a card has two hundred bytes. The two queries "
          "read the rows of one customer.",
      .knobs = {dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
