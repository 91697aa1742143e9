#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr auto loans_sql = R"(
  select o.id, b.title, i.quantity, i.price
    from (select id from customer_order where id <= ? order by id desc limit ?) as o
    straight_join order_item i on i.order_id = o.id
    straight_join book b on b.id = i.book_id
   order by o.id desc, i.id)";

// The catalogue is another system of the library, with a login of its own.
constexpr auto systems_sql = "select name, share from feature_flag order by name";
constexpr auto postage_sql = "select zone, up_to_grams, price from shipping_rate order by zone, up_to_grams";

struct Loan {
  std::int64_t order;
  std::string title;
  std::int64_t copies;
  std::string fee;
  static constexpr auto columns = std::tuple(&Loan::order, &Loan::title, &Loan::copies, &Loan::fee);
};

struct System {
  std::string name;
  std::int64_t share;
  static constexpr auto columns = std::tuple(&System::name, &System::share);
};

struct Postage {
  std::string zone;
  std::int64_t up_to_grams;
  std::string price;
  static constexpr auto columns = std::tuple(&Postage::zone, &Postage::up_to_grams, &Postage::price);
};

Response show(const Request& request, Services& services) {
  const auto loans = services.db.query<Loan>(loans_sql, request.knobs.integer("newest"), request.knobs.n());
  Database& catalogue = services.connector.opened();
  const auto systems = catalogue.query<System>(systems_sql);
  const auto postage = catalogue.query<Postage>(postage_sql);

  Rows loan_rows({"order", "title", "copies", "fee"}), system_rows({"name", "share"}),
      postage_rows({"zone", "up_to_grams", "price"});
  for (const Loan& each : loans) loan_rows.add(each.order, each.title, each.copies, each.fee);
  for (const System& each : systems) system_rows.add(each.name, each.share);
  for (const Postage& each : postage) postage_rows.add(each.zone, each.up_to_grams, each.price);
  return services
      .page(Value::object({{"loans", std::move(loan_rows)},
                           {"systems", std::move(system_rows)},
                           {"postage", std::move(postage_rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage reader_desk() {
  return {
      .summary = "a library's desk: what was lent last, which services are on, and the postage for loans",
      .why =
          "The loans are read over the worker's connection. But for two small tables of the catalogue, each "
          "request opens a second connection and closes it at the end.",
      .knobs = {items_knob("orders on the page", 640),
                {.name = "newest",
                 .help = "the newest order to be shown",
                 .initial = 9'000,
                 .minimum = 1'000,
                 .maximum = 10'000},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "connection-per-request"}},
  };
}

}  // namespace caseload::gallery
