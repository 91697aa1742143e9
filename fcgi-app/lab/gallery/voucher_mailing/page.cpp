#include <algorithm>

#include "core/csv.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Buyer {
  std::int64_t customer_id;
  static constexpr auto columns = std::tuple(&Buyer::customer_id);
};

struct Recipient {
  std::int64_t id;
  std::string name, email;
  std::int64_t orders;
  static constexpr auto columns =
      std::tuple(&Recipient::id, &Recipient::name, &Recipient::email, &Recipient::orders);
};

constexpr std::string_view last_buyers =
    "SELECT customer_id FROM customer_order ORDER BY placed_at DESC, id DESC LIMIT ?";

// "?, ?, ?"
std::string placeholders(std::size_t count) {
  std::string text = "?";
  for (std::size_t i = 1; i < count; ++i) text += ", ?";
  return text;
}

std::vector<Recipient> recipients(Database& db, const std::vector<std::int64_t>& ids) {
  std::vector<Parameter> values;
  for (const std::int64_t id : ids) values.push_back(to_parameter(id));
  Cursor cursor = db.run(
      "SELECT c.id, c.name, c.email, (SELECT COUNT(*) FROM customer_order o WHERE o.customer_id = c.id) "
      "FROM customer c WHERE c.id IN (" +
          placeholders(ids.size()) + ") ORDER BY c.id",
      values);
  std::vector<Recipient> found;
  while (cursor.next()) found.push_back(map_row<Recipient>(cursor));
  return found;
}

Response run(const Request& request, Services& services) {
  std::vector<std::int64_t> ids;
  for (const Buyer& buyer : services.db.query<Buyer>(last_buyers, request.knobs.n()))
    ids.push_back(buyer.customer_id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());

  Response response;
  Csv(response.body).text("Customer").text("Name").text("Address").text("Voucher").end_record();
  for (const Recipient& each : recipients(services.db, ids))
    Csv(response.body)
        .number(std::to_string(each.id))
        .text(each.name)
        .text(each.email)
        .number(each.orders >= 10  ? "15.00"
                : each.orders >= 3 ? "10.00"
                                   : "5.00")
        .end_record();
  return response.set("Content-Type", "text/csv; charset=utf-8").set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage voucher_mailing() {
  return {
      .summary = "vouchers for those who bought last, as a CSV file for the mailing",
      .why =
          "The customers of the last orders are fetched, and their ids sent back in one list that grows with "
          "the mailing. A join with the last orders needs no ids, and chunks would bound the list.",
      .knobs = {items_knob("last orders", 10'240), dataset_knob()},
      .run = run,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
