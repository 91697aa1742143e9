#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t contacts_per_page = 25;
constexpr std::size_t max_shown = 200;

constexpr std::string_view contacts_sql =
    "SELECT c.id, c.name, c.email, k.code FROM (SELECT * FROM customer ORDER BY id DESC LIMIT ?) AS c "
    "LEFT JOIN country AS k ON k.id = c.country_id ORDER BY c.id DESC";

struct Contact {
  std::int64_t id;
  std::string name, email, country;
  static constexpr auto columns =
      std::tuple(&Contact::id, &Contact::name, &Contact::email, &Contact::country);
};

bool are_the_same(const Contact& a, const Contact& b) {
  return a.country == b.country && equals_ignoring_case(a.name, b.name);
}

struct Double {
  const Contact& newer;
  const Contact& older;
};

std::vector<Double> doubles_in(const std::vector<Contact>& contacts) {
  std::vector<Double> doubles;
  for (std::size_t i = 0; i < contacts.size(); ++i)
    for (std::size_t j = i + 1; j < contacts.size(); ++j)
      if (are_the_same(contacts[i], contacts[j]))
        doubles.push_back({.newer = contacts[i], .older = contacts[j]});
  return doubles;
}

Response show(const Request& request, Services& services) {
  const auto contacts = services.db.query<Contact>(contacts_sql, contacts_per_page * request.knobs.n());
  const auto doubles = doubles_in(contacts);
  Rows rows({"name", "country", "newer", "older"});
  for (const auto& [newer, older] : doubles) {
    if (rows.size() == max_shown) break;
    rows.add(newer.name, newer.country, newer.email, older.email);
  }
  return services
      .page(Value::object(
          {{"contacts", contacts.size()}, {"found", doubles.size()}, {"doubles", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage duplicate_contacts() {
  return {
      .summary = "an address book's spring cleaning: contacts that may be there twice",
      .why =
          "Every contact is compared with every other one, so the time grows with the square of the "
          "address book. Grouped by country and name in small letters, each would be looked at once.",
      .knobs = {items_knob("pages of 25 contacts to compare, newest first", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
