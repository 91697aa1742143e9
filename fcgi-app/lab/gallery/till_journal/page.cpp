#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The last entries, each with the sum up to it, the sum of its day, and its place among the entries of the
// day.
constexpr std::string_view journal_sql =
    "SELECT e.number, e.made_at, e.reason, e.amount, "
    "       SUM(e.amount) OVER (ORDER BY e.number) AS balance, "
    "       SUM(e.amount) OVER (PARTITION BY DATE(e.made_at)) AS of_day, "
    "       RANK() OVER (PARTITION BY DATE(e.made_at) ORDER BY e.amount DESC) AS place "
    "FROM (SELECT number, made_at, reason, amount FROM till_entry WHERE till_id = ? "
    "      ORDER BY number DESC LIMIT ?) AS e "
    "ORDER BY e.number DESC";

struct Entry {
  std::int64_t number;
  std::string made_at, reason, amount, balance, of_day;
  std::int64_t place;
  static constexpr auto columns = std::tuple(&Entry::number, &Entry::made_at, &Entry::reason, &Entry::amount,
                                             &Entry::balance, &Entry::of_day, &Entry::place);
};

Response run(const Request& request, Services& services) {
  constexpr std::int64_t till_id = 2;
  const auto entries = services.db.query<Entry>(journal_sql, till_id, request.knobs.n());
  Rows rows({"number", "made_at", "reason", "amount", "balance", "of_day", "is_best"});
  for (const Entry& each : entries)
    rows.add(each.number, std::string_view(each.made_at).substr(0, 16), each.reason, each.amount,
             each.balance, each.of_day, each.place == 1);
  return services.page(Value::object({{"till", till_id}, {"entries", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage till_journal() {
  return {
      .summary = "the journal of a till: its last entries with balance, the day's sum and the best sale",
      .why =
          "Three window functions sort and add up, but only the entries of the page, which a subquery takes "
          "from the end of the primary key. Each of these rows is shown.",
      .knobs = {items_knob("entries on the page", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
