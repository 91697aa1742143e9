#include <algorithm>
#include <map>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view imprints_sql = "SELECT id, name FROM publisher ORDER BY id LIMIT ?";
constexpr std::string_view sales_sql = R"(
  SELECT b.publisher_id, i.quantity, i.price
    FROM book AS b
    JOIN order_item AS i ON i.book_id = b.id
   WHERE b.publisher_id <= ?)";

struct Imprint {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Imprint::id, &Imprint::name);
};

struct Sale {
  std::int64_t publisher_id, quantity;
  std::string price;
  static constexpr auto columns = std::tuple(&Sale::publisher_id, &Sale::quantity, &Sale::price);
};

struct Profile {
  std::int64_t copies = 0, cents = 0, largest = 0;

  void add(const Sale& sale) {
    copies += sale.quantity;
    cents += sale.quantity * cents_of(sale.price);
    largest = std::max(largest, sale.quantity);
  }
  std::string mean_price() const { return copies == 0 ? "none" : price_of(cents / copies); }
};

Response show(const Request& request, Services& services) {
  const auto imprints = services.db.query<Imprint>(imprints_sql, request.knobs.n());
  std::map<std::int64_t, Profile> profiles;
  if (!imprints.empty())
    for (const Sale& sale : services.db.query<Sale>(sales_sql, imprints.back().id))
      profiles[sale.publisher_id].add(sale);

  Rows rows({"name", "copies", "turnover", "mean_price", "largest"});
  for (const Imprint& imprint : imprints) {
    const Profile& profile = profiles[imprint.id];
    rows.add(imprint.name, grouped(profile.copies), price_of(profile.cents), profile.mean_price(),
             profile.largest);
  }
  return services.page(Value::object({{"imprints", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage imprint_profile() {
  return {
      .summary = "imprints with the copies sold, turnover, mean price and largest order line",
      .why =
          "Each line that was ever ordered from these imprints is sent to the application, which adds "
          "them up. With GROUP BY the database would send one row for each imprint.",
      .knobs = {items_knob("imprints on the page", 1'000), dataset_knob()},
      .run = show,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
