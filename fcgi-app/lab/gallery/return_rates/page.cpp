#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view rates_sql =
    "SELECT p.name, t.sold, t.sent_back, ROUND(100 * t.sent_back / t.sold, 1) "
    "FROM (SELECT b.publisher_id, COUNT(*) AS sold, SUM(o.status = 'returned') AS sent_back "
    "FROM order_item i JOIN customer_order o ON o.id = i.order_id JOIN book b ON b.id = i.book_id "
    "GROUP BY b.publisher_id) AS t "
    "JOIN publisher p ON p.id = t.publisher_id WHERE t.sold >= 20 "
    "ORDER BY t.sent_back / t.sold DESC, p.id LIMIT 25";

struct Rate {
  std::string publisher;
  std::int64_t sold, sent_back;
  std::string percent;
  static constexpr auto columns = std::tuple(&Rate::publisher, &Rate::sold, &Rate::sent_back, &Rate::percent);
};

// The figures are for talks with publishers, who get them once a season.
std::string_view advice_for(const Rate& rate) {
  if (rate.sent_back * 10 >= rate.sold) return "talk to them";
  return rate.sent_back * 20 >= rate.sold ? "watch" : "";
}

Response show(const Request& request, Services& services) {
  const auto visitor = visitor_of(request, services.db);
  const auto rates = services.db.query<Rate>(rates_sql);
  Rows rows({"publisher", "sold", "sent_back", "percent", "advice"});
  for (const Rate& each : rates)
    rows.add(each.publisher, each.sold, each.sent_back, each.percent, advice_for(each));
  Value model = Value::object({{"buyer", visitor ? visitor->name : "guest"}, {"rates", std::move(rows)}});
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage return_rates() {
  return {
      .summary = "the buyers' dashboard: the publishers whose books are sent back most often",
      .why =
          "Only the greeting is personal. The rates are the same for all buyers and change slowly, but every "
          "request computes them from all items ever sold.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
